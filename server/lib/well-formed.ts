/** Half a surrogate pair comes into JSON only as an escape: most texts need no second look. */
const mayHaveHalves = /\\u[dD][89a-fA-F]/

/**
 * JSON that was parsed from `text`, with U+FFFD for every half of a surrogate pair: no store and no wire keeps such a
 * half, so that what came back would differ from what was sent. Keys stay: they are ours.
 */
export function wellFormed(value: unknown, text: string): unknown {
  return text.includes('\\') && mayHaveHalves.test(text) ? mended(value) : value
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mended(part)]))
}
