import { fitting } from '../../../contract/graphemes.ts'

const longest = 255
/** Control characters, and marks that turn the reading direction: with them `gpj.exe` reads as `exe.jpg`. */
const hidden = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * The name a person gave a file: without folders, in one form of Unicode, at most 255 characters with its extension
 * kept.
 */
export function cleanFileName(given: string): string {
  const plain =
    given
      .replaceAll(/%22/g, '"') // browsers write quotation marks so in form data
      .replaceAll(hidden, '')
      .split(/[/\\]/)
      .at(-1)
      ?.trim()
      .normalize('NFC')
      .toWellFormed() ?? ''
  if (plain === '' || plain === '.' || plain === '..') return 'file'
  if (plain.length <= longest) return plain
  const ending = extensionOf(plain)
  const tail = ending === '' ? '' : plain.slice(-ending.length - 1)
  return fitting(plain, longest - tail.length) + tail
}

/** Lower case, without a dot; empty where there is none or it is no extension but part of the name. */
export const extensionOf = (name: string): string => /.\.([a-z0-9]{1,16})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
