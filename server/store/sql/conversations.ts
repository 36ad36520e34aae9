import type { Conversations } from '../store.ts'
import { agreedState, groupReads, insertMember, openState } from './groups.ts'
import { conversationOf, memberOf, peerOf, readChunks, spansJson } from './rows.ts'
import type { Db, Tx } from './schema.ts'
import { readSessions } from './sessions.ts'

type Reads = Omit<Conversations, 'createGroup' | 'addMembers' | 'removeMembers' | 'applyToJoin'>

export const conversationReads = (db: Db): Reads => ({
  ...groupReads(db),

  async find(id) {
    const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
    return row && conversationOf(row)
  },

  async findDirect(userId, peerId) {
    const row = await db.selectFrom('conversations').selectAll()
      .where('low_id', '=', Math.min(userId, peerId)).where('high_id', '=', Math.max(userId, peerId)).executeTakeFirst()
    return row && conversationOf(row)
  },

  async member(conversationId, userId) {
    const row = await db.selectFrom('members').selectAll()
      .where('conversation_id', '=', conversationId).where('user_id', '=', userId).executeTakeFirst()
    return row && memberOf(row)
  },

  async members(conversationId) {
    const rows = await db.selectFrom('members').selectAll().where('conversation_id', '=', conversationId).orderBy('user_id').execute()
    return rows.map(memberOf)
  },

  // One statement, so that the ids are those of the version.
  async memberIds(conversationId) {
    const rows = await db.selectFrom('conversations')
      .leftJoin('members', join => join.onRef('members.conversation_id', '=', 'conversations.id').on('members.left_seq', 'is', null))
      .select(['conversations.member_version', 'members.user_id'])
      .where('conversations.id', '=', conversationId).orderBy('members.user_id').execute()
    return { version: rows[0]?.member_version ?? 0, userIds: rows.flatMap(row => row.user_id ?? []) }
  },

  sessions: userId => readSessions(db, userId),

  async recentPeers(userId, limit) {
    const rows = await db.selectFrom('members')
      .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
      .select(['conversations.kind', 'conversations.low_id', 'conversations.high_id'])
      .where('members.user_id', '=', userId).where('conversations.kind', '=', 'direct').where('conversations.last_seq', '>', 0)
      .orderBy('conversations.last_sent_at', 'desc').orderBy('conversations.id', 'desc').limit(limit).execute()
    return rows.flatMap(row => peerOf(row, userId) ?? [])
  },
})

export const conversationWrites = {
  async addMembers(tx: Tx, conversationId: number, userIds: readonly number[]): Promise<number[]> {
    const conversation = await tx.selectFrom('conversations').select('last_seq').where('id', '=', conversationId).executeTakeFirst()
    if (!conversation) return []
    const seq = conversation.last_seq
    const known = await readChunks(userIds, some => tx.selectFrom('members').selectAll()
      .where('conversation_id', '=', conversationId).where('user_id', 'in', some).execute())
    const placeOf = new Map(known.map(row => [row.user_id, memberOf(row)]))
    const came: number[] = []
    for (const userId of new Set(userIds)) {
      const place = placeOf.get(userId)
      if (place && place.leftSeq === null) continue
      came.push(userId)
      if (!place) {
        await insertMember(tx, { conversationId, userId, seq, role: 'member' })
        continue
      }
      const stay = { from: place.joinedSeq + 1, to: place.leftSeq ?? seq }
      const spans = stay.from <= stay.to ? [...place.pastSpans, stay] : place.pastSpans
      await tx.updateTable('members')
        .set({ role: 'member', past_spans: spansJson(spans), joined_seq: seq, read_seq: seq, delivered_seq: seq, left_seq: null, hidden_seq: 0 })
        .where('conversation_id', '=', conversationId).where('user_id', '=', userId).execute()
    }
    if (came.length > 0) await changeVersion(tx, conversationId)
    // Who is in has nothing left to ask for, and must not find the door open after being removed.
    await readChunks(userIds, some => tx.updateTable('group_applications').set({ state: agreedState })
      .where('group_id', '=', conversationId).where('user_id', 'in', some).where('state', '=', openState).returning('id').execute())
    return came
  },

  async removeMembers(tx: Tx, conversationId: number, userIds: readonly number[]): Promise<number[]> {
    const conversation = await tx.selectFrom('conversations').select('last_seq').where('id', '=', conversationId).executeTakeFirst()
    if (!conversation) return []
    const left = await readChunks(userIds, some => tx.updateTable('members').set({ left_seq: conversation.last_seq })
      .where('conversation_id', '=', conversationId).where('user_id', 'in', some).where('left_seq', 'is', null)
      .returning('user_id').execute())
    if (left.length > 0) await changeVersion(tx, conversationId)
    return left.map(row => row.user_id)
  },
}

async function changeVersion(tx: Tx, conversationId: number): Promise<void> {
  await tx.updateTable('conversations').set(eb => ({ member_version: eb('member_version', '+', 1) })).where('id', '=', conversationId).execute()
}
