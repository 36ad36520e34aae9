import type { DatabaseSync } from 'node:sqlite'
import { holds } from '../../lib/search-tokens.ts'
import type { Term } from '../../lib/search-tokens.ts'
import { messageOf } from '../sql/rows.ts'
import { mostHits } from '../search.ts'
import type { Found, Question, SearchPlace } from '../search.ts'
import type { Message } from '../messages.ts'
import type { Span } from '../span.ts'
import { askOf } from './search-ask.ts'
import { textColumn } from './search-index.ts'

/*
 * Every place that was handed in is one or more ranges of the index. Those of all places are asked for at once, which
 * reads a word's list of messages once instead of once a place, in rounds that go back in time: first the newest
 * messages of every place, then further back only where something newer than the last hit of the page may still be.
 *
 *   place a  ……▪▪|▪·▪·   ┐
 *   place b    ……|··▪·   ├─>  newest first  ─>  skip, limit
 *   place c  ………·|····   ┘
 *          later  first round
 */

type Head = { kind: Message['kind']; low_id: number | null; high_id: number | null; last_sent_at: number }
/** A place of the question: what of it is not read yet, ascending, and the latest time that can have. */
type Source = Head & { conversationId: number; left: Span[]; latest: number }
type Hit = { conversationId: number; seq: number; sentAt: number }
/** `until`: ms of this thread's processor after which what was found is the answer. */
type Ask = { match: string; terms: readonly Term[]; isLong: boolean; until: number }

/**
 * Up to this many messages, a list is read through; longer ones have an index of their own in FTS5 that leads to a
 * range.
 */
const shortList = 200_000
/** Up to this many hits, all are read at once. */
const fewHits = 1000
/** Messages of each place in the first round. */
const firstRound = 8
/** The same where their texts are looked into; then all the others. */
const firstTexts = 64
/**
 * ms of the processor for which texts are looked into. What was found by then is the answer: the thread has other
 * questions.
 */
const textsBudget = 150
/** So many times as long the index itself is read, round by round: what is exact is whole in all but the largest. */
const roundsBudget = 4

