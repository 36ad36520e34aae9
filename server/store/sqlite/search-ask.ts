import { termsOf } from '../../lib/search-tokens.ts'
import type { Term } from '../../lib/search-tokens.ts'
import type { Question } from '../search.ts'
import { senderToken, typeToken } from './search-index.ts'

/** Tokens of words and phrases that the index is asked for at a time: each is a list that it reads. */
export const tokensEnough = 16

/** What the index is asked for, and which words and phrases are then looked for in the texts that it names. */
type Ask = { tokens: ReadonlySet<string>; terms: readonly Term[] }

/**
 * A question of many words is asked by some of their tokens: more would leave hardly less to look into. Words that the
 * index knows for sure come first; those of them that it is not asked for are looked for in the texts.
 */
export function askOf({ keyword, senderId, type }: Pick<Question, 'keyword' | 'senderId' | 'type'>): Ask {
  const all = termsOf(keyword)
  const asked = new Set<string>()
  const left: Term[] = []
  for (const term of all.filter(({ isExact }) => isExact)) {
    if (asked.size + term.tokens.length <= tokensEnough) for (const token of term.tokens) asked.add(token)
    else left.push(term)
  }
  const doubtful = all.filter(({ isExact }) => !isExact)
  for (const token of some(
    doubtful.flatMap(({ tokens }) => tokens),
    tokensEnough - asked.size,
  )) {
    asked.add(token)
  }
  return {
    tokens: new Set([
      ...(senderId === undefined ? [] : [senderToken(senderId)]),
      ...(type === undefined ? [] : [typeToken(type)]),
      ...asked,
    ]),
    terms: [...left, ...doubtful],
  }
}

/** So many of these at most, from all over them. */
function some(tokens: readonly string[], most: number): string[] {
  if (tokens.length <= most) return [...tokens]
  return Array.from({ length: most }, (_, index) => tokens[Math.floor((index * tokens.length) / most)] ?? '')
}
