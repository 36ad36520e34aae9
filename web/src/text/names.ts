import { phoneDigits } from '../../../contract/account-names.ts'
import { folded } from './fold.ts'

type Name = { trueName: string; pinyin: string; initials: string; username: string }

/** Fits a search: the name, its pinyin or its initials, the username. */
export function fits({ trueName, pinyin, initials, username }: Name, keyword: string): boolean {
  const word = plain(keyword)
  return plain(trueName).includes(word) || [pinyin, initials, username].some(name => plain(name).startsWith(word))
}

/** The letter under which a name stands; `#` for what has none. */
export const letterOf = ({ pinyin }: Pick<Name, 'pinyin'>): string =>
  /^[a-z]/.test(pinyin) ? pinyin.charAt(0).toUpperCase() : '#'

/** Rather the end of a number than a country. */
const endsNumber = /^\s*00(?!86)/

/**
 * As names are compared: blanks and apostrophes make no difference, nor does what the search folds; nor how a number is
 * written, `+86 139 …` and `139-…`.
 */
export const plain = (text: string): string =>
  (endsNumber.test(text) ? undefined : phoneDigits(text)) ?? folded(text).replace(/[\s'’]/g, '')

/** A name and what else it is known by, as they are compared. */
export type Names = { own: string; others: readonly string[] }

export const namesOf = (own: string, others: readonly (string | null)[] = []): Names => ({
  own: plain(own),
  others: others.flatMap(other => (other ? plain(other) : [])),
})

/**
 * How well something fits a plain word: 0 whole, 1 the name from its beginning, 2 the rest from its beginning, 3 within
 * the name, 4 within the rest; undefined not at all.
 */
export function fitOf({ own, others }: Names, word: string): number | undefined {
  if (own === word || others.includes(word)) return 0
  if (own.startsWith(word)) return 1
  if (others.some(other => other.startsWith(word))) return 2
  if (own.includes(word)) return 3
  return others.some(other => other.includes(word)) ? 4 : undefined
}
