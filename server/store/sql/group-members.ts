import type { Acting, Groups, Joining, NewGroup } from '../groups.ts'
import { allowed, countIn, doneWith, isLower, type Lines, partsOf } from './group-acting.ts'
import { applicationOf, invitationsOf } from './group-applications.ts'
import { insertGroup } from './groups.ts'
import { admit, dismiss } from './members.ts'
import type { Tx } from './schema.ts'

/** Who comes into groups and who leaves. */
export const groupMemberWrites = (line: Lines) => ({
  async create(tx: Tx, group: NewGroup & { lineId: string; at: number }): ReturnType<Groups['create']> {
    const groupId = await insertGroup(tx, group)
    const userIds = [...new Set(group.userIds)].filter(userId => userId !== group.ownerId)
    return doneWith(
      tx,
      groupId,
      userIds.length === 0
        ? undefined
        : await line(tx, { groupId, ...group }, { what: 'joined', byId: group.ownerId, userIds }),
    )
  },

  async add(tx: Tx, acting: Acting, joining: Joining): ReturnType<Groups['add']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const isFree = !may.group.needsApproval || (joining.freeFrom !== null && !isLower(may.role, joining.freeFrom))
    const inIt = new Set((await partsOf(tx, acting.groupId, joining.userIds)).map(part => part.userId))
    const coming = [...new Set(joining.userIds)].filter(userId => !inIt.has(userId))
    if (coming.length > 0 && !isFree) return { outcome: 'needsApproval' }
    if (coming.length > 0 && (await countIn(tx, acting.groupId)) + coming.length > joining.limit)
      return { outcome: 'full' }
    const { userIds, agreed } = await admit(tx, acting.groupId, coming)
    const applications = [
      ...agreed.map(applicationOf),
      ...(joining.isOwn ? [] : await invitationsOf(tx, acting, userIds)),
    ]
    const said =
      userIds.length === 0
        ? undefined
        : await line(tx, acting, {
            what: 'joined',
            byId: joining.isOwn ? (userIds[0] ?? acting.by) : acting.by,
            userIds,
          })
    return {
      ...(await doneWith(tx, acting.groupId, said)),
      parts: await partsOf(tx, acting.groupId, userIds),
      applications,
    }
  },

  async remove(tx: Tx, acting: Acting, userIds: readonly number[]): ReturnType<Groups['remove']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const parts = await partsOf(tx, acting.groupId, userIds)
    if (parts.some(part => !isLower(part.role, may.role))) return { outcome: 'notLower' }
    const went = await dismiss(tx, acting.groupId, userIds)
    const said =
      went.length === 0 ? undefined : await line(tx, acting, { what: 'removed', byId: acting.by, userIds: went })
    return { ...(await doneWith(tx, acting.groupId, said)), userIds: went }
  },

  async leave(tx: Tx, acting: Acting): ReturnType<Groups['leave']> {
    const may = await allowed(tx, acting)
    if (may.outcome === 'notMember') return { outcome: 'gone' }
    if (may.outcome !== 'allowed') return may
    if (may.role === 'owner') return { outcome: 'owner' }
    await dismiss(tx, acting.groupId, [acting.by])
    return doneWith(tx, acting.groupId, await line(tx, acting, { what: 'left', byId: acting.by, userIds: [acting.by] }))
  },
})
