/** Characters of an address; a longer one stays text, because a part of it would lead elsewhere. */
export const longestAddress = 2000
/** Characters that may name a host, with a name and password before it. */
const longestAuthority = 320

/** What begins an address. */
const prefix = /https?:\/\/|www\./iy
/**
 * What ends one: blanks, what is not drawn, quotation marks, the punctuation of Chinese texts, arrows and the like,
 * emoji, and letters of scripts whose sentences go on right after an address.
 */
const endsBySign =
  /[\s\p{C}\p{Extended_Pictographic}\p{RI}<>"`|\\«»\u2010-\u205f\u2190-\u2bff\u3000-\u303f\ufe30-\ufe4f\uff00-\uffef]/u
const endsByScript =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/u
const endsAddress = (sign: string) => endsBySign.test(sign) || endsByScript.test(sign)
/** A host in letters of another script begins with one of them, then they belong to it: `https://例子.中国/a`. */
const foreignHost = /(?:www\.)?(?=[^\p{ASCII}])[\p{L}\p{N}\p{M}.-]{3,253}/uy
/** The sentence's own signs at the end of an address. */
const isOfSentence = (sign: string) => ".,;:!?'*~·¡¿".includes(sign)
const isWord = /[\w]/
const isDotted = /[^.]\.[^.]/

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const isClosing = (sign: string) => sign === ')' || sign === ']' || sign === '}'

type FoundLink = { href?: string; end: number }

/**
 * The address that begins here, and where it ends. Without `href` there is none, and the search goes on at `end`.
 * `isSign` says whether a bracket begins something of our own, which ends an address too.
 */
export function linkAt(text: string, from: number, isSign: (at: number) => boolean): FoundLink {
  const start = startOf(text, from)
  if (start === undefined) return { end: from + 1 }
  if (!mayBeHost(text, start)) return { end: Math.max(start, from + 1) }
  const { end, whole } = endOf(text, hostEnd(text, start), isSign)
  if (end - from > longestAddress) return { end: whole }
  const address = text.slice(from, end)
  const url = urlOf(start === from ? `https://${address}` : address)
  return url && isHost(url.hostname) ? { href: url.href, end } : { end: whole }
}

const isHost = (name: string) => isDotted.test(name) || name === 'localhost' || name.startsWith('[')

/** Where the host begins; undefined if no address begins here. `www.` is part of the host. */
function startOf(text: string, from: number): number | undefined {
  prefix.lastIndex = from
  const before = text.charAt(from - 1)
  const [found] = prefix.exec(text) ?? []
  if (found === undefined || isWord.test(before)) return undefined
  const isBare = !found.endsWith('/')
  return isBare && (before === '@' || before === '.' || before === '-')
    ? undefined
    : isBare
      ? from
      : from + found.length
}

/** A look ahead, so that what names no host is not read as far as an address may go. */
function mayBeHost(text: string, start: number): boolean {
  const authority = text.slice(start, start + longestAuthority).split(/[/?#\s]/, 1)[0] ?? ''
  return isDotted.test(authority) || /^(?:[^@]*@)?localhost/i.test(authority) || authority.includes('[')
}

function hostEnd(text: string, start: number): number {
  foreignHost.lastIndex = start
  return foreignHost.test(text) ? foreignHost.lastIndex : start
}

/**
 * Where the address ends for a reader, and where its run of signs does. A bracket that nothing closes, or opened
 * outside, is not part of it.
 */
function endOf(text: string, from: number, isSign: (at: number) => boolean): { end: number; whole: number } {
  const open: { at: number; closing: string }[] = []
  let at = from
  let isWhole = false
  for (let sign = signAt(text, at); sign !== '' && !endsAddress(sign); sign = signAt(text, at)) {
    if (sign === '[' && isSign(at)) break
    const close = closing[sign]
    if (close !== undefined) open.push({ at, closing: close })
    else if (isClosing(sign) && open.pop()?.closing !== sign) {
      isWhole = true
      break
    }
    at += sign.length
  }
  let end = isWhole ? at : (open[0]?.at ?? at)
  while (end > from && isOfSentence(text.charAt(end - 1))) end -= 1
  return { end, whole: Math.max(at, from) }
}

const signAt = (text: string, at: number): string => {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
