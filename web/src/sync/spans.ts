/** Places of a log from the first to the last, both included. */
export type Span = readonly [from: number, to: number]

/**
 * What of a log is known, as ascending spans that do not touch. Inside a span nothing is missing: a place without a
 * row there is one that the viewer may not read.
 */
export type Spans = readonly Span[]

export function withSpan(spans: Spans, [from, to]: Span): Span[] {
  if (to < from) return [...spans]
  const before = spans.filter(span => span[1] < from - 1)
  const after = spans.filter(span => span[0] > to + 1)
  const touching = spans.filter(span => span[1] >= from - 1 && span[0] <= to + 1)
  const joined: Span = [
    Math.min(from, ...touching.map(span => span[0])),
    Math.max(to, ...touching.map(span => span[1])),
  ]
  return [...before, joined, ...after]
}

export const spanAt = (spans: Spans, seq: number): Span | undefined =>
  spans.find(([from, to]) => seq >= from && seq <= to)

/** The last place that is known; 0 where nothing is. */
export const topOf = (spans: Spans): number => spans.at(-1)?.[1] ?? 0

/** What is missing between the spans, newest first. */
export const gapsIn = (spans: Spans): Span[] =>
  spans
    .slice(1)
    .map((span, index): Span => [(spans[index]?.[1] ?? 0) + 1, span[0] - 1])
    .reverse()

/** The newest `most` places of the spans. */
export function newestOf(spans: Spans, most: number): Span[] {
  const kept: Span[] = []
  let left = most
  for (const [from, to] of [...spans].reverse()) {
    if (left <= 0) break
    kept.unshift([Math.max(from, to - left + 1), to])
    left -= to - from + 1
  }
  return kept
}
