import { randomBytes } from 'node:crypto'
import { Failure } from '../../../contract/failures.ts'
import type { Acting } from '../../store/groups.ts'
import type { Group, Member, MemberRole } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'

/** Who acts in a group, when, and what they must be for it. */
export function createActors({ store, clock }: { store: Pick<Store, 'conversations'>; clock: () => number }) {
  const stamp = () => ({ lineId: randomBytes(16).toString('hex'), at: clock() })

  /**
   * The group and the viewer's place, as they are now. Fails with `group.unknown`, and `group.notMember` for who has
   * left it.
   */
  async function member(viewer: User, groupId: number): Promise<{ group: Group; member: Member }> {
    const [group, place] = await Promise.all([
      store.conversations.group(groupId),
      store.conversations.member(groupId, viewer.id),
    ])
    // To who never was in it, a group is as good as none: numbers would tell which there are.
    if (!group || !place) throw new Failure('group.unknown')
    if (place.leftSeq !== null) throw new Failure('group.notMember')
    return { group, member: place }
  }

  return {
    stamp,
    /** `atLeast` is looked at when the change is written. */
    by: (groupId: number, by: number, atLeast: MemberRole): Acting => ({ groupId, by, atLeast, ...stamp() }),
    member,
    /** As `member`; fails with `group.dissolved` too. */
    async inside(viewer: User, groupId: number) {
      const place = await member(viewer, groupId)
      if (place.group.isDissolved) throw new Failure('group.dissolved')
      return place
    },
  }
}

export type Actors = ReturnType<typeof createActors>
