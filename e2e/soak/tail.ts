/** So many may be slower, where there are few values: one that happened to be slow says nothing. */
const leastBeyond = 3

/** The 99th percentile, in whole ms; of fewer than 300 values the one that three are beyond. */
export function tail(values: readonly number[]): number {
  const sorted = values.toSorted((less, more) => more - less)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.max(leastBeyond, Math.floor(sorted.length / 100)))] ?? 0)
}
