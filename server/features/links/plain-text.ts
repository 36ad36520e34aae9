import { firstSigns } from '../../../contract/graphemes.ts'
import { nameProblem } from '../../../contract/scalars.ts'

/** Those that titles are written with; others stay as they are. */
const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  middot: '·',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  lsaquo: '‹',
  rsaquo: '›',
  times: '×',
  yen: '¥',
  euro: '€',
  pound: '£',
  cent: '¢',
  deg: '°',
  sect: '§',
  para: '¶',
  plusmn: '±',
  rarr: '→',
  larr: '←',
  szlig: 'ß',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
}

const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));?/g

const signOf = (code: number) =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd'

/** What an attribute or a title says, without references to signs. */
export const decodeEntities = (text: string): string =>
  text.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return signOf(Number(decimal))
    if (hex !== undefined) return signOf(parseInt(hex, 16))
    return named[name ?? ''] ?? whole
  })

/** Controls, what turns the direction of the text around it, what cannot be seen, and blanks of all kinds. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}\ufeff\ufffc\ufffd\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]+/gu

/** Text for one line: as it is read, at most so many signs, with what is left out marked. Empty if none can be seen. */
export function plainText(raw: string, most: number): string {
  // A sign may be written with up to ten characters, and seen with many.
  const text = decodeEntities(raw.slice(0, most * 40))
    .replace(unseen, ' ')
    .trim()
    .toWellFormed()
  if (text === '' || nameProblem(text) !== undefined) return ''
  const start = firstSigns(text, most)
  return start === text ? text : `${start.trimEnd()}…`
}
