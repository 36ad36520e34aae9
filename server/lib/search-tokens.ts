/*
 * Texts and questions become tokens by the same rules, so that a question is a set of tokens that must all be there:
 *
 *   项目Alpha2上线！  ─>  项 目 项目   a al alp alph alpha alpha2 2   上 线 上线   ！
 *
 * Scripts that do not part words: every character and every two neighbours. Other words: their beginnings, and those of
 * what follows where letters and digits meet: `123` finds abc123. Everything else that is not blank, emoji too: the
 * character itself. Where that leaves a doubt, the text itself is asked (`holds`).
 */

import { simplified } from '../../contract/simplified.ts'

/** Letters of scripts that do not part words with blanks. */
const unparted = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Yi}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{N}\p{M}]]`
const lettered = String.raw`[[\p{L}\p{N}\p{M}]--${unparted}]`
const pieces = new RegExp(String.raw`(${unparted}+)|(${lettered}+)|\S`, 'gv')
const endsInWord = new RegExp(`${lettered}$`, 'v')
const beginsWithWord = new RegExp(`^${lettered}`, 'v')

/** Beginnings of a word that are tokens, in characters; longer ones are looked up in the text. */
const longestBeginning = 8

/** Places in a word where letters and digits meet from which beginnings are tokens too; hashes have many. */
const meetingsOfWord = 4
const meeting = /(?<=\p{N})(?!\p{N})|(?<!\p{N})(?=\p{N})/gu

/** A word or a phrase of a question, normalised. */
export type Term = {
  text: string
  /** A text that has not got all of them does not hold the term. */
  tokens: string[]
  /** Whether a text that has got them holds the term for sure. */
  isExact: boolean
}

/**
 * Full-width and half-width, upper and lower case, traditional and simplified, letters with and without accents are the
 * same; blanks are one; what is not drawn is left out.
 */
export const normalised = (text: string): string =>
  simplified(withoutAccents(text.normalize('NFKC')))
    .toLowerCase()
    .replace(/[\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]/g, '')
    .replace(/\s+/g, ' ')

/** `café` is `cafe`. Most texts have no letter with an accent and are left as they are. */
const withoutAccents = (text: string): string =>
  /[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]/.test(text)
    ? text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
    : text

/** Each token of a text once. They hold no blanks, and of ASCII only letters and digits. */
export function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>()
  for (const [piece, run, word] of normalised(text).matchAll(pieces)) {
    if (run !== undefined) addRun(tokens, run)
    else if (word !== undefined) addWord(tokens, word)
    else tokens.add(signToken(piece))
  }
  return tokens
}

/** The terms of a question, all of which must be found: words, and "phrases" with their blanks. */
export function termsOf(question: string): Term[] {
  const terms = new Map<string, Term>()
  for (const [, quoted, other, word] of normalised(question).matchAll(/"([^"]*)"|“([^“”]*)”|([^\s"“]+)/g)) {
    const text = (quoted ?? other ?? word ?? '').trim()
    if (text !== '' && !terms.has(text)) terms.set(text, termOf(text))
  }
  return [...terms.values()]
}

/**
 * Whether every term stands in the text, one that begins with a word at the beginning of a word, or where letters and
 * digits meet.
 */
export function holds(text: string, terms: readonly Term[]): boolean {
  const whole = normalised(text)
  return terms.every(term => standsIn(whole, term.text))
}

function standsIn(whole: string, text: string): boolean {
  const isWord = beginsWithWord.test(text)
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) {
    const before = whole.slice(Math.max(0, at - 2), at)
    if (!isWord || !endsInWord.test(before) || /\p{N}$/u.test(before) !== /^\p{N}/u.test(text)) return true
  }
  return false
}

function termOf(text: string): Term {
  const tokens = new Set<string>()
  let isExact = true
  let count = 0
  for (const [piece, run, word] of text.matchAll(pieces)) {
    count += 1
    const length = [...piece].length
    if (run !== undefined) {
      if (length === 1) tokens.add(run)
      else addPairs(tokens, run)
      isExact &&= length <= 2
    } else if (word !== undefined) {
      tokens.add([...word].slice(0, longestBeginning).join(''))
      isExact &&= length <= longestBeginning
    } else {
      tokens.add(signToken(piece))
    }
  }
  return { text, tokens: [...tokens], isExact: isExact && count === 1 }
}

function addRun(tokens: Set<string>, run: string): void {
  for (const character of run) tokens.add(character)
  addPairs(tokens, run)
}

function addPairs(tokens: Set<string>, run: string): void {
  let last = ''
  for (const character of run) {
    if (last !== '') tokens.add(last + character)
    last = character
  }
}

function addWord(tokens: Set<string>, word: string): void {
  addBeginnings(tokens, word)
  let meetings = 0
  for (const { index } of word.matchAll(meeting)) {
    if (index === 0 || index === word.length) continue
    addBeginnings(tokens, word.slice(index, index + 2 * longestBeginning))
    if (++meetings === meetingsOfWord) return
  }
}

function addBeginnings(tokens: Set<string>, word: string): void {
  let beginning = ''
  let length = 0
  for (const character of word) {
    beginning += character
    tokens.add(beginning)
    if (++length === longestBeginning) return
  }
}

/**
 * Signs of ASCII by their full-width twins, which normalised texts have not got: so tokens need no escaping anywhere.
 */
const signToken = (sign: string): string =>
  sign.length === 1 && sign < '\x80' ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign
