import { sql } from 'kysely'
import type { Conversations } from '../conversations.ts'
import { conversationOf, groupOf, memberOf, peerOf } from './rows.ts'
import type { Db } from './schema.ts'
import { readSession, readSessions } from './sessions.ts'

type Reads = Omit<Conversations, 'changeSettings' | 'hide'>

export const conversationReads = (db: Db): Reads => ({
  async find(id) {
    const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
    return row && conversationOf(row)
  },

  async findDirect(userId, peerId) {
    const row = await db
      .selectFrom('conversations')
      .selectAll()
      .where('low_id', '=', Math.min(userId, peerId))
      .where('high_id', '=', Math.max(userId, peerId))
      .executeTakeFirst()
    return row && conversationOf(row)
  },

  async group(id) {
    const row = await db.selectFrom('groups').selectAll().where('id', '=', id).executeTakeFirst()
    return row && groupOf(row)
  },

  async member(conversationId, userId) {
    const row = await db
      .selectFrom('members')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    return row && memberOf(row)
  },

  async members(conversationId) {
    const rows = await db
      .selectFrom('members')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .orderBy('user_id')
      .execute()
    return rows.map(memberOf)
  },

  // One value of JSON: ten thousand rows handed over one by one take several times as long.
  async readersOf(conversationId, seq) {
    const {
      rows: [row],
    } = await sql<{ readers: string }>`
      SELECT json_group_array(json_array(m.user_id, u.true_name, u.avatar, m.read_seq >= ${seq})) AS readers
      FROM members m JOIN users u ON u.id = m.user_id
      WHERE m.conversation_id = ${conversationId} AND (
        (${seq} > m.joined_seq AND ${seq} <= coalesce(m.left_seq, ${seq}))
        OR EXISTS (SELECT 1 FROM json_each(m.past_spans) s WHERE ${seq} BETWEEN s.value ->> 0 AND s.value ->> 1)
      )`.execute(db)
    const readers = JSON.parse(row?.readers ?? '[]') as [number, string, string | null, 0 | 1][]
    return readers
      .map(([userId, name, avatar, hasRead]) => ({ userId, name, avatar, hasRead: hasRead === 1 }))
      .sort((a, b) => a.userId - b.userId)
  },

  // One statement, so that the ids are those of the version.
  async memberIds(conversationId) {
    const rows = await db
      .selectFrom('conversations')
      .leftJoin('members', join =>
        join.onRef('members.conversation_id', '=', 'conversations.id').on('members.left_seq', 'is', null),
      )
      .select(['conversations.member_version', 'members.user_id'])
      .where('conversations.id', '=', conversationId)
      .orderBy('members.user_id')
      .execute()
    return { version: rows[0]?.member_version ?? 0, userIds: rows.flatMap(row => row.user_id ?? []) }
  },

  sessions: (userId, counting) => readSessions(db, userId, counting),
  session: (conversationId, userId, counting) => readSession(db, userId, conversationId, counting),

  async shareGroup(userId, otherId) {
    const row = await db
      .selectFrom('members as own')
      .innerJoin('groups', 'groups.id', 'own.conversation_id')
      .innerJoin('members as other', join =>
        join.onRef('other.conversation_id', '=', 'own.conversation_id').on('other.user_id', '=', otherId),
      )
      .select('own.conversation_id')
      .where('own.user_id', '=', userId)
      .where('own.left_seq', 'is', null)
      .where('other.left_seq', 'is', null)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  },

  async recentPeers(userId, limit) {
    const rows = await db
      .selectFrom('members')
      .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
      .select(['conversations.kind', 'conversations.low_id', 'conversations.high_id'])
      .where('members.user_id', '=', userId)
      .where('conversations.kind', '=', 'direct')
      .where('conversations.last_seq', '>', 0)
      .orderBy('conversations.last_sent_at', 'desc')
      .orderBy('conversations.id', 'desc')
      .limit(limit)
      .execute()
    return rows.flatMap(row => peerOf(row, userId) ?? [])
  },
})
