import type { z } from 'zod'
import type { MessageRow, SentMessage } from '../../../contract/messages.ts'
import type { Face } from '../../bus/bus.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Message, StoredFile } from '../../store/store.ts'
import { fileWire } from '../files/wire.ts'

/** A message as a history shows it. `state` is ignored where it was recalled. */
export function rowWire(message: Message, sender: Face, file: StoredFile | null, state: number, url: Url): z.output<typeof MessageRow> {
  return {
    senderId: message.senderId, receiverId: message.receiverId, content: message.content, sendTime: message.sentAt,
    state: message.recalledBy === null ? state : 6, type: message.type, platform: null,
    name: sender.name, avatar: faceUrl(url, sender), id: message.id, seq: message.seq, change: message.change,
    fileId: message.fileId, file: file && fileWire(file, url), atIds: message.atIds && message.atIds.join(','), recallerId: message.recalledBy,
  }
}

/** What the sender is told. */
export const sentWire = (message: Message): z.output<typeof SentMessage> => ({
  senderId: message.senderId, receiverId: message.receiverId, content: message.content, sendTime: message.sentAt, seq: message.seq,
  type: message.type, fileId: message.fileId, atIds: message.atIds && message.atIds.join(','), device: null, id: message.id,
})
