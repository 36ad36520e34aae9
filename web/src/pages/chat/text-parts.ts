import { emoticons } from './emoticons.ts'

/** A message's text in pieces; every one is drawn as text, never as HTML. */
export type TextPart =
  | { kind: 'text', text: string }
  | { kind: 'link', text: string, href: string }
  | { kind: 'mention', text: string }
  | { kind: 'emoticon', text: string, emoji: string }

/** Letters that end an address: Chinese text often follows one without a blank. */
const link = /\b(?:https?:\/\/|www\.)[^\s<>[\]"'`\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’]+/i
const emoticon = /\[\/[^[\]\s]{1,12}\]/
const mention = /@[^\s@,，。:：;；!！?？]{1,60}/u
const isInWord = /[\p{L}\p{N}_.]$/u

/** An address ends before the sentence's own punctuation, and before a bracket that was opened outside of it. */
function endOf(address: string): string {
  let text = address
  for (;;) {
    const last = text.at(-1) ?? ''
    const isOpenedOutside = last === ')' && text.split('(').length < text.split(')').length
    if (!/[.,;:!?*_~\]}]/.test(last) && !isOpenedOutside) return text
    text = text.slice(0, -1)
  }
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

function linkOf(text: string): TextPart | undefined {
  const address = endOf(text)
  const url = urlOf(/^www\./i.test(address) ? `https://${address}` : address)
  if (!url || !/^https?:$/.test(url.protocol) || (!url.hostname.includes('.') && url.hostname !== 'localhost')) return undefined
  return { kind: 'link', text: address, href: url.href }
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Finds links, emoticons and, with `names`, mentions. `names` are those of the people that the message mentions;
 * an empty list means that somebody is mentioned whose name is not known.
 */
export function partsOf(text: string, names?: readonly string[]): TextPart[] {
  const known = names && names.length > 0 ? new RegExp(`@(?:${[...names].sort((a, b) => b.length - a.length).map(escaped).join('|')})`, 'u') : undefined
  const mentions = names === undefined ? undefined : known ?? mention
  const all = new RegExp([link.source, emoticon.source, ...mentions ? [mentions.source] : []].map(source => `(${source})`).join('|'), 'giu')
  const parts: TextPart[] = []
  let from = 0
  const plain = (to: number) => { if (to > from) parts.push({ kind: 'text', text: text.slice(from, to) }) }

  for (let found = all.exec(text); found; found = all.exec(text)) {
    const [whole, address, sign] = found
    const emoji = sign === undefined ? undefined : emoticons.get(sign.slice(2, -1))
    // An `@` inside a word is an e-mail address.
    const isMention = sign === undefined && (known !== undefined || !isInWord.test(text.slice(0, found.index)))
    const part: TextPart | undefined = address !== undefined
      ? linkOf(address)
      : sign === undefined
        ? isMention ? { kind: 'mention', text: whole } : undefined
        : emoji === undefined ? undefined : { kind: 'emoticon', text: sign, emoji }
    if (!part) continue
    plain(found.index)
    parts.push(part)
    from = all.lastIndex = found.index + part.text.length
  }
  plain(text.length)
  return parts
}

/** Up to three emoji and nothing else: drawn large. */
export function isOnlyEmoji(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length === 0 || trimmed.length > 40) return false
  const drawn = trimmed.replace(new RegExp(emoticon, 'g'), sign => emoticons.get(sign.slice(2, -1)) ?? sign).replace(/\s/g, '')
  return /^(?:(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*)){1,3}$/u.test(drawn)
}
