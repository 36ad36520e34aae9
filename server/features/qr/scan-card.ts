import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Groups } from '../groups/groups.ts'
import type { People } from '../people/people.ts'
import { createCodes } from './codes.ts'

type GroupCode = { groupId: number, shownBy: number }
type UserCode = { userId: number, scannedBy: number | null }

/** What is behind a code. */
export type Scanned =
  | { type: 'group', group: Group, count: number, isMember: boolean, isWaiting: boolean }
  | { type: 'user', user: User }

export type ScanCardNeeds = { store: Pick<Store, 'codes' | 'conversations'>, groups: Pick<Groups, 'enter'>, people: People, clock: () => number }

/** QR codes of groups and people. */
export function createScanCard({ store, groups, people, clock }: ScanCardNeeds) {
  const { conversations } = store
  const groupCodes = createCodes<GroupCode>(store, 'group', limits.groupCodeLife, clock)
  const userCodes = createCodes<UserCode>(store, 'user', limits.codeLife, clock)

  /** Lets the viewer in, or asks who leads the group. */
  async function enter(viewer: User, { groupId, shownBy }: GroupCode): Promise<Scanned> {
    const group = await conversations.group(groupId)
    if (!group) throw new Failure('qr.unknown')
    if (group.isDissolved) throw new Failure('group.dissolved')
    const entered = await groups.enter(viewer, groupId, shownBy)
    if (!entered) throw new Failure('qr.expired')
    const { userIds } = await conversations.memberIds(groupId)
    return { type: 'group', group, count: userIds.length, isMember: entered === 'isIn', isWaiting: entered === 'isWaiting' }
  }

  return {
    /** A group's code, for a member to show. Fails with `group.unknown`, `group.dissolved`, `group.notMember`. */
    async createForGroup(viewer: User, groupId: number): Promise<string> {
      const group = await conversations.group(groupId)
      if (!group) throw new Failure('group.unknown')
      const { userIds } = await conversations.memberIds(groupId)
      if (!userIds.includes(viewer.id)) throw new Failure('group.notMember')
      if (group.isDissolved) throw new Failure('group.dissolved')
      return groupCodes.create({ groupId, shownBy: viewer.id })
    },

    /** One's own code: the first other person who scans it sees the card. Fails with `viewer.mismatch`. */
    async createForUser(viewer: User, userId: number): Promise<string> {
      if (userId !== viewer.id) throw new Failure('viewer.mismatch', { name: 'targetId' })
      return userCodes.create({ userId, scannedBy: null })
    },

    /** Fails with `qr.unknown`, `qr.expired`, `group.dissolved`. */
    async scan(viewer: User, code: string): Promise<Scanned> {
      const kind = (await store.codes.find(code))?.kind
      if (kind !== 'user') return enter(viewer, (await groupCodes.live(code)).data)
      const live = await userCodes.live(code)
      const { userId, scannedBy } = live.data
      const user = await people.user(userId)
      if (!user?.isEnabled) throw new Failure('qr.expired')
      if (viewer.id === userId || viewer.id === scannedBy) return { type: 'user', user }
      if (scannedBy !== null || !await userCodes.change(live, { userId, scannedBy: viewer.id })) throw new Failure('qr.expired')
      return { type: 'user', user }
    },
  }
}
