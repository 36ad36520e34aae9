import type { z } from 'zod'
import { fitting } from '../../../contract/graphemes.ts'
import { limits } from '../../../contract/limits.ts'
import type { Merged as WireMerged, MessageRow, Quote, SentMessage } from '../../../contract/messages.ts'
import type { Face, Shown } from '../../bus/bus.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Merged, Message } from '../../store/messages.ts'
import { fileWire } from '../files/wire.ts'

/** A message of which nothing but itself is drawn. */
export const bare = (message: Message, sender: Face): Shown => ({
  message,
  sender,
  files: [],
  quoted: null,
  reactions: [],
  pin: null,
})

/** A message as a history shows it. `state` is ignored where it was recalled. */
export function rowWire(
  { message, sender, files, quoted, reactions, pin }: Shown,
  state: number,
  url: Url,
): z.output<typeof MessageRow> {
  const file = files.find(({ id }) => id === message.fileId)
  const { event, merged, editedAt } = message.extra ?? {}
  return {
    senderId: message.senderId,
    receiverId: message.receiverId,
    content: message.content,
    sendTime: message.sentAt,
    state: message.recalledBy === null ? state : 6,
    type: message.type,
    platform: null,
    name: sender.name,
    avatar: faceUrl(url, sender),
    id: message.id,
    seq: message.seq,
    change: message.change,
    fileId: message.fileId,
    file: file ? fileWire(file, url) : null,
    atIds: message.atIds && message.atIds.join(','),
    recallerId: message.recalledBy,
    reply: quoted && quoteWire(quoted),
    reactions: reactions.map(({ emoji, userIds }) => ({ emoji, userIds: [...userIds] })),
    pin: pin && { userId: pin.userId, name: pin.name, time: pin.at },
    editTime: editedAt ?? null,
    event: event ?? null,
    merged: merged ? mergedWire(merged, files, url) : null,
  }
}

const quoteWire = ({ message, sender, file }: NonNullable<Shown['quoted']>): z.output<typeof Quote> => ({
  seq: message.seq,
  id: message.id,
  senderId: message.senderId,
  name: sender.name,
  type: message.type,
  content: fitting(message.content || (file?.name ?? ''), limits.quoteLength),
  state: message.recalledBy === null ? 0 : 6,
})

const mergedWire = ({ title, items }: Merged, files: Shown['files'], url: Url): z.output<typeof WireMerged> => ({
  title,
  items: items.map(({ name, avatar, userId, sentAt, type, content, fileId }) => {
    const file = files.find(({ id }) => id === fileId)
    return {
      name,
      avatar: faceUrl(url, { id: userId, name, avatar }),
      sendTime: sentAt,
      type,
      content,
      file: file ? fileWire(file, url) : null,
    }
  }),
})

/** What the sender is told. */
export const sentWire = (message: Message): z.output<typeof SentMessage> => ({
  senderId: message.senderId,
  receiverId: message.receiverId,
  content: message.content,
  sendTime: message.sentAt,
  seq: message.seq,
  type: message.type,
  fileId: message.fileId,
  atIds: message.atIds && message.atIds.join(','),
  device: null,
  id: message.id,
})
