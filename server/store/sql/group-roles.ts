import type { Acting, Groups } from '../groups.ts'
import { allowed, doneWith, isLower, type Lines, partsOf } from './group-acting.ts'
import type { Tx } from './schema.ts'

/** What members are in a group: roles, and who may not write. */
export const groupPartWrites = (line: Lines) => ({
  async setManagers(
    tx: Tx,
    acting: Acting,
    userIds: readonly number[],
    isManager: boolean,
  ): ReturnType<Groups['setManagers']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const parts = await partsOf(tx, acting.groupId, userIds)
    if (parts.length < userIds.length) return { outcome: 'targetNotMember' }
    const changing = parts.filter(part => part.role === (isManager ? 'member' : 'manager')).map(part => part.userId)
    if (changing.length === 0) return { ...(await doneWith(tx, acting.groupId, undefined)), parts: [] }
    // Whom the owner trusts with the group may also write in it.
    await tx
      .updateTable('members')
      .set(isManager ? { role: 'manager', silenced_until: 0 } : { role: 'member' })
      .where('conversation_id', '=', acting.groupId)
      .where('user_id', 'in', changing)
      .execute()
    const said = await line(tx, acting, {
      what: isManager ? 'manager' : 'notManager',
      byId: acting.by,
      userIds: changing,
    })
    return { ...(await doneWith(tx, acting.groupId, said)), parts: await partsOf(tx, acting.groupId, changing) }
  },

  async silence(tx: Tx, acting: Acting, userIds: readonly number[], until: number): ReturnType<Groups['silence']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const parts = await partsOf(tx, acting.groupId, userIds)
    if (parts.length < userIds.length) return { outcome: 'targetNotMember' }
    if (parts.some(part => !isLower(part.role, may.role))) return { outcome: 'notLower' }
    // A mute that has run out is none: lifting it again says nothing.
    const changing = parts
      .filter(part => (until === 0 ? part.silencedUntil > acting.at : part.silencedUntil !== until))
      .map(part => part.userId)
    if (changing.length === 0) return { ...(await doneWith(tx, acting.groupId, undefined)), parts: [] }
    await tx
      .updateTable('members')
      .set({ silenced_until: until })
      .where('conversation_id', '=', acting.groupId)
      .where('user_id', 'in', changing)
      .execute()
    const said = await line(tx, acting, { what: until === 0 ? 'unmuted' : 'muted', byId: acting.by, userIds: changing })
    return { ...(await doneWith(tx, acting.groupId, said)), parts: await partsOf(tx, acting.groupId, changing) }
  },
})
