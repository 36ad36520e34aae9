import { Refused } from './refused.ts'

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

/** Share of the signs that must be common ones for an old encoding to be believed. */
const plausible = 0.7

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
function decode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function decodeUnmarked(bytes: Uint8Array): string {
  const utf8 = decode(bytes, 'utf-8')
  if (utf8 !== undefined) return utf8
  // GBK and Big5 share most of their codes: the one in which the signs are common ones is the right one.
  const [gb, big5] = [commonShare(bytes, isCommonGb), commonShare(bytes, isCommonBig5)]
  const better: Encoding = gb >= big5 ? 'gb18030' : 'big5'
  const text = Math.max(gb, big5) >= plausible && Math.abs(gb - big5) >= 0.1 ? decode(bytes, better) : undefined
  if (text !== undefined) return text
  throw new Refused({ name: 'table.unclearEncoding', line: brokenLine(bytes) })
}

const isBetween = (byte: number, least: number, most: number) => byte >= least && byte <= most

type Pair = (lead: number, trail: number) => boolean
/** The 3,755 commonest signs of GB2312, and its punctuation and full-width letters. */
const isCommonGb: Pair = (lead, trail) =>
  isBetween(trail, 0xa1, 0xfe) && (isBetween(lead, 0xb0, 0xd7) || isBetween(lead, 0xa1, 0xa3))
/** The 5,401 commonest signs of Big5, and its punctuation. */
const isCommonBig5: Pair = (lead, trail) =>
  isBetween(lead, 0xa1, 0xc6) && (isBetween(trail, 0x40, 0x7e) || isBetween(trail, 0xa1, 0xfe))

/** How many of the two-byte signs are common ones, from 0 to 1. */
function commonShare(bytes: Uint8Array, isCommon: Pair): number {
  let signs = 0
  let common = 0
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) continue
    signs += 1
    at += 1
    if (isCommon(lead, bytes[at] ?? 0)) common += 1
  }
  return signs === 0 ? 0 : common / signs
}

/** The first line that is not UTF-8, from 1. */
function brokenLine(bytes: Uint8Array): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    if (decode(bytes.subarray(start, end === -1 ? bytes.length : end), 'utf-8') === undefined) break
    if (end === -1) break
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
