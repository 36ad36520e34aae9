import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Groups } from '../groups/groups.ts'
import type { People } from '../people/people.ts'
import { createCodes } from './codes.ts'

type GroupCode = { groupId: number; shownBy: number }
type UserCode = { userId: number; scannedBy: number | null }

/** What is behind a code. `isFace`: name and picture are all there is to be seen of the person yet. */
export type Scanned =
  | { type: 'group'; group: Group; count: number; isMember: boolean; isWaiting: boolean }
  | { type: 'user'; user: User; isFace?: boolean }

export type ScanCardNeeds = {
  store: Pick<Store, 'codes' | 'conversations'>
  groups: Pick<Groups, 'enter' | 'isWaiting'>
  people: People
  clock: () => number
}

/** QR codes of groups and people. */
export function createScanCard({ store, groups, people, clock }: ScanCardNeeds) {
  const { conversations } = store
  const groupCodes = createCodes<GroupCode>(store, 'group', limits.groupCodeLife, clock)
  const userCodes = createCodes<UserCode>(store, 'user', limits.codeLife, clock)

  /** The group of a code while it can be entered by it. */
  async function enterable(
    viewer: User,
    { groupId, shownBy }: GroupCode,
  ): Promise<{ group: Group; userIds: readonly number[] }> {
    const group = await conversations.group(groupId)
    if (!group) throw new Failure('qr.unknown')
    const { userIds } = await conversations.memberIds(groupId)
    // What the group became since is not for strangers to hear by the code of somebody who is not in it any more.
    if (!userIds.includes(shownBy) && !userIds.includes(viewer.id)) throw new Failure('qr.expired')
    if (group.isDissolved) throw new Failure('group.dissolved')
    return { group, userIds }
  }

  /** The person whose card it is. Fails where somebody else scanned it first. */
  async function owner(viewer: User, { userId, scannedBy }: UserCode): Promise<User> {
    const user = await people.user(userId)
    if (!user?.isEnabled) throw new Failure('qr.expired')
    if (scannedBy !== null && viewer.id !== userId && viewer.id !== scannedBy) throw new Failure('qr.expired')
    people.meet(viewer.id, [userId])
    return user
  }

  /** Lets the viewer in, or asks who leads the group. */
  async function enter(viewer: User, code: GroupCode): Promise<Scanned> {
    const { groupId, shownBy } = code
    const { group } = await enterable(viewer, code)
    const entered = await groups.enter(viewer, groupId, shownBy)
    if (!entered) throw new Failure('qr.expired')
    const { userIds } = await conversations.memberIds(groupId)
    return {
      type: 'group',
      group,
      count: userIds.length,
      isMember: entered === 'isIn',
      isWaiting: entered === 'isWaiting',
    }
  }

  return {
    /** A group's code, for a member to show. Fails with `group.unknown`, `group.dissolved`, `group.notMember`. */
    async createForGroup(viewer: User, groupId: number): Promise<string> {
      const [group, place] = await Promise.all([conversations.group(groupId), conversations.member(groupId, viewer.id)])
      // The same for who never was in it: numbers would tell which there are.
      if (!group || !place) throw new Failure('group.unknown')
      if (place.leftSeq !== null) throw new Failure('group.notMember')
      if (group.isDissolved) throw new Failure('group.dissolved')
      return groupCodes.shared(`${viewer.id} ${groupId}`, { groupId, shownBy: viewer.id })
    },

    /** One's own code: the first other person who scans it sees the card. Fails with `viewer.mismatch`. */
    async createForUser(viewer: User, userId: number): Promise<string> {
      if (userId !== viewer.id) throw new Failure('viewer.mismatch', { name: 'targetId' })
      return userCodes.shared(String(userId), { userId, scannedBy: null })
    },

    /** What it is, and nothing else happens. Fails with `qr.unknown`, `qr.expired`, `group.dissolved`. */
    async show(viewer: User, code: string): Promise<Scanned> {
      const kind = (await store.codes.find(code))?.kind
      if (kind === 'user') {
        const { data } = await userCodes.live(code)
        return {
          type: 'user',
          user: await owner(viewer, data),
          isFace: viewer.id !== data.userId && viewer.id !== data.scannedBy,
        }
      }
      const { group, userIds } = await enterable(viewer, (await groupCodes.live(code)).data)
      return {
        type: 'group',
        group,
        count: userIds.length,
        isMember: userIds.includes(viewer.id),
        isWaiting: await groups.isWaiting(viewer, group.id),
      }
    },

    /** Lets the viewer in, asks who leads the group, or gives the card to the first who asks. Fails as `show` does. */
    async scan(viewer: User, code: string): Promise<Scanned> {
      const kind = (await store.codes.find(code))?.kind
      if (kind !== 'user') return enter(viewer, (await groupCodes.live(code)).data)
      const live = await userCodes.live(code)
      const user = await owner(viewer, live.data)
      const { userId, scannedBy } = live.data
      if (viewer.id === userId || viewer.id === scannedBy) return { type: 'user', user }
      if (!(await userCodes.change(live, { userId, scannedBy: viewer.id }))) throw new Failure('qr.expired')
      return { type: 'user', user }
    },
  }
}
