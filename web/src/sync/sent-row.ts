import { idOf } from './conversation-key.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { Sent } from './posting.ts'
import type { Row } from './row.ts'

type Viewer = { id: number; name: string; avatar: string }

/** A message of one's own as a history would show it, before the server has it (`seq` 0) and after. */
export function rowOf(entry: OutboxEntry, sent: Sent | undefined, viewer: Viewer): Row {
  return {
    senderId: viewer.id,
    receiverId: idOf(entry.key),
    content: sent?.content ?? entry.content,
    sendTime: sent?.sendTime ?? entry.writtenAt,
    state: entry.key.startsWith('g') ? 2 : 0,
    type: entry.type,
    platform: null,
    name: viewer.name,
    avatar: viewer.avatar,
    id: entry.id,
    seq: sent?.seq ?? 0,
    change: 0,
    fileId: entry.uploaded?.id ?? null,
    file: entry.uploaded ?? null,
    atIds: entry.atIds?.length ? entry.atIds.join(',') : null,
    recallerId: null,
    reply: entry.reply ?? null,
    reactions: [],
    pin: null,
    editTime: null,
    event: null,
    merged: null,
  }
}
