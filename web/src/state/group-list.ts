import type { Reply } from '../../../contract/call.ts'
import type { listGroups } from '../../../contract/groups.ts'
import type { GroupChange } from './group-changes.ts'

/** A group in the viewer's list. */
export type GroupRow = Reply<typeof listGroups>[number]

/** The viewer's groups after these changes, oldest first; those that were left or dissolved are gone. */
export function changeGroupList(rows: GroupRow[], changes: readonly GroupChange[], viewerId: number): GroupRow[] {
  return changes.reduce((before, change) => {
    if (change.what === 'notice' || change.what === 'noticeDeleted') return before
    return before.flatMap(row => (row.groupId === change.groupId ? changeRow(row, change, viewerId) : row))
  }, rows)
}

function changeRow(row: GroupRow, change: GroupChange, viewerId: number): GroupRow | [] {
  if ('userIds' in change && change.userIds.includes(viewerId)) return []
  if ('info' in change) return change.info.dissolved === 1 ? [] : { ...row, ...change.info }
  const role = 'users' in change ? change.users.find(({ id }) => id === viewerId)?.role : undefined
  return { ...row, role: role ?? row.role, count: 'count' in change ? change.count : row.count }
}

/** Whether the list must be read again: the viewer came into a group, or a new name moves a group to another place. */
export function takesReading(rows: readonly GroupRow[], change: GroupChange, viewerId: number): boolean {
  const row = rows.find(({ groupId }) => groupId === change.groupId)
  if (change.what === 'info') return row !== undefined && row.text !== change.info.text
  return change.what === 'joined' && row === undefined && change.users.some(({ id }) => id === viewerId)
}
