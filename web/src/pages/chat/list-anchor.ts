/**
 * The first line that is in both lists, with its place in each. What lies before it came, or went, at the start.
 * Undefined where the lists have nothing in common.
 */
export function anchorOf(
  before: readonly { key: string; kind: string }[],
  next: readonly { key: string; kind: string }[],
): [from: number, to: number] | undefined {
  const places = new Map(next.map((line, index) => [line.key, index]))
  // Dividers wander: only messages stay where they are.
  for (const [from, { key, kind }] of before.entries()) {
    const to = kind === 'day' || kind === 'unread' ? undefined : places.get(key)
    if (to !== undefined) return [from, to]
  }
  return undefined
}
