import type { DatabaseSync } from 'node:sqlite'
import { holds, termsOf } from '../../lib/search-tokens.ts'
import type { Term } from '../../lib/search-tokens.ts'
import { messageOf } from '../sql/rows.ts'
import { mostHits } from '../search.ts'
import type { Found, Question, SearchPlace } from '../search.ts'
import type { Message, Span } from '../store.ts'
import { senderToken, textColumn, typeToken } from './search-index.ts'

/*
 * One conversation is one range of the index, and only the places that were handed in are looked at. How many hits
 * there are is counted inside the index. Which they are is asked in portions and merged by time, the place with the
 * latest message first, no further than the page needs:
 *
 *   place a   ▪ ▪ ▪ …  ┐
 *   place b     ▪ ▪    ├─>  newest first  ─>  skip, limit
 *   place c        ▪   ┘
 */

type Head = { kind: Message['kind'], low_id: number | null, high_id: number | null, last_sent_at: number }
/** A place of the question with what its hits are found by. */
type Source = Head & { conversationId: number, spans: Span[], excluded: ReadonlySet<number> }
type Hit = { seq: number, sentAt: number }
type Ask = { match: string, terms: readonly Term[] }

const smallestPortion = 16
const biggestPortion = 1024

export function createSearchFinder(db: DatabaseSync) {
  const inRange = 'i.message_index MATCH ?1 AND i.rowid >= (?2 << 32) + ?3 AND i.rowid <= (?2 << 32) + ?4'
  const hits = (column: string) => db.prepare(`
    SELECT m.seq, m.sent_at AS sentAt, ${column} AS text FROM message_index i CROSS JOIN log.messages m ON m.conversation_id = ?2 AND m.seq = i.rowid & 4294967295
    LEFT JOIN log.files f ON f.id = m.file_id WHERE ${inRange} ORDER BY i.rowid DESC LIMIT ?5`)
  const places = hits('NULL')
  const texts = hits(textColumn)
  const count = db.prepare(`SELECT count(*) AS n FROM message_index i WHERE ${inRange}`)
  const heads = db.prepare('SELECT c.id, c.kind, c.low_id, c.high_id, c.last_sent_at FROM json_each(?) j JOIN log.conversations c ON c.id = j.value')
  const changedAfter = db.prepare('SELECT seq FROM log.messages WHERE conversation_id = ? AND change > ?')
  const sentAt = db.prepare('SELECT sent_at FROM log.messages WHERE conversation_id = ? AND seq = ?')
  const message = db.prepare('SELECT * FROM log.messages WHERE conversation_id = ? AND seq = ? AND recalled_by IS NULL')

  function find(question: Question): Found {
    const terms = termsOf(question.keyword)
    const tokens = new Set([
      ...question.senderId === undefined ? [] : [senderToken(question.senderId)],
      ...question.type === undefined ? [] : [typeToken(question.type)],
      ...terms.flatMap(term => term.tokens),
    ])
    if (tokens.size === 0) return { messages: [], total: 0 }
    // Tokens hold no quotes, and a quoted one is one token: nothing of what was asked can be a word of the index's language.
    const ask = { match: [...tokens].map(token => `"${token}"`).join(' '), terms: terms.filter(term => !term.isExact) }
    const sources = sourcesOf(question)
    const { total, known } = countAll(ask, sources)
    const picked = merge(sources, source => known.get(source)?.values() ?? hitsOf(ask, source), question.skip, Math.min(question.skip + question.limit, total))
    return { total, messages: picked.flatMap(({ source, seq }) => messageAt(source, seq)) }
  }

  /** The latest first. */
  function sourcesOf({ places, from = 0, to = Infinity }: Question): Source[] {
    const found = heads.all(JSON.stringify(places.map(place => place.conversationId)))
    const byId = new Map(found.map(row => [Number(row['id']), row as Head]))
    const sources = places.flatMap((place): Source[] => {
      const head = byId.get(place.conversationId)
      if (!head || head.last_sent_at < from) return []
      const spans = inTime(place, from, to >= head.last_sent_at ? Infinity : to)
      return spans.length === 0 ? [] : [{ ...head, conversationId: place.conversationId, spans, excluded: excludedOf(place) }]
    })
    return sources.sort((a, b) => b.last_sent_at - a.last_sent_at || b.conversationId - a.conversationId)
  }

  function inTime({ conversationId, spans }: SearchPlace, from: number, to: number): Span[] {
    const end = spans.at(-1)?.to ?? 0
    const first = from === 0 ? 1 : lastBefore(conversationId, end, from - 1) + 1
    const last = to === Infinity ? end : lastBefore(conversationId, end, to)
    return spans.map(span => ({ from: Math.max(span.from, first), to: Math.min(span.to, last) })).filter(span => span.from <= span.to)
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

  const excludedOf = ({ conversationId, untilChange }: SearchPlace): Set<number> =>
    new Set(untilChange === null ? [] : changedAfter.all(conversationId, untilChange).map(row => Number(row['seq'])))

  /** How many hits there are, up to `mostHits`; where texts had to be read for it, the hits too. */
  function countAll(ask: Ask, sources: readonly Source[]): { total: number, known: Map<Source, Hit[]> } {
    const known = new Map<Source, Hit[]>()
    let total = 0
    for (const source of sources) {
      if (total >= mostHits) break
      if (ask.terms.length === 0) {
        total += countIn(ask, source)
        continue
      }
      const all = [...hitsOf(ask, source).take(mostHits)]
      known.set(source, all)
      total += all.length
    }
    return { total: Math.min(total, mostHits), known }
  }

  function countIn({ match }: Ask, { conversationId, spans, excluded }: Source): number {
    const between = (from: number, to: number) => Number(count.get(match, conversationId, from, to)?.['n'])
    const isIn = (seq: number) => spans.some(span => seq >= span.from && seq <= span.to)
    const all = spans.reduce((sum, span) => sum + between(span.from, span.to), 0)
    return [...excluded].filter(isIn).reduce((sum, seq) => sum - between(seq, seq), all)
  }

  /** Newest first, read in portions that grow. */
  function* hitsOf({ match, terms }: Ask, { conversationId, spans, excluded }: Source): Generator<Hit, undefined> {
    const read = terms.length === 0 ? places : texts
    let portion = smallestPortion
    for (const span of spans.toReversed()) {
      for (let to = span.to; to >= span.from;) {
        const rows = read.all(match, conversationId, span.from, to, portion) as (Hit & { text: string | null })[]
        for (const { seq, sentAt, text } of rows) if (!excluded.has(seq) && (text === null || holds(text, terms))) yield { seq, sentAt }
        to = rows.length < portion ? -1 : (rows.at(-1)?.seq ?? 0) - 1
        portion = Math.min(portion * 4, biggestPortion)
      }
    }
  }

  function messageAt(source: Source, seq: number): Message[] {
    const row = message.get(source.conversationId, seq) as Parameters<typeof messageOf>[0] | undefined
    return row ? [messageOf(row, source)] : []
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

/** The hits from `skip` to `end` of all sources, newest first. A source is opened when its latest message may be the next hit. */
function merge(sources: readonly Source[], hitsOf: (source: Source) => Iterator<Hit, undefined>, skip: number, end: number) {
  const open: { source: Source, rest: Iterator<Hit, undefined>, hit: Hit }[] = []
  const picked: { source: Source, seq: number }[] = []
  let next = 0
  for (let taken = 0; taken < end; taken++) {
    let at = latest(open)
    for (let source = sources[next]; source && source.last_sent_at >= (open[at]?.hit.sentAt ?? 0); source = sources[++next]) {
      const rest = hitsOf(source)
      const { value: hit } = rest.next()
      if (hit) open.push({ source, rest, hit })
      at = latest(open)
    }
    const best = open[at]
    if (!best) break
    if (taken >= skip) picked.push({ source: best.source, seq: best.hit.seq })
    const { value: hit } = best.rest.next()
    if (hit) best.hit = hit
    else open.splice(at, 1)
  }
  return picked
}

/** Where the newest hit is; of several of one time, always the same. -1 where there is none. */
function latest(open: readonly { source: Source, hit: Hit }[]): number {
  let at = -1
  for (const [index, { source, hit }] of open.entries()) {
    const best = open[at]
    if (!best || hit.sentAt > best.hit.sentAt || (hit.sentAt === best.hit.sentAt && source.conversationId > best.source.conversationId)) at = index
  }
  return at
}
