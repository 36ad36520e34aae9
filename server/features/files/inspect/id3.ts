import type { Reader } from './reader.ts'

const headLength = 10
/** Programs that add a tag in front of another are rare; a file of nothing but empty tags is an attack. */
const mostTags = 8

/**
 * Bytes of the ID3v2 tags that a sound file begins with: pictures and words of any size, none of which is looked at.
 */
export function id3Length(file: Reader): number {
  let at = 0
  for (let count = 0; count < mostTags; count += 1) {
    const head = file.read(at, headLength)
    if (head.length < headLength || head.toString('latin1', 0, 3) !== 'ID3') break
    const hasFooter = ((head[5] ?? 0) & 0x10) !== 0
    const length = [6, 7, 8, 9].reduce((sum, place) => sum * 128 + ((head[place] ?? 0) & 0x7f), 0)
    at += headLength + length + (hasFooter ? headLength : 0)
  }
  return at
}
