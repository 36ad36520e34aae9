/** The words of a search as the server reads them: "quoted phrases" whole, everything else by blanks. */
export const wordsOf = (keyword: string): string[] =>
  [...keyword.matchAll(/["“”]([^"“”]+)["“”]|([^\s"“”]+)/g)].map(found => (found[1] ?? found[2] ?? '').trim()).filter(word => word !== '')

export type Marked = { text: string, isHit: boolean }

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The text with every word that was looked for marked. */
export function marked(text: string, words: readonly string[]): Marked[] {
  if (words.length === 0) return [{ text, isHit: false }]
  const pattern = new RegExp(`(${[...words].sort((a, b) => b.length - a.length).map(escaped).join('|')})`, 'giu')
  return text.split(pattern).map((part, index) => ({ text: part, isHit: index % 2 === 1 })).filter(part => part.text !== '')
}

/** The surroundings of the first hit, where the text is long. */
export function excerpt(text: string, words: readonly string[], before = 18): string {
  const flat = text.replace(/\s+/g, ' ')
  const at = Math.min(...words.map(word => flat.toLowerCase().indexOf(word.toLowerCase())).filter(index => index >= 0), flat.length)
  return at > before + 8 && at < flat.length ? `…${flat.slice(at - before)}` : flat
}
