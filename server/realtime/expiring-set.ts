/** Remembers keys for some ms, at most `most` of them: the oldest go first. */
export function createExpiringSet({ life, most, clock }: { life: number; most: number; clock: () => number }) {
  const times = new Map<string, number>()
  return {
    add(key: string): void {
      const now = clock()
      times.delete(key)
      for (const [old, at] of times) {
        if (now - at <= life && times.size < most) break
        times.delete(old)
      }
      times.set(key, now)
    },
    has(key: string): boolean {
      const at = times.get(key)
      return at !== undefined && clock() - at <= life
    },
    delete: (key: string): boolean => times.delete(key),
  }
}
