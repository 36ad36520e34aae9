import { limits } from '../../../contract/limits.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { FanOut } from '../messages/fan-out.ts'
import type { People } from '../people/people.ts'
import { createActs } from './acts.ts'
import { createApplications } from './applications.ts'
import { createMembership } from './membership.ts'
import { createNotices } from './notices.ts'
import { createOwnership } from './ownership.ts'
import { createReading } from './reading.ts'
import { createSettings } from './settings.ts'
import { createTelling } from './telling.ts'

export type GroupNeeds = {
  store: Pick<Store, 'groups' | 'conversations' | 'files'>
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
  const acts = createActs({ store, clock })
  const telling = createTelling({ store, bus, people, fanOut })
  const applications = createApplications({ store, people, telling, acts, memberLimit, refusalPause })
  return {
    ...createMembership({ store, people, telling, acts, applications, memberLimit }),
    ...createSettings({ store, telling, acts }),
    ...createOwnership({ store, bus, telling, acts }),
    ...createReading({ store, people, files, acts }),
    applications,
    notices: createNotices({ store, people, telling, acts }),
  }
}

export type Groups = ReturnType<typeof createGroups>
