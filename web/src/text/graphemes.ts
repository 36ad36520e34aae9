/** Code units that are looked at for one sign as people see it; longer heaps of marks may be cut. */
const longestSign = 64

let segmenter: Intl.Segmenter | undefined
/** What people see as one sign each: an emoji of several parts, a letter with its marks. */
function signsOf(text: string): string[] {
  if (typeof Intl.Segmenter === 'undefined') return [...text]
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** The first so many signs; never half of one. */
export function firstSigns(text: string, count: number): string {
  if (text.length <= count) return text
  return signsOf(text.slice(0, count * longestSign)).slice(0, count).join('')
}

/** The text before its last so many signs, and those. */
export function splitBeforeLast(text: string, count: number): [start: string, end: string] {
  const looked = text.slice(-(count + 1) * longestSign)
  const end = signsOf(looked).slice(-count).join('')
  return [text.slice(0, text.length - end.length), end]
}

/** As many whole signs as fit into so many code units. */
export function fitting(text: string, units: number): string {
  if (text.length <= units) return text
  let fit = ''
  for (const sign of signsOf(text.slice(0, units + longestSign))) {
    if (fit.length + sign.length > units) break
    fit += sign
  }
  return fit
}
