import { sql } from 'kysely'
import type { Following } from '../following.ts'
import type { Message } from '../messages.ts'
import { messageOf } from './rows.ts'
import type { Db } from './schema.ts'

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

export const followingReads = (db: Db): Following => ({
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
})
