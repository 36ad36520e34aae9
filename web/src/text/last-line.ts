import { firstSigns } from '../../../contract/graphemes.ts'
import type { Conversation } from '../state/conversations.ts'
import { isMarkdownOn } from '../state/markdown-setting.ts'
import { chat } from './chat.ts'
import { withEmoticons } from './emoticons.ts'
import { eventWords } from './event-words.ts'
import { withoutMarks } from './without-marks.ts'

/** Signs of one line: more than any has room for. */
const mostSigns = 200
function oneLine(text: string): string {
  const first = firstSigns(text, 2 * mostSigns)
  const words = isMarkdownOn.value ? withoutMarks(first).trim() : ''
  return firstSigns(
    withEmoticons(words || first)
      .replace(/\s+/g, ' ')
      .trim(),
    mostSigns,
  )
}

/** What a message says in one line, by its type. */
export function gist({
  type,
  content,
  file,
}: {
  type: number
  content: string
  file?: { text: string } | null
}): string {
  switch (type) {
    case 2:
      return chat.image
    case 3:
      return `${chat.file} ${file?.text ?? content}`.trim()
    case 4:
      return chat.voice
    case 5:
      return chat.video
    default:
      return oneLine(content)
  }
}

/** Whether the line under a conversation's name is of a message on its way, and not of the last that is there. */
export const isOfSending = ({ last, sending }: Pick<Conversation, 'last' | 'sending'>): boolean =>
  sending !== undefined && (!last || sending.writtenAt >= last.sentAt || sending.state === 'failed')

/** The line under a conversation's name: what happened last, in groups with who spoke. */
export function lastLine(
  { kind, last, sending }: Pick<Conversation, 'kind' | 'last' | 'sending'>,
  viewerId: number,
): string {
  if (sending && isOfSending({ last, sending }))
    return gist({ ...sending, file: sending.file && { text: sending.file.name } })
  if (!last) return ''
  if (last.event) return eventWords(last.event, viewerId)
  const isMine = last.senderId === viewerId
  if (last.isRecalled)
    return isMine
      ? chat.recalledByYou
      : last.senderName && kind === 'group'
        ? chat.recalledBy(last.senderName)
        : chat.recalled
  const text = gist(last)
  return kind === 'group' && !isMine && last.senderName !== '' ? chat.saidBy(last.senderName, text) : text
}
