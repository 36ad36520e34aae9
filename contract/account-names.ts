/*
 * Phone numbers and e-mail addresses have one form each, however they are written: in a profile, an import, a login or
 * a search. Numbers without a country are Chinese.
 *
 *   139 1234-5678 · +86 139… · 0086139… · １３９… · 86139…  →  13912345678
 *   (010) 8888 8888 · +86 10 8888 8888                       →  01088888888
 *   +1 415 555 0100 · 001 415…                               →  +14155550100
 */

const mobile = /^1[3-9]\d{9}$/
/** Numbers for the whole country, without an area in front. */
const nationwide = /^[48]00\d{7}$/
/** Fewer digits have no area code: emergency and service numbers. */
const shortestWithArea = 9

/** Full-width signs as ordinary ones; without signs that cannot be seen, which come along with copied numbers. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()

/** The digits of a phone number, or of the beginning of one, in the one form; undefined if anything else is in it. */
export function phoneDigits(text: string): string | undefined {
  const dialled = plain(text)
    .replace(/^tel:/i, '')
    .replace(/[\s\p{Pd}−().·/]/gu, '')
    .replace(/^00/, '+')
  if (!/^\+?\d+$/.test(dialled)) return undefined
  if (dialled.startsWith('+86')) return withinChina(dialled.slice(3).replace(/^0/, ''))
  const bare = dialled.replace(/^(?:86|0)(?=1[3-9]\d{9}$)/, '')
  return mobile.test(bare) ? bare : dialled
}

const withinChina = (number: string): string =>
  mobile.test(number) || nationwide.test(number) || number.length < shortestWithArea ? number : `0${number}`

/** A phone number in its one form; undefined if it is none. */
export function phoneOf(text: string): string | undefined {
  const digits = phoneDigits(text)
  return digits !== undefined && /^\+?\d{5,20}$/.test(digits) ? digits : undefined
}

/**
 * Whether this can be a username. One that could be a phone number or an e-mail address would let a person log in as
 * another's account name.
 */
export const isUsername = (text: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(text) && !/^\d+$/.test(text)

/** An e-mail address in the one form in which it is compared; whether it is one is not looked at. */
export const emailOf = (text: string): string => plain(text).replace(/。/g, '.').toLowerCase()
