import { familiarShare } from './familiar-signs.ts'
import { Refused } from './refused.ts'
import { soundOf } from './sound-words.ts'

/** Encodings that an administrator may name. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5'] as const
export type Encoding = (typeof encodings)[number]

/** By the names that people write; undefined if there is none. */
export function encodingNamed(name: string): Encoding | undefined {
  const plain = name.toLowerCase().replaceAll('_', '-')
  if (['gbk', 'gb2312', 'cp936', 'ansi'].includes(plain)) return 'gb18030'
  return encodings.find(each => each === plain || each.replace('-', '') === plain)
}

const byteOrderMarks: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** First bytes of what is saved under a wrong name: a workbook of Excel, new (zip) and old. */
const workbooks = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
]

/**
 * Encodings of before Unicode share most of their codes: what is read in one is valid in others. Those that are not
 * read must not be taken for one that is.
 */
const oldReadings = [
  { encoding: 'gb18030', language: 'chinese' },
  { encoding: 'big5', language: 'chinese' },
  { encoding: 'euc-kr', language: 'korean' },
  { encoding: 'shift_jis', language: 'japanese' },
  { encoding: 'euc-jp', language: 'japanese' },
] as const
/** Share of familiar signs for which an old encoding is believed, and how much less those have that are not it. */
const [familiarEnough, clearlyMore] = [0.4, 0.25]

/**
 * The text of a table file in the encoding that an office program saved it in: UTF-8, UTF-16, GB18030 (with GBK and
 * GB2312) or Big5. Fails with `Refused` if the encoding is not clear or the text is damaged: half-read names
 * would become people.
 */
export function decodeTable(bytes: Uint8Array, named?: Encoding): string {
  if (workbooks.some(start => startsWith(bytes, start))) throw new Refused({ name: 'table.workbook' })
  const encoding = named ?? markedEncoding(bytes) ?? unmarkedUtf16(bytes)
  const text = encoding === undefined ? decodeUnmarked(bytes) : decode(bytes, encoding)
  if (text === undefined) throw new Refused({ name: 'table.wrongEncoding', encoding })
  refuseDamage(text)
  return text
}

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte)

const markedEncoding = (bytes: Uint8Array) => byteOrderMarks.find(([, mark]) => startsWith(bytes, mark))?.[0]

/** UTF-16 without a mark: the header is ASCII, so that every other byte of it is 0. */
function unmarkedUtf16(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === undefined || bytes[1] === undefined) return undefined
  if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : undefined
}

/** Undefined if the bytes do not fit. */
function decode(bytes: Uint8Array, encoding: Encoding | (typeof oldReadings)[number]['encoding']): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function decodeUnmarked(bytes: Uint8Array): string {
  const utf8 = decode(bytes, 'utf-8')
  const sound = utf8 === undefined ? 'odd' : soundOf(utf8)
  if (utf8 !== undefined && sound === 'sound') return utf8
  const [best, second] = oldReadings
    .flatMap(({ encoding, language }) => {
      const text = decode(bytes, encoding)
      return text === undefined ? [] : [{ encoding, text, share: familiarShare(text, language) }]
    })
    .sort((one, other) => other.share - one.share)
  const share = best?.share ?? 0
  const isClear = share >= familiarEnough && share - (second?.share ?? 0) >= clearlyMore
  // Many names are valid in both: those that are made of signs which names are made of are the right ones.
  if (utf8 !== undefined && familiarShare(utf8, 'chinese') > share) return utf8
  if (utf8 !== undefined && share < familiarEnough && (sound === 'either' || !isGb2312(bytes))) return utf8
  if (isClear && sound === 'odd' && (best?.encoding === 'gb18030' || best?.encoding === 'big5')) return best.text
  throw new Refused({ name: 'table.unclearEncoding', line: unclearLine(bytes) })
}

const isBetween = (byte: number, least: number, most: number) => byte >= least && byte <= most

/** Whether all beyond ASCII is of the 6,763 signs of GB2312. */
function isGb2312(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) continue
    at += 1
    if (!isBetween(lead, 0xb0, 0xf7) || !isBetween(bytes[at] ?? 0, 0xa1, 0xfe)) return false
  }
  return true
}

/** The first line that is not UTF-8; where all are, the first that is not ASCII. From 1. */
function unclearLine(bytes: Uint8Array): number {
  const isUtf8 = decode(bytes, 'utf-8') !== undefined
  const isUnclear = (part: Uint8Array) =>
    isUtf8 ? part.some(byte => byte >= 0x80) : decode(part, 'utf-8') === undefined
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    if (isUnclear(bytes.subarray(start, end === -1 ? bytes.length : end)) || end === -1) break
    start = end + 1
  }
  return line
}

/** Fails if an earlier conversion left its marks for signs that it could not read, or if there are bytes of no text. */
function refuseDamage(text: string): void {
  const at = text.search(/[\ufffd\0-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff]/u)
  if (at === -1) return
  const line = text.slice(0, at).split(/\r\n|\n|\r/).length
  throw new Refused({ name: 'table.damaged', line })
}
