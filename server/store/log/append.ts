import type { Draft, MessageExtra } from '../messages.ts'
import { isIn } from './state.ts'
import type { ConversationState, MemberState, Receipt } from './state.ts'

/** The place of a new row, and the conversation after it. */
export type Placed = { seq: number; sentAt: number; conversation: ConversationState }

/** The next place in the log; its time is never before that of the row before it. */
function place(conversation: ConversationState, at: number): Placed {
  const seq = conversation.lastSeq + 1
  const sentAt = Math.max(conversation.lastSentAt, at)
  return { seq, sentAt, conversation: { ...conversation, lastSeq: seq, lastSentAt: sentAt } }
}

/** A message of somebody who may write there: its sender has read everything before it. */
export function append(
  before: ConversationState,
  sender: MemberState,
  at: number,
): Placed & { member: MemberState; receipt: Receipt | undefined } {
  const { seq, sentAt, conversation } = place(before, at)
  const receipt = sender.readSeq < before.lastSeq ? receiptOf(before, seq, seq) : undefined
  if (receipt) conversation.lastChange = receipt.change
  return {
    seq,
    sentAt,
    conversation,
    member: { ...sender, deliveredSeq: seq, readSeq: seq, unreadSeq: 0, isMarked: false },
    receipt,
  }
}

/** What the system says: it moves nobody's position and counts for nobody as unread. */
export const say = place

/** The numbered change that a position is in a direct conversation; in a group it is none. */
export const receiptOf = (
  { kind, lastChange }: ConversationState,
  deliveredSeq: number,
  readSeq: number,
): Receipt | undefined => (kind === 'direct' ? { change: lastChange + 1, deliveredSeq, readSeq } : undefined)

/** Those mentioned who are in the conversation now, each once, in the order given; 0 is everyone. Null for nobody. */
export function mentioned(
  atIds: readonly number[] | null,
  memberOf: (userId: number) => MemberState | undefined,
): number[] | null {
  if (!atIds) return null
  const present = [...new Set(atIds)].filter(userId => userId === 0 || isIn(memberOf(userId)))
  return present.length > 0 ? present : null
}

/** Every file that a draft carries, its own and those of the messages bound together in it. */
export const fileIdsOf = ({ fileId, merged }: Pick<Draft, 'fileId' | 'merged'>): number[] => [
  ...(fileId === null ? [] : [fileId]),
  ...(merged?.items.flatMap(item => item.fileId ?? []) ?? []),
]

/** What a draft has that few messages have; null for nothing. */
export function extraOf({ replySeq, merged }: Pick<Draft, 'replySeq' | 'merged'>): MessageExtra | null {
  if (replySeq == null && !merged) return null
  return { ...(replySeq != null && { replySeq }), ...(merged && { merged }) }
}
