import type { Conversation, Member } from '../../store/conversations.ts'
import type { Span } from '../../store/span.ts'

/** The places of a conversation that this member may read, ascending. */
export function readableSpans(member: Member, conversation: Pick<Conversation, 'lastSeq'>): Span[] {
  const last = { from: member.joinedSeq + 1, to: member.leftSeq ?? conversation.lastSeq }
  return [...member.pastSpans, last].filter(span => span.to >= span.from)
}

export const isReadable = (spans: readonly Span[], seq: number) =>
  spans.some(span => seq >= span.from && seq <= span.to)

export const countOf = (spans: readonly Span[]) => spans.reduce((sum, span) => sum + span.to - span.from + 1, 0)

/** The part of the spans between two places, both included. */
export const clip = (spans: readonly Span[], from: number, to: number): Span[] =>
  spans
    .map(span => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter(span => span.to >= span.from)

/** `size` places counted from the newest, after leaving out the `skip` newest ones. */
export function newest(spans: readonly Span[], skip: number, size: number): Span[] {
  const taken: Span[] = []
  for (const span of spans.toReversed()) {
    const length = span.to - span.from + 1
    if (skip >= length) {
      skip -= length
      continue
    }
    const to = span.to - skip
    const from = Math.max(span.from, to - size + 1)
    taken.unshift({ from, to })
    size -= to - from + 1
    skip = 0
    if (size === 0) break
  }
  return taken
}

/** The `size` oldest places. */
export function oldest(spans: readonly Span[], size: number): Span[] {
  const count = countOf(spans)
  return newest(spans, Math.max(0, count - size), size)
}
