import { sql } from 'kysely'
import type { Message, Messages, Reaction } from '../messages.ts'
import type { Span } from '../span.ts'
import { messageOf, readChunks } from './rows.ts'
import type { Db } from './schema.ts'

type Reads = Pick<
  Messages,
  | 'findById'
  | 'find'
  | 'findMany'
  | 'reactions'
  | 'pins'
  | 'replyCounts'
  | 'replies'
  | 'inSpans'
  | 'seqAt'
  | 'changedSince'
>

/** Reads of the log; all by key, so that they cost the same at any depth. */
export const messageReads = (db: Db): Reads => {
  const columns = () =>
    db
      .selectFrom('messages as m')
      .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
      .selectAll('m')
      .select(['c.kind', 'c.low_id', 'c.high_id'])

  const lastSeq = async (conversationId: number) =>
    (await db.selectFrom('conversations').select('last_seq').where('id', '=', conversationId).executeTakeFirst())
      ?.last_seq ?? 0

  const sentAt = async (conversationId: number, seq: number) =>
    (
      await db
        .selectFrom('messages')
        .select('sent_at')
        .where('conversation_id', '=', conversationId)
        .where('seq', '=', seq)
        .executeTakeFirst()
    )?.sent_at

  return {
    async findById(id) {
      const rows = await columns().where('m.client_id', '=', id).execute()
      return rows.map(row => messageOf(row, row))
    },

    async find(conversationId, seq) {
      const row = await columns()
        .where('m.conversation_id', '=', conversationId)
        .where('m.seq', '=', seq)
        .executeTakeFirst()
      return row && messageOf(row, row)
    },

    async findMany(conversationId, seqs) {
      const rows = await readChunks(seqs, some =>
        columns().where('m.conversation_id', '=', conversationId).where('m.seq', 'in', some).execute(),
      )
      return rows.map(row => messageOf(row, row)).sort((a, b) => a.seq - b.seq)
    },

    async reactions(conversationId, seqs, until = Infinity) {
      const rows = await readChunks(seqs, some =>
        db
          .selectFrom('reactions')
          .select(['seq', 'emoji', 'user_id', 'change'])
          .where('conversation_id', '=', conversationId)
          .where('seq', 'in', some)
          .execute(),
      )
      const found = new Map<number, Reaction[]>()
      for (const row of rows.sort((a, b) => a.change - b.change)) {
        if (row.change > until) continue
        const ofMessage = found.get(row.seq) ?? []
        // Rows from before emoji had one form may lack U+FE0F.
        const same = ofMessage.find(({ emoji }) => emoji === row.emoji || bare(emoji) === bare(row.emoji))
        if (same) same.userIds.push(row.user_id)
        else ofMessage.push({ emoji: row.emoji, userIds: [row.user_id] })
        found.set(row.seq, ofMessage)
      }
      return found
    },

    async pins(conversationId) {
      const rows = await db
        .selectFrom('pins')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('change', 'desc')
        .execute()
      return rows.map(row => ({ seq: row.seq, userId: row.user_id, at: row.at, change: row.change }))
    },

    async replyCounts(conversationId, seqs, spans, most) {
      const counts = new Map<number, number>()
      for (const { from, to } of spans) {
        // Of each no more is counted than is told, however many there are.
        const { rows } = await sql<{ seq: number; count: number }>`
          SELECT asked.value AS seq, (SELECT count(*) FROM (
            SELECT 1 FROM replies r WHERE r.conversation_id = ${conversationId} AND r.reply_seq = asked.value
              AND r.seq BETWEEN ${from} AND ${to} LIMIT ${most}
          )) AS count FROM json_each(${JSON.stringify([...new Set(seqs)])}) asked`.execute(db)
        for (const { seq, count } of rows)
          if (count > 0) counts.set(seq, Math.min(most, (counts.get(seq) ?? 0) + count))
      }
      return counts
    },

    async replies(conversationId, seq, spans, limit) {
      const found: Message[] = []
      for (const { from, to } of spans.toReversed()) {
        if (found.length === limit) break
        const rows = await columns()
          .innerJoin('replies as r', join =>
            join.onRef('r.conversation_id', '=', 'm.conversation_id').onRef('r.seq', '=', 'm.seq'),
          )
          .where('r.conversation_id', '=', conversationId)
          .where('r.reply_seq', '=', seq)
          .where('r.seq', '>=', from)
          .where('r.seq', '<=', to)
          .orderBy('r.seq', 'desc')
          .limit(limit - found.length)
          .execute()
        found.push(...rows.map(row => messageOf(row, row)))
      }
      return found
    },

    async inSpans(conversationId, spans: readonly Span[]) {
      const found = await Promise.all(
        spans
          .toReversed()
          .map(span =>
            columns()
              .where('m.conversation_id', '=', conversationId)
              .where('m.seq', '>=', span.from)
              .where('m.seq', '<=', span.to)
              .orderBy('m.seq', 'desc')
              .execute(),
          ),
      )
      return found.flat().map(row => messageOf(row, row))
    },

    /** Times never go back along a log: a binary search over places. */
    async seqAt(conversationId, time) {
      let low = 0
      let high = await lastSeq(conversationId)
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if (((await sentAt(conversationId, middle)) ?? 0) <= time) low = middle
        else high = middle - 1
      }
      return low
    },

    /*
     * A change is a row that was recalled, edited or reacted to, or a move of the other side's position: then the
     * viewer's own rows between the position before and the new one changed their state. Changes are taken whole, the
     * oldest first, until the limit is reached; the last one taken is where the next question starts. Where one of the
     * two lists was cut short, what the other one has beyond that end must wait, or the rest of the first would be
     * passed over.
     */
    async changedSince(conversationId, viewerId, after, limit, until = Infinity) {
      const conversation = await db
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', conversationId)
        .executeTakeFirst()
      if (!conversation) return { rows: [], change: after }
      const end = Math.min(conversation.last_change, until)
      const changed = await columns()
        .where('m.conversation_id', '=', conversationId)
        .where('m.change', '>', after)
        .where('m.change', '<=', end)
        .orderBy('m.change')
        .limit(limit)
        .execute()
      const moves =
        conversation.kind === 'group'
          ? []
          : await db
              .selectFrom('receipts')
              .select(['change', 'read_seq', 'delivered_seq'])
              .where('conversation_id', '=', conversationId)
              .where('change', '>', after)
              .where('change', '<=', end)
              .where('user_id', '!=', viewerId)
              .orderBy('change')
              .limit(limit)
              .execute()

      const horizon = Math.min(end, lastIfCut(changed, limit), lastIfCut(moves, limit))
      const changes = [
        ...changed.map(row => ({ change: row.change ?? 0, row })),
        ...moves.map(move => ({ change: move.change, move })),
      ]
        .filter(({ change }) => change <= horizon)
        .sort((a, b) => a.change - b.change)
      const rows = new Map<number, (typeof changed)[number]>()
      let reached = after
      for (const entry of changes) {
        if (rows.size >= limit) return { rows: sorted(rows), change: reached }
        if ('row' in entry) rows.set(entry.row.seq, entry.row)
        else for (const row of await ownRowsMoved(entry.move)) rows.set(row.seq, row)
        reached = entry.change
      }
      return { rows: sorted(rows), change: horizon }

      async function ownRowsMoved(move: { change: number; read_seq: number; delivered_seq: number }) {
        const before = await db
          .selectFrom('receipts')
          .select(['read_seq', 'delivered_seq'])
          .where('conversation_id', '=', conversationId)
          .where('change', '<', move.change)
          .where('user_id', '!=', viewerId)
          .orderBy('change', 'desc')
          .limit(1)
          .executeTakeFirst()
        const from = Math.min(
          before && move.read_seq === before.read_seq ? Infinity : (before?.read_seq ?? 0),
          before && move.delivered_seq === before.delivered_seq ? Infinity : (before?.delivered_seq ?? 0),
        )
        if (from === Infinity) return []
        return columns()
          .where('m.conversation_id', '=', conversationId)
          .where('m.seq', '>', from)
          .where('m.seq', '<=', move.delivered_seq)
          .where('m.sender_id', '=', viewerId)
          .orderBy('m.seq', 'desc')
          .execute()
      }
    },
  }
}

type Row = Parameters<typeof messageOf>[0] & Parameters<typeof messageOf>[1]

/** The number of the last change of a list that may go on. */
const lastIfCut = (changes: readonly { change: number | null }[], limit: number) =>
  changes.length < limit ? Infinity : (changes.at(-1)?.change ?? Infinity)

const sorted = (rows: Map<number, Row>) =>
  [...rows.values()].sort((a, b) => b.seq - a.seq).map(row => messageOf(row, row))

const bare = (emoji: string) => emoji.replaceAll('\ufe0f', '')
