import { sql } from 'kysely'
import type { Administration } from '../administration.ts'
import type { Acting, Groups, PartsChanged } from '../groups.ts'
import { allowed, doneWith, findGroup, type Lines, partsOf } from './group-acting.ts'
import type { Db, Tx } from './schema.ts'

export const groupOwnerReads = (db: Db): Pick<Groups, 'ownerless'> => ({
  async ownerless(limit) {
    const rows = await db
      .selectFrom('users')
      .innerJoin('groups', 'groups.owner_id', 'users.id')
      .select('groups.id')
      // Written out: as a parameter, the value would not lead to the index of those who are disabled.
      .where(sql<boolean>`users.is_enabled = 0`)
      .where('groups.is_dissolved', '=', 0)
      .where(eb =>
        eb.exists(
          eb
            .selectFrom('members')
            .innerJoin('users as other', 'other.id', 'members.user_id')
            .select('members.user_id')
            .whereRef('members.conversation_id', '=', 'groups.id')
            .where('members.left_seq', 'is', null)
            .where('other.is_enabled', '=', 1),
        ),
      )
      .limit(limit)
      .execute()
    return rows.map(row => row.id)
  },
})

const createReplaceOwner =
  (line: Lines) =>
  async (
    tx: Tx,
    at: Pick<Acting, 'groupId' | 'lineId' | 'at'>,
    { from, to, by }: { from: number; to: number; by: number },
  ): Promise<PartsChanged> => {
    const { groupId } = at
    const members = tx.updateTable('members').where('conversation_id', '=', groupId)
    await members.set({ role: 'member' }).where('user_id', '=', from).execute()
    await members.set({ role: 'owner', silenced_until: 0 }).where('user_id', '=', to).execute()
    await tx.updateTable('groups').set({ owner_id: to }).where('id', '=', groupId).execute()
    const said = await line(tx, at, { what: 'owner', byId: by, userIds: [to] })
    return { ...(await doneWith(tx, groupId, said)), parts: await partsOf(tx, groupId, [from, to]) }
  }

/** To a member who is enabled, whoever owned it: what administrators alone do. */
export const groupAppointment = (line: Lines) => {
  const replaceOwner = createReplaceOwner(line)
  return async (
    tx: Tx,
    { userId, ...at }: Parameters<Administration['appointOwner']>[1],
  ): ReturnType<Administration['appointOwner']> => {
    const group = await findGroup(tx, at.groupId)
    if (!group) return { outcome: 'noGroup' }
    if (group.isDissolved) return { outcome: 'dissolved' }
    if (!(await mayOwn(tx, at.groupId, userId))) return { outcome: 'targetNotMember' }
    if (userId === group.ownerId) return { ...(await doneWith(tx, at.groupId, undefined)), parts: [] }
    return replaceOwner(tx, at, { from: group.ownerId, to: userId, by: userId })
  }
}

/** Who owns a group. */
export const groupOwnerWrites = (line: Lines) => {
  const replaceOwner = createReplaceOwner(line)
  return {
    async handOver(tx: Tx, acting: Acting, userId: number): ReturnType<Groups['handOver']> {
      const may = await allowed(tx, acting)
      if (may.outcome !== 'allowed') return may
      if (userId === acting.by) return { ...(await doneWith(tx, acting.groupId, undefined)), parts: [] }
      if (!(await mayOwn(tx, acting.groupId, userId))) return { outcome: 'targetNotMember' }
      return replaceOwner(tx, acting, { from: acting.by, to: userId, by: acting.by })
    },

    async succeed(tx: Tx, at: Parameters<Groups['succeed']>[0]): ReturnType<Groups['succeed']> {
      const group = await findGroup(tx, at.groupId)
      if (!group || group.isDissolved || (await isEnabled(tx, group.ownerId))) return { outcome: 'kept' }
      const successor = await tx
        .selectFrom('members')
        .innerJoin('users', 'users.id', 'members.user_id')
        .select('members.user_id')
        .where('members.conversation_id', '=', at.groupId)
        .where('members.left_seq', 'is', null)
        .where('users.is_enabled', '=', 1)
        .orderBy(sql`members.role <> 'manager'`)
        .orderBy('members.joined_seq')
        .orderBy('members.user_id')
        .executeTakeFirst()
      if (!successor) return { outcome: 'kept' }
      return replaceOwner(tx, at, { from: group.ownerId, to: successor.user_id, by: successor.user_id })
    },
  }
}

const mayOwn = async (tx: Tx, groupId: number, userId: number) =>
  (await partsOf(tx, groupId, [userId])).length > 0 && (await isEnabled(tx, userId))

const isEnabled = async (tx: Tx, userId: number) =>
  (await tx.selectFrom('users').select('is_enabled').where('id', '=', userId).executeTakeFirst())?.is_enabled === 1
