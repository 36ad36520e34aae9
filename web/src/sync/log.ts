import { messagesKept } from './cache.ts'
import type { Log, Reading } from './cache.ts'
import { furthest, positionsSpokenBy } from './row.ts'
import type { Row } from './row.ts'
import { newestOf, spanAt, topOf, withSpan } from './spans.ts'

/**
 * The log after a reading. Its change number is the least that all its rows reflect: rows that were read at an older
 * number pull it back, and the next catching up asks again from there. A pushed row does not: what changed in it
 * later than this line was opened is pushed after it, or is among the changes that are held ahead of it.
 */
export function withReading(log: Log, { rows, span, change = 0, positions = [], isLive }: Reading): Log {
  const isEmpty = log.spans.length === 0
  return {
    key: log.key,
    spans: newestOf(span ? withSpan(log.spans, span) : log.spans, messagesKept),
    change: span === undefined ? log.change : isEmpty ? change : isLive ? log.change : Math.min(log.change, change),
    positions: furthest(log.positions, [...positions, ...positionsSpokenBy(rows)]),
  }
}

/**
 * The changed rows that are to be kept: those held, and those ahead of what is held, whose first reading may still
 * come.
 */
export const changesToKeep = (log: Log, rows: readonly Row[]): Row[] =>
  rows.filter(({ seq }) => spanAt(log.spans, seq) || (log.spans.length > 0 && seq > topOf(log.spans)))

/** The log after its changes up to a number were read, and `kept` of them were kept. */
export const withChanges = (log: Log, kept: readonly Row[], { change = 0, positions = [] }: Reading): Log => ({
  key: log.key,
  spans: kept.reduce((spans, { seq }) => withSpan(spans, [seq, seq]), [...log.spans]),
  change: Math.max(log.change, change),
  positions: furthest(log.positions, positions),
})