/** `budget`: ms of the processor for which the texts of one question are looked into. */
export function createSearchFinder(db: DatabaseSync, budget = textsBudget) {
  db.exec(
    'CREATE TEMP TABLE IF NOT EXISTS asked (conversation_id INTEGER, low INTEGER, high INTEGER, PRIMARY KEY (conversation_id, low)) WITHOUT ROWID',
  )
  const clear = db.prepare('DELETE FROM temp.asked')
  const askFor = db.prepare(`INSERT INTO temp.asked SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`)
  // `run` returns the connection's last row id, one of the index, which is more than a number holds.
  for (const statement of [clear, askFor]) statement.setReadBigInts(true)
  const through = `message_index i CROSS JOIN temp.asked a ON a.conversation_id = i.rowid >> 32 AND i.rowid & 4294967295 BETWEEN a.low AND a.high`
  const byRange =
    'temp.asked a CROSS JOIN message_index i ON i.rowid >= (a.conversation_id << 32) + a.low AND i.rowid <= (a.conversation_id << 32) + a.high'
  const statements = (from: string) => ({
    count: db.prepare(
      `SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE i.message_index MATCH ? LIMIT ${mostHits})`,
    ),
    hits: db.prepare(`SELECT m.conversation_id AS conversationId, m.seq, m.sent_at AS sentAt FROM ${from}
      CROSS JOIN log.messages m ON m.conversation_id = a.conversation_id AND m.seq = i.rowid & 4294967295
      WHERE i.message_index MATCH ? ORDER BY m.sent_at DESC, m.conversation_id DESC, m.seq DESC LIMIT ?`),
    texts:
      db.prepare(`SELECT m.conversation_id AS conversationId, m.seq, m.sent_at AS sentAt, ${textColumn} AS text FROM ${from}
      CROSS JOIN log.messages m ON m.conversation_id = a.conversation_id AND m.seq = i.rowid & 4294967295
      LEFT JOIN log.files f ON f.id = m.file_id WHERE i.message_index MATCH ?`),
  })
  const [short, long] = [statements(through), statements(byRange)]
  const listLength = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM message_index i WHERE i.message_index MATCH ? LIMIT ${shortList})`,
  )
  const heads = db.prepare(
    'SELECT c.id, c.kind, c.low_id, c.high_id, c.last_sent_at FROM json_each(?) j JOIN log.conversations c ON c.id = j.value',
  )
  const changedAfter = db.prepare('SELECT seq FROM log.messages WHERE conversation_id = ? AND change > ? ORDER BY seq')
  const sentAt = db.prepare('SELECT sent_at FROM log.messages WHERE conversation_id = ? AND seq = ?')
  const message = db.prepare('SELECT * FROM log.messages WHERE conversation_id = ? AND seq = ? AND recalled_by IS NULL')

  function find(question: Question): Found {
    const { tokens, terms } = askOf(question)
    if (tokens.size === 0) return { messages: [], total: 0 }
    // Tokens hold no quotes, and a quoted one is one token: nothing of what was asked can be a word of the index's
    // language.
    const match = [...tokens].map(token => `"${token}"`).join(' ')
    const ask = {
      match,
      terms,
      isLong: Number(listLength.get(match)?.['n']) === shortList,
      until: processorTime() + budget * (terms.length > 0 ? 1 : roundsBudget),
    }
    const sources = sourcesOf(question)
    const { total, hits } = hitsOf(ask, sources, question.skip + question.limit)
    const bySource = new Map(sources.map(source => [source.conversationId, source]))
    return {
      total,
      messages: hits
        .slice(question.skip, Math.min(question.skip + question.limit, total))
        .flatMap(hit => messageAt(hit, bySource)),
    }
  }

  function sourcesOf({ places, from = 0, to = Infinity }: Question): Source[] {
    const found = heads.all(JSON.stringify(places.map(place => place.conversationId)))
    const byId = new Map(found.map(row => [Number(row['id']), row as Head]))
    return places.flatMap((place): Source[] => {
      const head = byId.get(place.conversationId)
      if (!head || head.last_sent_at < from) return []
      const left = withoutChanged(place, inTime(place, from, to >= head.last_sent_at ? Infinity : to))
      return left.length === 0
        ? []
        : [{ ...head, conversationId: place.conversationId, left, latest: head.last_sent_at }]
    })
  }

  function inTime({ conversationId, spans }: SearchPlace, from: number, to: number): Span[] {
    const end = spans.at(-1)?.to ?? 0
    const first = from === 0 ? 1 : lastBefore(conversationId, end, from - 1) + 1
    const last = to === Infinity ? end : lastBefore(conversationId, end, to)
    return spans
      .map(span => ({ from: Math.max(span.from, first), to: Math.min(span.to, last) }))
      .filter(span => span.from <= span.to)
  }

  /** The last place up to `end` that was sent at or before `time`; times never go back along a log. */
  function lastBefore(conversationId: number, end: number, time: number): number {
    let low = 0
    let high = end
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (Number(sentAt.get(conversationId, middle)?.['sent_at'] ?? Infinity) <= time) low = middle
      else high = middle - 1
    }
    return low
  }

  function withoutChanged({ conversationId, untilChange }: SearchPlace, spans: Span[]): Span[] {
    if (untilChange === null) return spans
    return changedAfter
      .all(conversationId, untilChange)
      .map(row => Number(row['seq']))
      .reduce(
        (all, seq) =>
          all.flatMap(span =>
            seq < span.from || seq > span.to
              ? [span]
              : [
                  { from: span.from, to: seq - 1 },
                  { from: seq + 1, to: span.to },
                ].filter(part => part.from <= part.to),
          ),
        spans,
      )
  }

  /** How many hits there are, up to `mostHits`, and the newest `end` of them, newest first. */
  function hitsOf(ask: Ask, sources: readonly Source[], end: number): { total: number; hits: Hit[] } {
    const { count } = ask.isLong ? long : short
    if (ask.terms.length > 0) {
      const hits = heldHits(ask, sources)
      return { total: Math.min(hits.length, mostHits), hits }
    }
    askAbout(sources, source => source.left)
    const total = Number(count.get(ask.match)?.['n'])
    if (total === 0) return { total, hits: [] }
    const { hits, isWhole } = newestHits(ask, sources, Math.min(end, total), total <= fewHits ? Infinity : firstRound)
    return { total: isWhole ? total : hits.length, hits }
  }

  /**
   * Where the tokens leave a doubt, the texts are looked into: the newest of every place, then the others, as long as
   * there is time.
   */
  function heldHits({ match, terms, isLong, until }: Ask, sources: readonly Source[]): Hit[] {
    const hits: Hit[] = []
    for (const size of [firstTexts, Infinity]) {
      const open = sources.filter(source => source.left.length > 0)
      if (open.length === 0) break
      askAbout(open, source => takeNewest(source, size))
      for (const row of (isLong ? long : short).texts.iterate(match)) {
        const { text, ...hit } = row as Hit & { text: string }
        if (holds(text, terms)) hits.push(hit)
        if (processorTime() >= until) return hits.sort(newestFirst)
      }
    }
    return hits.sort(newestFirst)
  }

  /** `isWhole`: nothing newer than the last of them was left unread for want of time. */
  function newestHits(
    { match, isLong, until }: Ask,
    sources: readonly Source[],
    end: number,
    first: number,
  ): { hits: Hit[]; isWhole: boolean } {
    let hits: Hit[] = []
    for (let size = first; ; size *= 8) {
      const last = hits[end - 1]?.sentAt ?? -Infinity
      const open = sources.filter(source => source.left.length > 0 && source.latest >= last)
      if (open.length === 0) return { hits, isWhole: true }
      if (hits.length > 0 && processorTime() >= until) return { hits, isWhole: false }
      askAbout(open, source => takeNewest(source, size))
      hits = [...hits, ...((isLong ? long : short).hits.all(match, end) as Hit[])].sort(newestFirst).slice(0, end)
    }
  }

  /** The newest `size` places that are left of it; they are then not left any more. */
  function takeNewest(source: Source, size: number): Span[] {
    if (size === Infinity) return source.left.splice(0)
    const taken: Span[] = []
    for (let span = source.left.pop(), rest = size; span; span = source.left.pop()) {
      const from = Math.max(span.from, span.to - rest + 1)
      taken.push({ from, to: span.to })
      rest -= span.to - from + 1
      if (from > span.from) source.left.push({ from: span.from, to: from - 1 })
      if (rest === 0) break
    }
    // Times never go back along a log.
    const next = source.left.at(-1)?.to
    if (next !== undefined)
      source.latest = Number(sentAt.get(source.conversationId, next)?.['sent_at'] ?? source.latest)
    return taken
  }

  function askAbout(sources: readonly Source[], spansOf: (source: Source) => Span[]): void {
    clear.run()
    askFor.run(
      JSON.stringify(
        sources.flatMap(source => spansOf(source).map(({ from, to }) => [source.conversationId, from, to])),
      ),
    )
  }

  function messageAt({ conversationId, seq }: Hit, sources: ReadonlyMap<number, Source>): Message[] {
    const row = message.get(conversationId, seq) as Parameters<typeof messageOf>[0] | undefined
    const source = sources.get(conversationId)
    return row && source ? [messageOf(row, source)] : []
  }

  return {
    /** What the index holds of it; all of one moment. */
    find(question: Question): Found {
      db.exec('BEGIN')
      try {
        return find(question)
      } finally {
        db.exec('COMMIT')
      }
    },
  }
}

/** ms that this thread has computed: a busy machine takes nothing away from it. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Of several of one time, always in the same order. */
const newestFirst = (a: Hit, b: Hit): number =>
  b.sentAt - a.sentAt || b.conversationId - a.conversationId || b.seq - a.seq
