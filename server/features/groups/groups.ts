import { limits } from '../../../contract/limits.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Store } from '../../store/store.ts'
import type { PartsChanged } from '../../store/groups.ts'
import type { Files } from '../files/files.ts'
import type { FanOut } from '../messages/fan-out.ts'
import type { People } from '../people/people.ts'
import { createActors } from './actors.ts'
import { createApplications } from './applications.ts'
import { createMembership } from './membership.ts'
import { createNotices } from './notices.ts'
import { createOwnership } from './ownership.ts'
import { createGroupQueries } from './group-queries.ts'
import { createSettings } from './settings.ts'
import { createGroupEvents } from './group-events.ts'

type GroupNeeds = {
  store: Pick<Store, 'groups' | 'conversations' | 'files' | 'administration'>
  bus: Bus
  people: People
  files: Pick<Files, 'findMany'>
  fanOut: FanOut
  clock: () => number
  /** Members that a group may have. */
  memberLimit?: number
  /** ms that who was refused waits before asking again. */
  refusalPause?: number
}

/** Everything one can do with groups. */
export function createGroups({
  store,
  bus,
  people,
  files,
  fanOut,
  clock,
  memberLimit = limits.groupMembers,
  refusalPause = limits.groupRefusalPause,
}: GroupNeeds) {
  const actors = createActors({ store, clock })
  const events = createGroupEvents({ store, bus, people, fanOut })
  const applications = createApplications({ store, people, events, actors, memberLimit, refusalPause })
  const { administeredMembers, ...membership } = createMembership({
    store,
    people,
    events,
    actors,
    applications,
    memberLimit,
  })
  const { appointOwner, ...ownership } = createOwnership({ store, bus, events, actors })
  return {
    ...membership,
    ...createSettings({ store, events, actors }),
    ...ownership,
    /** What administrators do: each says who asks. */
    administered: { ...administeredMembers, appointOwner },
    ...createGroupQueries({ store, people, files, actors }),
    applications,
    notices: createNotices({ store, people, events, actors }),
    /** For people whom the store lets into a group together with something else: what it needs, and telling of it. */
    newcomers: {
      stamp: () => ({ ...actors.stamp(), limit: memberLimit }),
      joined: (done: PartsChanged) => events.joined(done, done.parts),
    },
  }
}

export type Groups = ReturnType<typeof createGroups>
