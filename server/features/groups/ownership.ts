import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { Store } from '../../store/store.ts'
import type { Actors } from './actors.ts'
import { done } from './refusals.ts'
import type { GroupEvents } from './group-events.ts'

type Needs = { store: Pick<Store, 'groups' | 'administration'>; bus: Bus; events: GroupEvents; actors: Actors }

/** Groups looked up at once; others write in between. */
const groupsAtOnce = 100

/** A group is never without somebody who can manage it. */
export function createOwnership({ store: { groups, administration }, bus, events, actors }: Needs) {
  let last: Promise<number> = Promise.resolve(0)

  async function replaceDisabled(): Promise<number> {
    let replaced = 0
    for (let ids = await groups.ownerless(groupsAtOnce); ids.length > 0; ids = await groups.ownerless(groupsAtOnce)) {
      const before = replaced
      for (const groupId of ids) {
        const succession = await groups.succeed({ groupId, ...actors.stamp() })
        if (succession.outcome !== 'done') continue
        events.owner(succession, succession.parts)
        replaced += 1
      }
      // What is still there was changed by others meanwhile: the next look has it.
      if (replaced === before) break
    }
    return replaced
  }

  /** One look after the other, so that each finds what was committed before it was asked for. */
  function replaceDisabledOwners(): Promise<number> {
    last = last.catch(() => 0).then(replaceDisabled)
    return last
  }

  bus.onAll(event => {
    // What fails now is found by the sweep.
    if (event.type === 'usersChanged') replaceDisabledOwners().catch(() => {})
  })

  return {
    /**
     * Groups whose owner's account is disabled go to who has been in them for the longest time, a manager before
     * others; how many. Where nobody is enabled, the owner stays.
     */
    replaceDisabledOwners,

    /**
     * For administrators. Fails with `group.unknown`, `group.dissolved`, and `group.targetNotMember` also for who is
     * disabled.
     */
    async appointOwner(by: Actor, groupId: number, userId: number): Promise<void> {
      const appointed = done(await administration.appointOwner(by, { groupId, userId, ...actors.stamp() }))
      if (appointed.parts.length > 0) events.owner(appointed, appointed.parts)
    },
  }
}
