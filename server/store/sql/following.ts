import { sql } from 'kysely'
import type { Following } from '../following.ts'
import type { Message } from '../messages.ts'
import { messageOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

type Place = { conversation_id: number; seq: number }

/** Whether `seq` lies in one of the stays of the member `m`. */
const isReadable = (seq: string) =>
  sql<boolean>`(${sql.raw(seq)} > m.joined_seq AND ${sql.raw(seq)} <= coalesce(m.left_seq, ${sql.raw(seq)})
    OR EXISTS (SELECT 1 FROM json_each(m.past_spans) s WHERE ${sql.raw(seq)} BETWEEN s.value ->> 0 AND s.value ->> 1))`

/** The messages at these places, in this order; those that are not there are left out. */
async function messagesAt(db: Db, places: readonly Place[]): Promise<Message[]> {
  if (places.length === 0) return []
  const rows = await db
    .selectFrom('messages as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .selectAll('m')
    .select(['c.kind', 'c.low_id', 'c.high_id'])
    .where(on =>
      on.or(
        places.map(({ conversation_id: id, seq }) => on.and([on('m.conversation_id', '=', id), on('m.seq', '=', seq)])),
      ),
    )
    .execute()
  const found = new Map(rows.map(row => [`${row.conversation_id} ${row.seq}`, messageOf(row, row)]))
  return places.flatMap(({ conversation_id: id, seq }) => found.get(`${id} ${seq}`) ?? [])
}

export const followingReads = (db: Db): Pick<Following, 'mentions' | 'saved'> => ({
  /*
   * Of each conversation the newest are looked at, of which no more than the page can be among the newest of all: its
   * cost grows with the conversations, not with what was ever said in them.
   */
  async mentions(userId, { until = Number.MAX_SAFE_INTEGER, skip, limit }) {
    const { rows } = await sql<Place>`
      SELECT DISTINCT t.conversation_id, t.seq, t.sent_at
      FROM members m
      CROSS JOIN json_each(json_array(0, ${userId})) who
      CROSS JOIN json_each((
        SELECT json_group_array(newest.seq) FROM (
          SELECT x.seq FROM mentions x CROSS JOIN messages y ON y.conversation_id = x.conversation_id AND y.seq = x.seq
          WHERE x.conversation_id = m.conversation_id AND x.user_id = who.value AND x.sent_at <= ${until}
            AND y.sender_id <> ${userId} AND ${isReadable('x.seq')}
          ORDER BY x.sent_at DESC LIMIT ${skip + limit}
        ) newest
      )) found
      CROSS JOIN messages t ON t.conversation_id = m.conversation_id AND t.seq = found.value
      WHERE m.user_id = ${userId}
      ORDER BY t.sent_at DESC, t.conversation_id DESC, t.seq DESC LIMIT ${limit} OFFSET ${skip}`.execute(db)
    return messagesAt(db, rows)
  },

  async saved(userId, { until = Number.MAX_SAFE_INTEGER, skip, limit }) {
    const rows = await db
      .selectFrom('saved_messages')
      .select(['conversation_id', 'seq', 'at'])
      .where('user_id', '=', userId)
      .where('at', '<=', until)
      .orderBy('at', 'desc')
      .orderBy('conversation_id', 'desc')
      .orderBy('seq', 'desc')
      .limit(limit)
      .offset(skip)
      .execute()
    const times = new Map(rows.map(row => [`${row.conversation_id} ${row.seq}`, row.at]))
    const messages = await messagesAt(db, rows)
    return messages.map(message => ({ message, at: times.get(`${message.conversationId} ${message.seq}`) ?? 0 }))
  },
})

export const followingWrites = {
  async save(
    tx: Tx,
    { userId, conversationId, seq, at, limit }: Parameters<Following['save']>[0],
  ): ReturnType<Following['save']> {
    const message = await tx
      .selectFrom('messages')
      .select('recalled_by')
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (message?.recalled_by !== null) return 'recalled'
    const { others } = await tx
      .selectFrom('saved_messages')
      .select(eb => eb.fn.countAll<number>().as('others'))
      .where('user_id', '=', userId)
      .where(on => on.or([on('conversation_id', '!=', conversationId), on('seq', '!=', seq)]))
      .executeTakeFirstOrThrow()
    if (others >= limit) return 'tooMany'
    const added = await tx
      .insertInto('saved_messages')
      .values({ user_id: userId, conversation_id: conversationId, seq, at })
      .onConflict(conflict => conflict.doNothing())
      .returning('seq')
      .execute()
    return added.length > 0 ? 'saved' : 'repeated'
  },

  async forget(tx: Tx, { userId, conversationId, seq }: Parameters<Following['forget']>[0]): Promise<void> {
    await tx
      .deleteFrom('saved_messages')
      .where('user_id', '=', userId)
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .execute()
  },
}
