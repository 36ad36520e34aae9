import type { Member } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'

/**
 * A row's `state` (docs/protocol.md, section 2). Direct: how far the receiver is. Group: how far the viewer is, own
 * rows 2.
 * `members` must hold the receiver, or the viewer in a group.
 */
export function stateFor(
  message: Message,
  viewerId: number,
  members: readonly Pick<Member, 'userId' | 'deliveredSeq' | 'readSeq'>[],
): number {
  if (message.recalledBy !== null) return 6
  if (message.kind === 'group' && message.senderId === viewerId) return 2
  const whose = message.kind === 'direct' ? message.receiverId : viewerId
  const member = members.find(({ userId }) => userId === whose)
  if (!member) return 0
  if (member.readSeq >= message.seq) return 2
  return member.deliveredSeq >= message.seq ? 1 : 0
}
