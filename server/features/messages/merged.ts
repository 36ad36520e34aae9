import { limits } from '../../../contract/limits.ts'
import type { Face, Shown } from '../../bus/bus.ts'
import type { Merged } from '../../store/messages.ts'

/** Characters of all texts in one merged message. */
export const mergedLength = 10 * limits.messageLength

/** What stands for a message without words, by its `type`. */
export const kindWords: Record<number, string> = { 2: '[图片]', 3: '[文件]', 4: '[语音]', 5: '[视频]' }

/**
 * What a conversation is called when it is forwarded: by its two people, or as a group without its name, which is its
 * own affair.
 */
export const mergedTitle = (two: readonly [Face, Face] | undefined): string =>
  two ? `${two[0].name}和${two[1].name}的聊天记录` : '群聊的聊天记录'

/** Messages as they are now, bound together. */
export const mergedOf = (title: string, shown: readonly Shown[]): Merged => ({
  title,
  items: shown.map(({ message, sender }) => ({
    name: sender.name,
    avatar: sender.avatar,
    userId: sender.id,
    sentAt: message.sentAt,
    type: message.type,
    content: message.content,
    fileId: message.fileId,
  })),
})

/** The same for clients that draw nothing but text: whole lines, as many as fit. */
export function mergedText({ title, items }: Merged, shown: readonly Shown[]): string {
  const lines = [`[聊天记录] ${title}`]
  let length = lines[0]?.length ?? 0
  for (const [index, { name, type, content, fileId }] of items.entries()) {
    const file = shown[index]?.files.find(({ id }) => id === fileId)
    const what =
      type === 1 ? content : [kindWords[type] ?? '[消息]', type === 3 ? file?.name : content].filter(Boolean).join(' ')
    const line = `${name}：${what}`
    length += line.length + 1
    if (length > limits.messageLength - 2) return [...lines, '…'].join('\n')
    lines.push(line)
  }
  return lines.join('\n')
}

/** Characters of a message: of its text, and of every message merged in it. */
export const lengthOf = ({ content, merged }: { content: string; merged: Merged | null | undefined }): number =>
  content.length
  + (merged?.items.reduce((sum, item) => sum + item.content.length + item.name.length + (item.avatar?.length ?? 0), 0)
    ?? 0)
