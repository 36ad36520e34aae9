import type { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../sql/rows.ts'
import { eventText } from '../../lib/event-text.ts'
import type { Appended, Draft, Edited, Message, MessageExtra, Messages, Moved, Recalled, SystemEvent } from '../messages.ts'
import type { Line } from '../conversations.ts'
import type { FileLife } from './file-life.ts'
import type { ConversationState, LogState, MemberState } from './log-state.ts'

type MessageRow = Parameters<typeof messageOf>[0]

/** A new message's place, and who of those mentioned is there; the rest of it is the draft, which the caller has. Saves copying it between threads. */
export type Stored = { outcome: 'placed', conversationId: number, seq: number, sentAt: number, memberVersion: number, atIds?: number[] | null }

/** The writes of the message path: plain statements, in the order they come in, all inside the commit that is open. */
export function createLogWrites(db: DatabaseSync, state: LogState, files: FileLife) {
  const insert = db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, file_id, at_ids, sent_at, extra)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_id, sender_id) DO NOTHING`)
  const insertLine = db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, sent_at, extra, is_counted)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0)`)
  const insertMention = db.prepare('INSERT INTO mentions (conversation_id, user_id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const byClientId = db.prepare('SELECT * FROM messages WHERE client_id = ? AND sender_id = ?')
  const bySeq = db.prepare('SELECT * FROM messages WHERE conversation_id = ? AND seq = ?')
  const replace = db.prepare('UPDATE messages SET content = ?, file_id = ?, at_ids = ?, extra = ?, is_counted = ?, change = ?, recalled_by = ? WHERE conversation_id = ? AND seq = ?')
  const deleteMention = db.prepare('DELETE FROM mentions WHERE conversation_id = ? AND user_id = ? AND seq = ?')
  const deleteReactions = db.prepare('DELETE FROM reactions WHERE conversation_id = ? AND seq = ?')
  const leftBetween = db.prepare('SELECT 1 FROM members WHERE conversation_id = ? AND left_change >= ? AND left_change < ? LIMIT 1')
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
    const refusal = refusalFor(conversation, member, draft.sentAt)
    // To who never was in it, a group is as good as none.
    if (refusal || !member) return repeated(draft) ?? { outcome: member ? refusal ?? 'notMember' : 'noGroup' }

    const fileIds = fileIdsOf(draft.fileId, draft.merged)
    if (fileIds.length > 0 && (byClientId.get(draft.id, draft.senderId) !== undefined || !files.send(fileIds))) return repeated(draft) ?? { outcome: 'noFile' }

    const seq = conversation.lastSeq + 1
    const sentAt = Math.max(conversation.lastSentAt, draft.sentAt)
    const atIds = presentOf(conversation, draft.atIds)
    const { changes } = insert.run(conversation.id, seq, draft.id, draft.senderId, draft.type, draft.content, draft.fileId,
      atIds && JSON.stringify(atIds), sentAt, extraOf(draft))
    if (changes === 0) return repeated(draft) ?? { outcome: 'noGroup' }
    if (draft.merged) files.holdMerged(conversation.id, seq, draft.merged)
    if (atIds) for (const userId of atIds) insertMention.run(conversation.id, userId, seq)

    if (member.readSeq < conversation.lastSeq) numberReceipt(conversation, draft.senderId, seq, seq)
    conversation.lastSeq = seq
    conversation.lastSentAt = sentAt
    member.deliveredSeq = member.readSeq = seq
    member.isMarked = false
    member.isDirty = true
    state.touch(conversation)
    return { outcome: 'placed', conversationId: conversation.id, seq, sentAt, memberVersion: conversation.memberVersion, ...draft.atIds && { atIds } }
  }

  /** Those mentioned who are in the conversation now, each once; 0 is everyone. */
  function presentOf(conversation: ConversationState, atIds: readonly number[] | null): number[] | null {
    if (!atIds) return null
    const present = [...new Set(atIds)].filter(userId => userId === 0 || state.member(conversation, userId)?.leftSeq === null)
    return present.length > 0 ? present : null
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
    const isUnmarked = move.isRead && member.isMarked
    if (isNew || isUnmarked) {
      member.deliveredSeq = deliveredSeq
      member.readSeq = readSeq
      member.isMarked &&= !move.isRead
      member.isDirty = true
      if (isNew) numberReceipt(conversation, move.userId, deliveredSeq, readSeq)
      state.touch(conversation)
    }
    return { conversationId: conversation.id, kind: conversation.kind, userId: move.userId, seq, deliveredSeq, readSeq, change: conversation.lastChange, isNew, isUnmarked }
  }

  function recall({ conversationId, seq, userId, sentAfter, at = Date.now() }: Parameters<Messages['recall']>[0]): Recalled {
    const conversation = state.conversation(conversationId)
    const row = bySeq.get(conversationId, seq) as MessageRow | undefined
    if (!conversation || !row) return { outcome: 'unknown' }
    if (row.recalled_by !== null) return { outcome: 'repeated', message: message(row, conversation) }
    const member = state.member(conversation, userId)
    if (extraIn(row).event) return { outcome: 'notYours' }
    const isLeader = conversation.kind === 'group' && member?.leftSeq === null && member.role !== 'member'
    if (!isLeader && row.sender_id !== userId) return { outcome: 'notYours' }
    if (!isLeader && row.sent_at < sentAfter) return { outcome: 'tooLate' }
    deleteReactions.run(conversationId, seq)
    const recalled = rewrite(conversation, row, { content: '', fileId: null, atIds: null, extra: null, recalledBy: userId })
    const carried = [...row.file_id === null ? [] : [row.file_id], ...row.extra === null ? [] : files.letGo({ kind: 'merged', id: conversationId, place: seq })]
    return { outcome: 'recalled', message: recalled, released: files.releaseUnused(carried, at) }
  }

  function edit({ conversationId, seq, userId, content, atIds, at, sentAfter }: Parameters<Messages['edit']>[0]): Edited {
    const conversation = state.conversation(conversationId)
    const row = bySeq.get(conversationId, seq) as MessageRow | undefined
    if (!conversation || !row) return { outcome: 'unknown' }
    const extra = extraIn(row)
    if (row.sender_id !== userId || row.type !== 1 || extra.event || extra.merged) return { outcome: 'notEditable' }
    if (row.recalled_by !== null) return { outcome: 'recalled' }
    const refusal = refusalFor(conversation, state.member(conversation, userId), at)
    if (refusal) return { outcome: refusal }
    if (row.sent_at < sentAfter) return { outcome: 'tooLate' }
    const mentioned = presentOf(conversation, atIds)
    if (row.content === content && row.at_ids === (mentioned && JSON.stringify(mentioned))) return { outcome: 'repeated', message: message(row, conversation) }
    const editChange = conversation.lastChange + 1
    const edited = { ...extra, ...earlierTexts(conversation, row, extra, editChange), editChange, editedAt: Math.max(at, row.sent_at) }
    return { outcome: 'edited', message: rewrite(conversation, row, { content, fileId: row.file_id, atIds: mentioned, extra: edited, recalledBy: null }) }
  }

  /** Who left while this text stood goes on reading it. */
  function earlierTexts(conversation: ConversationState, row: MessageRow, extra: MessageExtra, until: number): Pick<MessageExtra, 'past'> {
    if (conversation.kind === 'direct' || !leftBetween.get(conversation.id, extra.editChange ?? 0, until)) return {}
    const { content, atIds } = message(row, conversation)
    return { past: [...extra.past ?? [], { until, content, atIds, ...extra.editedAt !== undefined && { editedAt: extra.editedAt } }] }
  }

  /** A numbered change of a stored message. The only place where a text becomes another: `row` has the old one, `after` the new one. */
  function rewrite(conversation: ConversationState, row: MessageRow, after: Rewritten): Message {
    conversation.lastChange += 1
    state.touch(conversation)
    const before = message(row, conversation)
    for (const userId of before.atIds ?? []) deleteMention.run(conversation.id, userId, row.seq)
    for (const userId of after.atIds ?? []) insertMention.run(conversation.id, userId, row.seq)
    replace.run(after.content, after.fileId, after.atIds && JSON.stringify(after.atIds), after.extra && JSON.stringify(after.extra),
      after.recalledBy === null ? 1 : 0, conversation.lastChange, after.recalledBy, conversation.id, row.seq)
    return { ...before, ...after, change: conversation.lastChange }
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

  return { append, movePosition, recall, edit, say }
}

type Rewritten = Pick<Message, 'content' | 'fileId' | 'atIds' | 'extra' | 'recalledBy'>

/** Why a person may not write there now; undefined where they may. */
function refusalFor(conversation: ConversationState, member: MemberState | undefined, now: number) {
  if (!member || member.leftSeq !== null) return 'notMember'
  if (conversation.isDissolved) return 'dissolved'
  if (conversation.isMuted && member.role === 'member') return 'muted'
  if (member.silencedUntil > now) return 'silenced'
  return undefined
}

const extraIn = (row: Pick<MessageRow, 'extra'>) => row.extra === null ? {} : JSON.parse(row.extra) as MessageExtra

const fileIdsOf = (fileId: number | null, merged: Draft['merged']): number[] =>
  [...fileId === null ? [] : [fileId], ...merged?.items.flatMap(item => item.fileId ?? []) ?? []]

/** JSON for the column; null for a message without anything special. */
function extraOf({ replySeq, merged }: Draft): string | null {
  if (replySeq == null && !merged) return null
  const extra: MessageExtra = { ...replySeq != null && { replySeq }, ...merged && { merged } }
  return JSON.stringify(extra)
}

export type LogWrites = ReturnType<typeof createLogWrites>
