import type { DatabaseSync } from 'node:sqlite'
import type { Line } from '../conversations.ts'
import * as rules from '../log/append.ts'
import { edit as editRule, pin as pinRule, react as reactRule, recall as recallRule } from '../log/change-message.ts'
import { eventText } from '../log/event-text.ts'
import { movePosition as movePositionRule } from '../log/position.ts'
import { writingRefusal } from '../log/state.ts'
import type { Receipt, Rewritten } from '../log/state.ts'
import type {
  Appended,
  Draft,
  Edited,
  Message,
  Messages,
  Moved,
  Pinned,
  Reacted,
  Recalled,
  SystemEvent,
} from '../messages.ts'
import { messageOf } from '../sql/rows.ts'
import type { FileLife } from './file-life.ts'
import type { LogConversation, LogState } from './log-state.ts'
import { createPinRows } from './pin-rows.ts'
import { createReactionRows } from './reaction-rows.ts'

type MessageRow = Parameters<typeof messageOf>[0]

/**
 * A new message's place, and who of those mentioned is there; the rest of it is the draft, which the caller has. Saves
 * copying it between threads.
 */
export type Stored = {
  outcome: 'placed'
  conversationId: number
  seq: number
  sentAt: number
  memberVersion: number
  atIds?: number[] | null
}

/**
 * The writes of the message path, in the order they come in, all inside the commit that is open: each loads, asks a
 * rule of `store/log`, and writes what it says.
 */
