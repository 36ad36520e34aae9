/** In ms. */
export type Latency = { count: number; p50: number; p99: number; max: number }

/** Collects durations in ms and sums them up. Keeps every value: a few hundred thousand in one run. */
export function createLatencies() {
  let values = new Float64Array(1 << 14)
  let count = 0
  const at = (sorted: Float64Array, share: number) => sorted[Math.min(count - 1, Math.floor(count * share))] ?? 0
  return {
    add(value: number) {
      if (count === values.length) {
        const wider = new Float64Array(values.length * 2)
        wider.set(values)
        values = wider
      }
      values[count++] = value
    },
    clear() {
      count = 0
    },
    summary(): Latency {
      const sorted = values.slice(0, count).sort()
      return { count, p50: at(sorted, 0.5), p99: at(sorted, 0.99), max: sorted[count - 1] ?? 0 }
    },
  }
}
