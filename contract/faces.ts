/** What stands for somebody, or for a group, without a picture: a letter or two on a colour. */

/** Scripts whose names are short and have no initials: two signs say more than one. */
const wholeSigns = /(?:(?=\p{L}|\p{N})[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])+/u
/** Signs of the longest name of a person in these scripts: what is longer names a group or a thing. */
const longestName = 4
/** Apart in words; within one these are passed over. */
const betweenWords = /[^\p{L}\p{N}'’]+/u

/**
 * Of 张伟 both signs, of 欧阳娜娜 the last two, of 平台重构项目组, which nobody is called, the first two; the initials of
 * Anna Maria Lind are AL. A dot where there is neither letter nor number.
 */
export function faceLetters(name: string): string {
  const signs = [...(wholeSigns.exec(name)?.[0] ?? '')]
  if (signs.length > 0) return (signs.length > longestName ? signs.slice(0, 2) : signs.slice(-2)).join('')
  const initials = name
    .normalize('NFC')
    .split(betweenWords)
    .flatMap(word => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  const [first = '·', last] = [initials[0], initials.length > 1 ? initials.at(-1) : undefined]
  // Letters without a case join each other, or are read the other way.
  return last !== undefined && hasCase(first) && hasCase(last) ? upper(first) + upper(last) : upper(first)
}

const hasCase = (sign: string) => sign.toLowerCase() !== sign.toUpperCase()
/** One sign stays one: "ß" would become two. */
const upper = (sign: string) => String.fromCodePoint(sign.toUpperCase().codePointAt(0) ?? 0xb7)

/** Degrees of a circle, far apart for numbers that follow each other. */
export const faceHue = (id: number): number => (id * 137) % 360

/** In the order of the circle; white letters can be read on each, and none is louder than the others. */
const colours = [
  '#b5533f',
  '#a3612b',
  '#8a6a22',
  '#6b732c',
  '#437a49',
  '#2a7867',
  '#227683',
  '#346f9b',
  '#4e65a6',
  '#6a5aa3',
  '#875195',
  '#a04d76',
]

/** The ground of these letters, by a hue of any size. */
export const faceColour = (hue: number): string => colours[Math.floor((hue % 360) / 30)] ?? '#227683'
