import type { Message, MessageExtra, Messages } from '../messages.ts'
import { isIn, writingRefusal } from './state.ts'
import type { ConversationState, MemberState, Rewritten, WritingRefusal } from './state.ts'

type Recall = Pick<Parameters<Messages['recall']>[0], 'userId' | 'sentAfter'>
type Edit = Pick<Parameters<Messages['edit']>[0], 'userId' | 'content' | 'at' | 'sentAfter'> & {
  /** Those of the new text who are in the conversation now. */
  atIds: number[] | null
  /** Whether somebody left while the present text stood. */
  hasLeft: boolean
}

/**
 * Empties a message. A group's owner and managers may recall at any time, the sender if it was sent after `sentAfter`;
 * nobody what the system says.
 */
export function recall(
  conversation: ConversationState,
  message: Message,
  member: MemberState | undefined,
  { userId, sentAfter }: Recall,
): { outcome: 'recalled'; rewritten: Rewritten } | { outcome: 'repeated' | 'notYours' | 'tooLate' } {
  if (message.recalledBy !== null) return { outcome: 'repeated' }
  if (message.extra?.event) return { outcome: 'notYours' }
  const isLeader = conversation.kind === 'group' && isIn(member) && member.role !== 'member'
  if (!isLeader && message.senderId !== userId) return { outcome: 'notYours' }
  if (!isLeader && message.sentAt < sentAfter) return { outcome: 'tooLate' }
  const change = conversation.lastChange + 1
  return {
    outcome: 'recalled',
    rewritten: { content: '', fileId: null, atIds: null, extra: null, recalledBy: userId, change },
  }
}

/** Replaces text and mentions of the sender's own text, if they could send now; the same again changes nothing. */
export function edit(
  conversation: ConversationState,
  message: Message,
  member: MemberState | undefined,
  { userId, content, atIds, at, sentAfter, hasLeft }: Edit,
):
  | { outcome: 'edited'; rewritten: Rewritten }
  | { outcome: 'repeated' | 'notEditable' | 'recalled' | 'tooLate' | WritingRefusal } {
  const extra = message.extra ?? {}
  if (message.senderId !== userId || message.type !== 1 || extra.event || extra.merged)
    return { outcome: 'notEditable' }
  if (message.recalledBy !== null) return { outcome: 'recalled' }
  const refusal = writingRefusal(conversation, member, at)
  if (refusal) return { outcome: refusal }
  if (message.sentAt < sentAfter) return { outcome: 'tooLate' }
  if (message.content === content && JSON.stringify(message.atIds) === JSON.stringify(atIds))
    return { outcome: 'repeated' }
  const change = conversation.lastChange + 1
  const past = hasLeft ? { past: [...(extra.past ?? []), textUntil(message, extra, change)] } : {}
  const edited = { ...extra, ...past, editChange: change, editedAt: Math.max(at, message.sentAt) }
  return {
    outcome: 'edited',
    rewritten: { content, fileId: message.fileId, atIds, extra: edited, recalledBy: null, change },
  }
}

/** The present text, for those who left while it stood: they go on reading it. */
const textUntil = ({ content, atIds }: Message, { editedAt }: MessageExtra, until: number) => ({
  until,
  content,
  atIds,
  ...(editedAt !== undefined && { editedAt }),
})

/** Whether a message may be pinned or taken down, and with which change number. `others`: those that are pinned. */
export function pin(
  conversation: ConversationState,
  message: Message,
  member: MemberState | undefined,
  { isOn, limit, others }: { isOn: boolean; limit: number; others: number },
):
  | { outcome: 'allowed'; change: number }
  | { outcome: 'notMember' | 'notAllowed' | 'dissolved' | 'unknown' | 'recalled' | 'tooMany' } {
  if (!isIn(member)) return { outcome: 'notMember' }
  if (conversation.isDissolved) return { outcome: 'dissolved' }
  if (conversation.kind === 'group' && member.role === 'member') return { outcome: 'notAllowed' }
  if (message.extra?.event) return { outcome: 'unknown' }
  if (message.recalledBy !== null) return { outcome: 'recalled' }
  if (isOn && others >= limit) return { outcome: 'tooMany' }
  return { outcome: 'allowed', change: conversation.lastChange + 1 }
}

/**
 * Whether one person's emoji may be added to a message or taken away, and with which change number. `others`: different
 * emoji that are on it besides this one.
 */
export function react(
  conversation: ConversationState,
  message: Message,
  member: MemberState | undefined,
  { isOn, limit, others }: { isOn: boolean; limit: number; others: number },
): { outcome: 'allowed'; change: number } | { outcome: 'notMember' | 'dissolved' | 'recalled' | 'tooMany' } {
  if (!isIn(member)) return { outcome: 'notMember' }
  if (conversation.isDissolved) return { outcome: 'dissolved' }
  if (message.recalledBy !== null) return { outcome: 'recalled' }
  if (isOn && others >= limit) return { outcome: 'tooMany' }
  return { outcome: 'allowed', change: conversation.lastChange + 1 }
}
