import { kindOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { OutboxEntry } from '../sync/outbox-entry.ts'
import { isRecalled, reachOf } from '../sync/row.ts'
import type { Positions, Row } from '../sync/row.ts'
import { rowOf } from '../sync/sent-row.ts'

/**
 * How a message is. One's own go from `sending` (or `failed`) to `sent`, and in direct conversations on to `delivered`
 * and `read`; those of others are `received`.
 */
type ItemState = 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | 'received' | 'recalled'

/** A message as a conversation shows it. Replaced, never changed. */
export type Item = {
  /** Stays the same from the moment it is written: the sender and the message's id. */
  key: string
  /** As a history has it; `seq` is 0 until the server has it. */
  row: Row
  isMine: boolean
  state: ItemState
  /** While it is on its way: the file, the refusal. */
  entry: OutboxEntry | undefined
}

type Viewer = { id: number; name: string; avatar: string }

const itemKey = (row: Pick<Row, 'senderId' | 'id'>) => `${row.senderId}:${row.id}`

export function itemOf(conversation: ConversationKey, row: Row, viewerId: number, positions: Positions): Item {
  const isMine = row.senderId === viewerId
  const isDirect = kindOf(conversation) === 'direct'
  const state = isRecalled(row)
    ? 'recalled'
    : !isMine
      ? 'received'
      : isDirect
        ? reachOf(row.seq, positions[row.receiverId])
        : 'sent'
  return { key: itemKey(row), row, isMine, state, entry: undefined }
}

export function pendingItemOf(entry: OutboxEntry, viewer: Viewer): Item {
  const row = rowOf(entry, undefined, viewer)
  return { key: itemKey(row), row, isMine: true, state: entry.state === 'failed' ? 'failed' : 'sending', entry }
}
