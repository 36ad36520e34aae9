import type { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../sql/rows.ts'
import { eventText } from '../../lib/event-text.ts'
import type { Appended, Draft, Line, MessageExtra, Messages, Moved, Recalled, SystemEvent } from '../store.ts'
import type { ConversationState, LogState } from './log-state.ts'

type MessageRow = Parameters<typeof messageOf>[0]

/** A new message's place; the rest of it is the draft, which the caller has. Saves copying it between threads. */
export type Stored = { outcome: 'placed', conversationId: number, seq: number, sentAt: number, memberVersion: number }

/** The writes of the message path: plain statements, in the order they come in, all inside the commit that is open. */
export function createLogWrites(db: DatabaseSync, state: LogState) {
  const insert = db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, file_id, at_ids, sent_at, extra)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_id, sender_id) DO NOTHING`)
  const insertLine = db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, sent_at, extra, is_counted)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0)`)
  const insertMention = db.prepare('INSERT INTO mentions (conversation_id, user_id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const byClientId = db.prepare('SELECT * FROM messages WHERE client_id = ? AND sender_id = ?')
  const bySeq = db.prepare('SELECT * FROM messages WHERE conversation_id = ? AND seq = ?')
  const empty = db.prepare('UPDATE messages SET content = \'\', file_id = NULL, at_ids = NULL, extra = NULL, is_counted = 0, change = ?, recalled_by = ? WHERE conversation_id = ? AND seq = ?')
  const logReceipt = db.prepare('INSERT INTO receipts (conversation_id, change, user_id, delivered_seq, read_seq) VALUES (?, ?, ?, ?, ?)')

  const message = (row: MessageRow, conversation: ConversationState) =>
    messageOf(row, { kind: conversation.kind, low_id: conversation.lowId, high_id: conversation.highId })

  /** In a direct conversation, the other side's rows change their state with this member's position. */
  const numberReceipt = (conversation: ConversationState, userId: number, deliveredSeq: number, readSeq: number) => {
    if (conversation.kind !== 'direct') return
    conversation.lastChange += 1
    logReceipt.run(conversation.id, conversation.lastChange, userId, deliveredSeq, readSeq)
  }

  function append(draft: Draft): Appended | Stored {
    const conversation = 'peerId' in draft.to ? state.pair(draft.senderId, draft.to.peerId) : state.conversation(draft.to.groupId)
    if (!conversation || ('groupId' in draft.to && conversation.kind !== 'group')) return repeated(draft) ?? { outcome: 'noGroup' }
    const member = state.member(conversation, draft.senderId)
    if (!member || member.leftSeq !== null) return repeated(draft) ?? { outcome: 'notMember' }
    if (conversation.isDissolved) return repeated(draft) ?? { outcome: 'dissolved' }
    if (conversation.isMuted && member.role === 'member') return repeated(draft) ?? { outcome: 'muted' }
    if (member.silencedUntil > draft.sentAt) return repeated(draft) ?? { outcome: 'silenced' }

    const seq = conversation.lastSeq + 1
    const sentAt = Math.max(conversation.lastSentAt, draft.sentAt)
    const { changes } = insert.run(conversation.id, seq, draft.id, draft.senderId, draft.type, draft.content, draft.fileId,
      draft.atIds && JSON.stringify(draft.atIds), sentAt, extraOf(draft))
    if (changes === 0) return repeated(draft) ?? { outcome: 'noGroup' }
    if (draft.atIds) for (const userId of draft.atIds) insertMention.run(conversation.id, userId, seq)

    if (member.readSeq < conversation.lastSeq) numberReceipt(conversation, draft.senderId, seq, seq)
    conversation.lastSeq = seq
    conversation.lastSentAt = sentAt
    member.deliveredSeq = member.readSeq = seq
    member.isMarked = false
    member.isDirty = true
    state.touch(conversation)
    return { outcome: 'placed', conversationId: conversation.id, seq, sentAt, memberVersion: conversation.memberVersion }
  }

  /** The first answer for this (sender, id), wherever it went; undefined where there was none. */
  function repeated(draft: Draft): Appended | undefined {
    const row = byClientId.get(draft.id, draft.senderId) as MessageRow | undefined
    const conversation = row && state.conversation(row.conversation_id)
    if (!conversation) return undefined
    return { outcome: 'repeated', message: message(row, conversation), memberVersion: conversation.memberVersion }
  }

  function movePosition(move: Parameters<Messages['movePosition']>[0]): Moved | undefined {
    const conversation = state.conversation(move.conversationId)
    const member = conversation && state.member(conversation, move.userId)
    if (!conversation || !member) return undefined
    const seq = Math.min(move.seq, member.leftSeq ?? conversation.lastSeq)
    const deliveredSeq = Math.max(member.deliveredSeq, seq)
    const readSeq = move.isRead ? Math.max(member.readSeq, seq) : member.readSeq
    const isNew = deliveredSeq > member.deliveredSeq || readSeq > member.readSeq
    if (isNew || (move.isRead && member.isMarked)) {
      member.deliveredSeq = deliveredSeq
      member.readSeq = readSeq
      member.isMarked &&= !move.isRead
      member.isDirty = true
      if (isNew) numberReceipt(conversation, move.userId, deliveredSeq, readSeq)
      state.touch(conversation)
    }
    return { conversationId: conversation.id, kind: conversation.kind, userId: move.userId, deliveredSeq, readSeq, change: conversation.lastChange, isNew }
  }

  function recall({ conversationId, seq, userId, sentAfter }: Parameters<Messages['recall']>[0]): Recalled {
    const conversation = state.conversation(conversationId)
    const row = bySeq.get(conversationId, seq) as MessageRow | undefined
    if (!conversation || !row) return { outcome: 'unknown' }
    if (row.recalled_by !== null) return { outcome: 'repeated', message: message(row, conversation) }
    const member = state.member(conversation, userId)
    const isOwner = conversation.kind === 'group' && member?.leftSeq === null && member.role === 'owner'
    if (!isOwner && row.sender_id !== userId) return { outcome: 'notYours' }
    if (!isOwner && row.sent_at < sentAfter) return { outcome: 'tooLate' }
    conversation.lastChange += 1
    state.touch(conversation)
    empty.run(conversation.lastChange, userId, conversationId, seq)
    return { outcome: 'recalled', message: message(bySeq.get(conversationId, seq) as MessageRow, conversation) }
  }

  /**
   * Writes what the system says. It moves nobody's position and counts for nobody as unread. For changes of groups,
   * after they changed the tables: the line then belongs to the membership that the change has made.
   */
  function say(conversationId: number, event: SystemEvent, id: string, at: number): Line | undefined {
    const conversation = state.conversation(conversationId)
    if (!conversation) return undefined
    const seq = conversation.lastSeq + 1
    const sentAt = Math.max(conversation.lastSentAt, at)
    const content = eventText(event)
    insertLine.run(conversationId, seq, id, event.byId, content, sentAt, JSON.stringify({ event }))
    conversation.lastSeq = seq
    conversation.lastSentAt = sentAt
    state.touch(conversation)
    return {
      memberVersion: conversation.memberVersion,
      message: {
        conversationId, kind: conversation.kind, seq, id, senderId: event.byId, receiverId: conversationId, type: 1, content,
        fileId: null, atIds: null, sentAt, change: 0, recalledBy: null, extra: { event },
      },
    }
  }

  return { append, movePosition, recall, say }
}

/** JSON for the column; null for a message without anything special. */
function extraOf({ replySeq, merged }: Draft): string | null {
  if (replySeq == null && !merged) return null
  const extra: MessageExtra = { ...replySeq != null && { replySeq }, ...merged && { merged } }
  return JSON.stringify(extra)
}

export type LogWrites = ReturnType<typeof createLogWrites>
