import type { Conversations } from '../store.ts'
import { groupOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

/** An application's state, in the contract's numbers. */
export const openState = 0
export const agreedState = 4

export const groupReads = (db: Db): Pick<Conversations, 'group' | 'hasApplied' | 'openGroupApplications'> => ({
  async group(id) {
    const row = await db.selectFrom('groups').selectAll().where('id', '=', id).executeTakeFirst()
    return row && groupOf(row)
  },

  async hasApplied(groupId, userId) {
    const row = await db.selectFrom('group_applications').select('id')
      .where('group_id', '=', groupId).where('user_id', '=', userId).where('state', '=', openState).executeTakeFirst()
    return row !== undefined
  },

  async openGroupApplications(ownerId) {
    const rows = await db.selectFrom('group_applications')
      .innerJoin('groups', 'groups.id', 'group_applications.group_id')
      .select(['group_applications.group_id', 'group_applications.user_id', 'group_applications.sent_at'])
      .where('groups.owner_id', '=', ownerId).where('groups.is_dissolved', '=', 0).where('group_applications.state', '=', openState)
      .orderBy('group_applications.sent_at', 'desc').orderBy('group_applications.id', 'desc').execute()
    return rows.map(row => ({ groupId: row.group_id, userId: row.user_id, sentAt: row.sent_at }))
  },
})

export const groupWrites = {
  async createGroup(tx: Tx, group: Parameters<Conversations['createGroup']>[0]): Promise<number> {
    const { id } = await tx.insertInto('conversations')
      .values({ kind: 'group', last_seq: 0, last_change: 0, last_sent_at: 0, member_version: 1 })
      .returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('groups').values({
      id,
      name: group.name,
      avatar: group.avatar ?? null,
      note: group.note ?? null,
      owner_id: group.ownerId,
      is_public: Number(group.isPublic ?? false),
      needs_approval: Number(group.needsApproval ?? false),
      is_muted: 0,
      is_dissolved: 0,
      created_at: group.at,
    }).execute()
    for (const userId of new Set([group.ownerId, ...group.userIds])) {
      await insertMember(tx, { conversationId: id, userId, seq: 0, role: userId === group.ownerId ? 'owner' : 'member' })
    }
    return id
  },

  async applyToJoin(tx: Tx, application: { groupId: number, userId: number, at: number }): Promise<void> {
    await tx.insertInto('group_applications')
      .values({ group_id: application.groupId, user_id: application.userId, state: openState, sent_at: application.at })
      .onConflict(conflict => conflict.doNothing()).execute()
  },
}

/** Someone new, who reads what comes after `seq`. */
export async function insertMember(tx: Tx, place: { conversationId: number, userId: number, seq: number, role: 'owner' | 'member' }): Promise<void> {
  await tx.insertInto('members').values({
    conversation_id: place.conversationId,
    user_id: place.userId,
    role: place.role,
    joined_seq: place.seq,
    read_seq: place.seq,
    delivered_seq: place.seq,
    is_pinned: 0,
    is_muted: 0,
    hidden_seq: 0,
  }).execute()
}
