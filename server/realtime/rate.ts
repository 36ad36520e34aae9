export type Rate = {
  /** Frames that a user may send per second in the long run, and at once. */
  perSecond: number
  burst: number
}

/** A token bucket for each user: `take` says whether one more may pass. */
export function createRate({ perSecond, burst }: Rate, clock: () => number) {
  const buckets = new Map<number, { left: number, at: number }>()
  const refill = burst / perSecond * 1000

  function forgetFull(now: number): void {
    for (const [userId, bucket] of buckets) if (now - bucket.at > refill) buckets.delete(userId)
  }

  return {
    take(userId: number): boolean {
      const now = clock()
      let bucket = buckets.get(userId)
      if (!bucket) {
        if (buckets.size >= 10_000) forgetFull(now)
        buckets.set(userId, bucket = { left: burst, at: now })
      }
      bucket.left = Math.min(burst, bucket.left + Math.max(0, now - bucket.at) / 1000 * perSecond)
      bucket.at = now
      if (bucket.left < 1) return false
      bucket.left -= 1
      return true
    },
  }
}
