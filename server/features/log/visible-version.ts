import type { Conversation, Member } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'

/** Who reads: for somebody who is in, `leftChange` is null. */
export type Reader = Pick<Member, 'leftChange'>

/**
 * A message as this person may read it. Who has left reads what stood when they left; only that it was recalled
 * since holds for them too, for then its text is gone.
 */
export function visibleVersion(message: Message, { leftChange }: Reader): Message {
  if (leftChange === null || message.change <= leftChange) return message
  const past = message.extra?.past?.find(({ until }) => until > leftChange)
  const change = message.recalledBy === null ? leftChange : message.change
  if (!message.extra || !past) return { ...message, change }
  const extra = { ...message.extra }
  delete extra.editedAt
  const { content, atIds, editedAt } = past
  return { ...message, change, content, atIds, extra: { ...extra, ...(editedAt !== undefined && { editedAt }) } }
}

/** The newest change that this person hears of. */
export const newestChange = (conversation: Pick<Conversation, 'lastChange'>, { leftChange }: Reader) =>
  leftChange ?? conversation.lastChange
