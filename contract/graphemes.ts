/** Code units that are looked at for one sign as people see it; longer heaps of marks may be cut. */
const longestSign = 64

let segmenter: Intl.Segmenter | undefined
/** What people see as one sign each: an emoji of several parts, a letter with its marks. */
export function* signsOf(text: string): Generator<string> {
  if (typeof Intl.Segmenter === 'undefined') return yield* text
  segmenter ??= new Intl.Segmenter()
  for (const { segment } of segmenter.segment(text)) yield segment
}

/** The first so many signs; never half of one. */
export function firstSigns(text: string, count: number): string {
  if (text.length <= count) return text
  let end = 0
  let left = count
  for (const sign of signsOf(text.slice(0, count * longestSign))) {
    if (left-- === 0) break
    end += sign.length
  }
  return text.slice(0, end)
}

/** The text before its last so many signs, and those. */
export function splitBeforeLast(text: string, count: number): [start: string, end: string] {
  const looked = text.slice(-(count + 1) * longestSign)
  const end = [...signsOf(looked)].slice(-count).join('')
  return [text.slice(0, text.length - end.length), end]
}

/** As many whole signs as fit into so many code units; of a first one that does not, what fits. */
export function fitting(text: string, units: number): string {
  if (text.length <= units) return text
  let end = 0
  for (const sign of signsOf(text.slice(0, units + longestSign))) {
    if (end + sign.length > units) break
    end += sign.length
  }
  return text.slice(0, end || units).replace(/[\ud800-\udbff]$/, '')
}
