import { createMentionFinder } from '../../../../contract/mention-places.ts'
import type { Mentioned } from '../../../../contract/mention-places.ts'
import { emoticons, withEmoticons } from '../../text/emoticons.ts'
import { linkAt } from './links.ts'

/** A message's text in pieces; every one is drawn as text, never as HTML. */
export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  /** Without an id it is somebody whose name is not known here. */
  | { kind: 'mention'; text: string; id?: number }
  | { kind: 'emoticon'; text: string; emoji: string }

/**
 * Links, mentions and emoticons that are drawn as such: more of them in one message are plain text, so that it cannot
 * hold up the page.
 */
export const mostParts = 300

const openings = /https?:\/\/|www\.|\[\/|@/gi
const emoticon = /\[\/([^[\]\s]{1,12})\]/y

function emoticonAt(text: string, at: number): (TextPart & { kind: 'emoticon' }) | undefined {
  emoticon.lastIndex = at
  const [sign = '', name = ''] = emoticon.exec(text) ?? []
  const emoji = emoticons.get(name)
  return emoji === undefined ? undefined : { kind: 'emoticon', text: sign, emoji }
}

/**
 * Finds links, emoticons and, in a message that mentions somebody, mentions. One pass: the cost grows with the length
 * alone.
 */
export function partsOf(text: string, mentioned?: Mentioned): TextPart[] {
  const mentionAt = mentioned && createMentionFinder(text, mentioned)
  const isSign = (at: number) => emoticonAt(text, at) !== undefined
  const parts: TextPart[] = []
  let from = 0
  let count = 0

  function partAt(at: number): { part?: TextPart; end: number } {
    const sign = text.charAt(at)
    if (sign !== '@' && sign !== '[') {
      const { href, end } = linkAt(text, at, isSign)
      return href === undefined ? { end } : { part: { kind: 'link', text: text.slice(at, end), href }, end }
    }
    const part = sign === '@' ? mentionAt?.(at) : emoticonAt(text, at)
    return part ? { part, end: at + part.text.length } : { end: at + 1 }
  }

  openings.lastIndex = 0
  for (let found = openings.exec(text); found && count < mostParts; found = openings.exec(text)) {
    const { part, end } = partAt(found.index)
    openings.lastIndex = end
    if (!part) continue
    if (found.index > from) parts.push({ kind: 'text', text: text.slice(from, found.index) })
    parts.push(part)
    from = end
    count += 1
  }
  if (from < text.length)
    parts.push({ kind: 'text', text: count < mostParts ? text.slice(from) : withEmoticons(text.slice(from)) })
  return parts
}

/** Emoji, each with what changes or joins it, and nothing else. */
const fewEmoji =
  /^(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*){1,3}$/u

/** Up to three emoji and nothing else: drawn large. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > 80) return false
  const drawn = withEmoticons(text.trim()).replace(/\s/g, '')
  return drawn.length <= 40 && fewEmoji.test(drawn)
}
