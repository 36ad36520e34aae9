import type { z } from 'zod'
import type { Reply } from '../../../contract/call.ts'
import type { ConversationChange } from '../../../contract/frames.ts'
import type { listGroupNotices, groupInfo } from '../../../contract/groups.ts'

/** Data of a frame 3003 about a group. */
export type GroupChange = Extract<z.output<typeof ConversationChange>, { groupId: number }>
/** What a group is, and everybody in it: the owner first, then managers, then the others by name. */
export type GroupDetail = Reply<typeof groupInfo>
export type GroupUser = GroupDetail['users'][number]
export type GroupNotice = Reply<typeof listGroupNotices>['noticeList'][number]

/**
 * The group after these changes, oldest first. Whoever applies some of them twice, with all that followed, ends at the
 * same group. The members are copied once, however many changes there are; what no change touches stays as it is.
 */
export function changeGroup(group: GroupDetail, changes: readonly GroupChange[]): GroupDetail {
  const changed = new Map<number, GroupUser | undefined>()
  let { info } = group
  for (const change of changes) {
    if ('info' in change) info = change.info
    if ('count' in change) info = { ...info, count: change.count }
    if ('users' in change) for (const user of change.users) changed.set(user.id, user)
    if ('userIds' in change) for (const id of change.userIds) changed.set(id, undefined)
  }
  if (changed.size > 0) return { info, users: withMembers(group.users, changed) }
  return info === group.info ? group : { info, users: group.users }
}

/** A group's notices, newest first, after these changes, oldest first. */
export function changeNotices(notices: GroupNotice[], changes: readonly GroupChange[]): GroupNotice[] {
  return changes.reduce((before, change) => {
    if (change.what === 'notice') return [change.notice, ...before.filter(({ id }) => id !== change.notice.id)]
    return change.what === 'noticeDeleted' ? before.filter(({ id }) => id !== change.noticeId) : before
  }, notices)
}

/** `changed` has undefined for those who are not in the group any more. */
function withMembers(users: readonly GroupUser[], changed: ReadonlyMap<number, GroupUser | undefined>): GroupUser[] {
  const present = [...changed.values()].filter(user => user !== undefined)
  return [...users.filter(user => !changed.has(user.id)), ...present].sort(inOrder)
}

const ranks = { owner: 0, manager: 1, member: 2 }
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const inOrder = (one: GroupUser, other: GroupUser) =>
  ranks[one.role] - ranks[other.role]
  || compare(one.pinyin, other.pinyin)
  || compare(one.trueName, other.trueName)
  || one.id - other.id
