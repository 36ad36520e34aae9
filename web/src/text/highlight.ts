import { signsOf, splitBeforeLast } from '../../../contract/graphemes.ts'
import { folded } from './fold.ts'
import { gist } from './last-line.ts'

/** The words of a search as the server reads them: "quoted phrases" whole, everything else by blanks. */
export const wordsOf = (keyword: string): string[] =>
  [...keyword.matchAll(/["“”]([^"“”]+)["“”]|([^\s"“”]+)/g)]
    .map(found => (found[1] ?? found[2] ?? '').trim())
    .filter(word => word !== '')

export type Marked = { text: string; isHit: boolean }

/** The folded text, and for each of its code units where in the text what it comes from begins and ends. */
function foldedWithPlaces(text: string): { whole: string; from: number[]; to: number[] } {
  const [from, to]: [number[], number[]] = [[], []]
  let whole = ''
  let at = 0
  // Sign by sign, as people see them: none is marked or cut in its middle.
  for (const piece of signsOf(text)) {
    const part = folded(piece)
    whole += part
    for (let unit = 0; unit < part.length; unit += 1) {
      from.push(at)
      to.push(at + piece.length)
    }
    at += piece.length
  }
  return { whole, from, to }
}

/** The text with every word that was looked for marked, as the search finds it: `CAFÉ` where `cafe` was asked. */
export function marked(text: string, words: readonly string[]): Marked[] {
  const asked = words
    .map(folded)
    .filter(word => word !== '')
    .sort((a, b) => b.length - a.length)
  if (asked.length === 0) return text === '' ? [] : [{ text, isHit: false }]
  const { whole, from, to } = foldedWithPlaces(text)
  const pattern = new RegExp(asked.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gu')
  const parts: Marked[] = []
  let end = 0
  for (const found of whole.matchAll(pattern)) {
    const [start, stop] = [Math.max(end, from[found.index] ?? 0), to[found.index + found[0].length - 1] ?? 0]
    if (stop <= start) continue
    parts.push({ text: text.slice(end, start), isHit: false }, { text: text.slice(start, stop), isHit: true })
    end = stop
  }
  return [...parts, { text: text.slice(end), isHit: false }].filter(part => part.text !== '')
}

/** Where the word stands first; -1 if it does not. */
function placeOf(text: string, word: string): number {
  const { whole, from } = foldedWithPlaces(text)
  const at = whole.indexOf(folded(word))
  return at < 0 ? -1 : (from[at] ?? -1)
}

/** The surroundings of the first hit, where the text is long. */
export function excerpt(text: string, words: readonly string[], before = 18): string {
  const flat = text.replace(/\s+/g, ' ')
  const at = Math.min(...words.map(word => placeOf(flat, word)).filter(index => index >= 0), flat.length)
  return at > before + 8 && at < flat.length
    ? `…${splitBeforeLast(flat.slice(0, at), before)[1]}${flat.slice(at)}`
    : flat
}

/** What a found message says, from a little before the first word that was looked for. */
export const excerptOf = (hit: Parameters<typeof gist>[0], words: readonly string[], before?: number): string =>
  hit.type === 1 ? excerpt(hit.content, words, before) : gist(hit)
