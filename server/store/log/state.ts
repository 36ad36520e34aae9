import type { MemberRole } from '../conversations.ts'
import type { Message } from '../messages.ts'

/*
 * The rules of the log, as functions of what a store has loaded: state and operation in, outcome and effects out. No
 * query, no clock. A store loads, asks the rule, and writes what it says, all inside one commit.
 */

/** What the rules must know of a conversation. */
export type ConversationState = {
  kind: 'direct' | 'group'
  lastSeq: number
  lastChange: number
  /** ms. */
  lastSentAt: number
  /** Nobody but the owner and the managers may write. */
  isMuted: boolean
  isDissolved: boolean
}

/** What the rules must know of somebody who is or was in it. */
export type MemberState = {
  role: MemberRole
  /** Last place this person may read after leaving; null while in. */
  leftSeq: number | null
  deliveredSeq: number
  readSeq: number
  /** Unread again from this place on, for this member alone; 0 for not. */
  unreadSeq: number
  isMarked: boolean
  /** ms until when this member may not write; 0 for not at all. */
  silencedUntil: number
}

/**
 * A member's new positions as a numbered change: in a direct conversation the other side's rows change their state with
 * it.
 */
export type Receipt = { change: number; deliveredSeq: number; readSeq: number }

/** What a stored message becomes. */
export type Rewritten = Pick<Message, 'content' | 'fileId' | 'atIds' | 'extra' | 'recalledBy' | 'change'>

export type WritingRefusal = 'notMember' | 'dissolved' | 'muted' | 'silenced'

/** Why a person may not write there at `now` (ms); undefined if they may. */
export function writingRefusal(
  conversation: ConversationState,
  member: MemberState | undefined,
  now: number,
): WritingRefusal | undefined {
  if (!isIn(member)) return 'notMember'
  if (conversation.isDissolved) return 'dissolved'
  if (conversation.isMuted && member.role === 'member') return 'muted'
  if (member.silencedUntil > now) return 'silenced'
  return undefined
}

export const isIn = (member: MemberState | undefined): member is MemberState => member?.leftSeq === null

/** The last place that somebody who is or was in it may read. */
export const visibleSeq = (conversation: ConversationState, member: MemberState): number =>
  member.leftSeq ?? conversation.lastSeq

/** Up to where it is read for the member alone: before the place from which they want it to be unread again. */
export const ownReadSeq = ({ readSeq, unreadSeq }: Pick<MemberState, 'readSeq' | 'unreadSeq'>): number =>
  unreadSeq > 0 ? Math.min(readSeq, unreadSeq - 1) : readSeq
