const life = 30 * 60 * 1000
const anchorsKept = 100_000

/** What was newest when a login last asked for page 1 of a conversation, so that its later pages do not shift. */
export function createAnchors({ clock }: { clock: () => number }) {
  const anchors = new Map<string, { seq: number; at: number }>()
  return {
    set(key: string, seq: number): number {
      anchors.delete(key)
      anchors.set(key, { seq, at: clock() })
      const oldest = anchors.keys().next().value
      if (anchors.size > anchorsKept && oldest !== undefined) anchors.delete(oldest)
      return seq
    },
    get(key: string): number | undefined {
      const anchor = anchors.get(key)
      if (!anchor || anchor.at < clock() - life) return undefined
      return anchor.seq
    },
  }
}
