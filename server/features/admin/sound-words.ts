const words = /[\p{L}\p{M}]+/gu
/** What UTF-8 writes in two bytes, as the old encodings do all of theirs. */
const twoBytes = /[\u0080-\u07ff]/
/** Those that are no letters, such as `°`. */
const signs = /[\u0080-\u00bf]/
/** As people write: `José`, `ÉLAN`, `иванов`, `Иванов`. */
const natural = /^(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}{2,})$/u
const latinOnly = /^\p{Script=Latin}+$/u
const ofOneScript = [
  // Slavic alphabets: what reads as further letters is mostly a name in GBK.
  /^[\u0400-\u045f\u0490\u0491]+$/u,
  /^\p{Script=Greek}+$/u,
  /^\p{Script=Armenian}+$/u,
  /^[\p{Script=Hebrew}\p{M}]+$/u,
  /^[\p{Script=Arabic}\p{M}]+$/u,
]

/**
 * What the letters of two bytes say of a text that is valid UTF-8, as a short one in another encoding may be by chance:
 * `sound`, nobody else writes so; `odd`, nobody writes so; `either`, somebody may.
 */
export function soundOf(text: string): 'sound' | 'either' | 'odd' {
  let sound: 'sound' | 'either' = 'sound'
  for (const [word] of text.matchAll(words)) {
    if (!twoBytes.test(word)) continue
    if (!natural.test(word)) return 'odd'
    const beyond = [...word].filter(sign => sign > '\u007f').length
    if (latinOnly.test(word) && word.length >= 3 * beyond) continue
    if (!latinOnly.test(word) && !ofOneScript.some(script => script.test(word))) return 'odd'
    sound = 'either'
  }
  return sound === 'sound' && signs.test(text) ? 'either' : sound
}
