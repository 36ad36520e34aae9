import { receiptOf } from './append.ts'
import { ownReadSeq, visibleSeq } from './state.ts'
import type { ConversationState, MemberState, Receipt } from './state.ts'

export type Position = {
  /** How far the move reached. */
  seq: number
  /** False if everything up to there was delivered, or read, before. */
  isNew: boolean
  /** Reading took a mark away, or what was unread again forward. */
  isUnmarked: boolean
  member: MemberState
  /** The newest change number after it. */
  change: number
  receipt: Receipt | undefined
}

/** Moves a member's position forward, never back, to `seq` or the last place that they may read. */
export function movePosition(
  conversation: ConversationState,
  before: MemberState,
  move: { seq: number; isRead: boolean },
): Position {
  const seq = Math.min(move.seq, visibleSeq(conversation, before))
  const deliveredSeq = Math.max(before.deliveredSeq, seq)
  const readSeq = move.isRead ? Math.max(before.readSeq, seq) : before.readSeq
  const isNew = deliveredSeq > before.deliveredSeq || readSeq > before.readSeq
  const ownSeq = Math.max(ownReadSeq(before), seq)
  const unreadSeq = !move.isRead ? before.unreadSeq : ownSeq >= readSeq ? 0 : ownSeq + 1
  const isUnmarked = move.isRead && (before.isMarked || unreadSeq !== before.unreadSeq)
  const receipt = isNew ? receiptOf(conversation, deliveredSeq, readSeq) : undefined
  return {
    seq,
    isNew,
    isUnmarked,
    receipt,
    member: { ...before, deliveredSeq, readSeq, unreadSeq, isMarked: before.isMarked && !move.isRead },
    change: receipt?.change ?? conversation.lastChange,
  }
}