export function createLogWrites(db: DatabaseSync, log: LogState, files: FileLife) {
  const insert =
    db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, file_id, at_ids, sent_at, extra)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_id, sender_id) DO NOTHING`)
  const insertLine =
    db.prepare(`INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, sent_at, extra, is_counted)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0)`)
  const insertMention = db.prepare(
    'INSERT INTO mentions (conversation_id, user_id, seq, sent_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const insertReply = db.prepare('INSERT INTO replies (conversation_id, reply_seq, seq) VALUES (?, ?, ?)')
  const deleteReply = db.prepare('DELETE FROM replies WHERE conversation_id = ? AND reply_seq = ? AND seq = ?')
  const forgetSaved = db.prepare('DELETE FROM saved_messages WHERE conversation_id = ? AND seq = ?')
  const byClientId = db.prepare('SELECT * FROM messages WHERE client_id = ? AND sender_id = ?')
  const bySeq = db.prepare('SELECT * FROM messages WHERE conversation_id = ? AND seq = ?')
  const replace = db.prepare(
    'UPDATE messages SET content = ?, file_id = ?, at_ids = ?, extra = ?, is_counted = ?, change = ?, recalled_by = ? WHERE conversation_id = ? AND seq = ?',
  )
  const renumber = db.prepare('UPDATE messages SET change = ? WHERE conversation_id = ? AND seq = ?')
  const deleteMention = db.prepare('DELETE FROM mentions WHERE conversation_id = ? AND user_id = ? AND seq = ?')
  const leftBetween = db.prepare(
    'SELECT 1 FROM members WHERE conversation_id = ? AND left_change >= ? AND left_change < ? LIMIT 1',
  )
  const logReceipt = db.prepare(
    'INSERT INTO receipts (conversation_id, change, user_id, delivered_seq, read_seq) VALUES (?, ?, ?, ?, ?)',
  )
  const reactions = createReactionRows(db)
  const pins = createPinRows(db)

  const messageIn = (conversation: LogConversation, row: MessageRow) =>
    messageOf(row, { kind: conversation.state.kind, low_id: conversation.lowId, high_id: conversation.highId })

  const writeReceipt = (conversation: LogConversation, userId: number, { change, deliveredSeq, readSeq }: Receipt) =>
    logReceipt.run(conversation.id, change, userId, deliveredSeq, readSeq)

  /** A stored message and its conversation. */
  function find(conversationId: number, seq: number): { conversation: LogConversation; message: Message } | undefined {
    const conversation = log.conversation(conversationId)
    const row = bySeq.get(conversationId, seq) as MessageRow | undefined
    return conversation && row && { conversation, message: messageIn(conversation, row) }
  }

  function append(draft: Draft): Appended | Stored {
    const conversation =
      'peerId' in draft.to ? log.pair(draft.senderId, draft.to.peerId) : log.conversation(draft.to.groupId)
    if (!conversation || ('groupId' in draft.to && conversation.state.kind !== 'group'))
      return repeated(draft) ?? { outcome: 'noGroup' }
    const member = log.member(conversation, draft.senderId)
    const refusal = writingRefusal(conversation.state, member?.state, draft.sentAt)
    // To who never was in it, a group is as good as none.
    if (refusal || !member) return repeated(draft) ?? { outcome: member ? (refusal ?? 'notMember') : 'noGroup' }

    const fileIds = rules.fileIdsOf(draft)
    if (fileIds.length > 0 && (byClientId.get(draft.id, draft.senderId) !== undefined || !files.send(fileIds)))
      return repeated(draft) ?? { outcome: 'noFile' }

    const placed = rules.append(conversation.state, member.state, draft.sentAt)
    const { seq, sentAt } = placed
    const atIds = mentionedIn(conversation, draft.atIds)
    const extra = rules.extraOf(draft)
    const { changes } = insert.run(
      conversation.id,
      seq,
      draft.id,
      draft.senderId,
      draft.type,
      draft.content,
      draft.fileId,
      atIds && JSON.stringify(atIds),
      sentAt,
      extra && JSON.stringify(extra),
    )
    if (changes === 0) return repeated(draft) ?? { outcome: 'noGroup' }
    if (draft.replySeq != null) insertReply.run(conversation.id, draft.replySeq, seq)
    if (draft.merged) files.holdMerged(conversation.id, seq, draft.merged)
    if (atIds) for (const userId of atIds) insertMention.run(conversation.id, userId, seq, sentAt)
    if (placed.receipt) writeReceipt(conversation, draft.senderId, placed.receipt)
    log.put(conversation, placed.conversation)
    log.putMember(conversation, member, placed.member)
    return {
      outcome: 'placed',
      conversationId: conversation.id,
      seq,
      sentAt,
      memberVersion: conversation.memberVersion,
      ...(draft.atIds && { atIds }),
    }
  }

  const mentionedIn = (conversation: LogConversation, atIds: readonly number[] | null) =>
    rules.mentioned(atIds, userId => log.member(conversation, userId)?.state)

  /** The first answer for this (sender, id), wherever it went; undefined if there was none. */
  function repeated(draft: Draft): Appended | undefined {
    const row = byClientId.get(draft.id, draft.senderId) as MessageRow | undefined
    const conversation = row && log.conversation(row.conversation_id)
    return (
      conversation && {
        outcome: 'repeated',
        message: messageIn(conversation, row),
        memberVersion: conversation.memberVersion,
      }
    )
  }

  function movePosition(move: Parameters<Messages['movePosition']>[0]): Moved | undefined {
    const { conversationId, userId } = move
    const conversation = log.conversation(conversationId)
    const member = conversation && log.member(conversation, userId)
    if (!conversation || !member) return undefined
    const {
      seq,
      isNew,
      isUnmarked,
      change,
      receipt,
      member: after,
    } = movePositionRule(conversation.state, member.state, move)
    if (receipt) {
      writeReceipt(conversation, userId, receipt)
      log.put(conversation, { ...conversation.state, lastChange: change })
    }
    if (isNew || isUnmarked) log.putMember(conversation, member, after)
    const { deliveredSeq, readSeq } = after
    return {
      conversationId,
      kind: conversation.state.kind,
      userId,
      seq,
      deliveredSeq,
      readSeq,
      change,
      isNew,
      isUnmarked,
    }
  }

  function recall({
    conversationId,
    seq,
    userId,
    sentAfter,
    at = Date.now(),
  }: Parameters<Messages['recall']>[0]): Recalled {
    const found = find(conversationId, seq)
    if (!found) return { outcome: 'unknown' }
    const { conversation, message } = found
    const recalled = recallRule(conversation.state, message, log.member(conversation, userId)?.state, {
      userId,
      sentAfter,
    })
    if (recalled.outcome === 'repeated') return { outcome: 'repeated', message }
    if (recalled.outcome !== 'recalled') return { outcome: recalled.outcome }
    reactions.clear(conversationId, seq)
    pins.remove(conversationId, seq)
    forgetSaved.run(conversationId, seq)
    if (message.extra?.replySeq !== undefined) deleteReply.run(conversationId, message.extra.replySeq, seq)
    const after = rewrite(conversation, message, recalled.rewritten)
    const carried = [
      ...(message.fileId === null ? [] : [message.fileId]),
      ...(message.extra === null ? [] : files.letGo({ kind: 'merged', id: conversationId, place: seq })),
    ]
    return { outcome: 'recalled', message: after, released: files.releaseUnused(carried, at) }
  }

  function edit({ conversationId, seq, userId, ...given }: Parameters<Messages['edit']>[0]): Edited {
    const found = find(conversationId, seq)
    if (!found) return { outcome: 'unknown' }
    const { conversation, message } = found
    const hasLeft =
      conversation.state.kind === 'group'
      && leftBetween.get(conversationId, message.extra?.editChange ?? 0, conversation.state.lastChange + 1)
        !== undefined
    const atIds = mentionedIn(conversation, given.atIds)
    const edited = editRule(conversation.state, message, log.member(conversation, userId)?.state, {
      ...given,
      userId,
      atIds,
      hasLeft,
    })
    if (edited.outcome === 'repeated') return { outcome: 'repeated', message }
    if (edited.outcome !== 'edited') return { outcome: edited.outcome }
    return { outcome: 'edited', message: rewrite(conversation, message, edited.rewritten) }
  }

  /** A numbered change of a stored message. The only place where a text becomes another. */
  function rewrite(conversation: LogConversation, before: Message, after: Rewritten): Message {
    const { content, fileId, atIds, extra, change, recalledBy } = after
    for (const userId of before.atIds ?? []) deleteMention.run(conversation.id, userId, before.seq)
    for (const userId of atIds ?? []) insertMention.run(conversation.id, userId, before.seq, before.sentAt)
    replace.run(
      content,
      fileId,
      atIds && JSON.stringify(atIds),
      extra && JSON.stringify(extra),
      recalledBy === null ? 1 : 0,
      change,
      recalledBy,
      conversation.id,
      before.seq,
    )
    log.put(conversation, { ...conversation.state, lastChange: change })
    return { ...before, ...after }
  }

  function react({ conversationId, seq, userId, emoji, isOn, at, limit }: Parameters<Messages['react']>[0]): Reacted {
    const found = find(conversationId, seq)
    if (!found) return { outcome: 'unknown' }
    const { conversation, message } = found
    const others = isOn ? reactions.countOthers(conversationId, seq, emoji) : 0
    const reacted = reactRule(conversation.state, message, log.member(conversation, userId)?.state, {
      isOn,
      limit,
      others,
    })
    if (reacted.outcome !== 'allowed') return { outcome: reacted.outcome }
    const { change } = reacted
    const isNew = isOn
      ? reactions.add(conversationId, seq, emoji, userId, at, change)
      : reactions.remove(conversationId, seq, emoji, userId)
    if (!isNew) return { outcome: 'repeated', message }
    return { outcome: 'changed', message: numbered(conversation, message, change) }
  }

  function pin({ conversationId, seq, userId, isOn, at, limit }: Parameters<Messages['pin']>[0]): Pinned {
    const found = find(conversationId, seq)
    if (!found) return { outcome: 'unknown' }
    const { conversation, message } = found
    const others = isOn ? pins.countOthers(conversationId, seq) : 0
    const pinned = pinRule(conversation.state, message, log.member(conversation, userId)?.state, {
      isOn,
      limit,
      others,
    })
    if (pinned.outcome !== 'allowed') return { outcome: pinned.outcome }
    const { change } = pinned
    const isNew = isOn ? pins.add(conversationId, seq, userId, at, change) : pins.remove(conversationId, seq)
    if (!isNew) return { outcome: 'repeated', message }
    return { outcome: 'changed', message: numbered(conversation, message, change) }
  }

  /** A numbered change of what stands beside a stored message. */
  function numbered(conversation: LogConversation, message: Message, change: number): Message {
    renumber.run(change, conversation.id, message.seq)
    log.put(conversation, { ...conversation.state, lastChange: change })
    return { ...message, change }
  }

  /**
   * Writes what the system says. For changes of groups, after they changed the tables: the line then belongs to the
   * membership that the change has made.
   */
  function say(conversationId: number, event: SystemEvent, id: string, at: number): Line | undefined {
    const conversation = log.conversation(conversationId)
    if (!conversation) return undefined
    const { seq, sentAt, conversation: after } = rules.say(conversation.state, at)
    const content = eventText(event)
    insertLine.run(conversationId, seq, id, event.byId, content, sentAt, JSON.stringify({ event }))
    log.put(conversation, after)
    return {
      memberVersion: conversation.memberVersion,
      message: {
        conversationId,
        kind: after.kind,
        seq,
        id,
        senderId: event.byId,
        receiverId: conversationId,
        type: 1,
        content,
        fileId: null,
        atIds: null,
        sentAt,
        change: 0,
        recalledBy: null,
        extra: { event },
      },
    }
  }

  return { append, movePosition, recall, edit, react, pin, say }
}

export type LogWriter = ReturnType<typeof createLogWrites>
