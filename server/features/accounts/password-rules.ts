import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import { hasForbiddenSign, passwordLength, preparePassword } from '../../../contract/password-text.ts'
import type { User } from '../../store/people.ts'
import { createGuessing, foldPassword } from './guessing.ts'

/** Up to this cost a password is among the first that somebody would try. */
const easy = 3
/** How many of the commonest passwords count as words that others are made of. */
const wordsOfOthers = 2000

let common: Promise<{ all: Set<string>; words: Set<string> }> | undefined

/** Read when the first password is chosen: a start need not wait for 50,000 words. */
async function readCommon() {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const list = dictionary['passwords-common']
  return { all: new Set(list), words: new Set(list.slice(0, wordsOfOthers).filter(word => /^\D{4,}$/.test(word))) }
}

const reversed = (text: string) => [...text].reverse().join('')

/** What passwords must not be made of. */
export type Named = Pick<User, 'username' | 'trueName' | 'pinyin' | 'initials' | 'phone' | 'email'>

/** What everybody knows of a person: names and numbers, forwards and backwards. */
function ownWords({ username, trueName, pinyin, initials, phone, email }: Named): Set<string> {
  const parts = [
    username,
    ...username.split(/[._-]/),
    trueName,
    pinyin,
    initials,
    phone,
    phone?.replace(/\D/g, ''),
    phone && `86${phone}`,
    phone && `0086${phone}`,
    email,
    email?.split('@')[0],
    email?.split('@')[1]?.split('.')[0],
  ]
  const words = parts.map(part => foldPassword(part ?? '')).filter(word => word.length >= 2)
  return new Set([...words, ...words.map(reversed)])
}

/**
 * Whether a person may choose this password: long enough, not their own name or number, none of the commonest. There
 * are no rules about which signs it must have. Fails with `password.tooShort`, `password.sign`, `password.ownName`,
 * `password.tooEasy`.
 */
export async function checkPassword(password: string, user: Named): Promise<void> {
  if (passwordLength(password) < limits.passwordMin) throw new Failure('password.tooShort', { min: limits.passwordMin })
  if (hasForbiddenSign(password)) throw new Failure('password.sign')
  const { all, words } = await (common ??= readCommon())
  const folded = foldPassword(preparePassword(password))
  const costOf = createGuessing(words)
  if (all.has(folded) || all.has(preparePassword(password).toLowerCase()) || costOf(folded) <= easy)
    throw new Failure('password.tooEasy')
  if (costOf(folded, ownWords(user)) <= easy) throw new Failure('password.ownName')
}
