import type { NotifyLevel } from '../../../contract/notify-level.ts'
import type { OwnSettings } from '../conversations.ts'
import { movePosition } from './position.ts'
import type { Position } from './position.ts'
import { visibleSeq } from './state.ts'
import type { ConversationState, MemberState } from './state.ts'

/** What a member keeps of a conversation besides positions. */
export type Kept = {
  isPinned: boolean
  notify: NotifyLevel
  /** In the list again from this place on; 0 if it was never hidden. */ hiddenSeq: number
}

type Change = { isPinned?: boolean; notify?: NotifyLevel; isMarked?: boolean; unreadSeq?: number }

/** A member's own settings as they are told. */
const settingsOf = (
  conversation: ConversationState,
  member: MemberState,
  { isPinned, notify, hiddenSeq }: Kept,
): OwnSettings => ({
  isPinned,
  notify,
  isMarked: member.isMarked,
  readSeq: member.readSeq,
  unreadSeq: member.unreadSeq,
  isHidden: visibleSeq(conversation, member) < hiddenSeq,
})

/**
 * Changes what is given. It disturbs nobody: no change number, no version. Pinning and marking bring a hidden
 * conversation back into the list.
 */
export function changeSettings(
  conversation: ConversationState,
  member: MemberState,
  kept: Kept,
  { isPinned, notify, isMarked, unreadSeq = member.unreadSeq }: Change,
): { settings: OwnSettings; isNew: boolean; member: MemberState; kept: Kept } {
  const isUnreadAgain = unreadSeq > 0 && unreadSeq <= member.readSeq && unreadSeq !== member.unreadSeq
  const after = {
    member: {
      ...member,
      isMarked: isMarked ?? member.isMarked,
      unreadSeq: unreadSeq > member.readSeq ? 0 : unreadSeq,
    },
    kept: {
      isPinned: isPinned ?? kept.isPinned,
      notify: notify ?? kept.notify,
      hiddenSeq: isPinned || isMarked || isUnreadAgain ? 0 : kept.hiddenSeq,
    },
  }
  const before = settingsOf(conversation, member, kept)
  const settings = settingsOf(conversation, after.member, after.kept)
  const isNew = (Object.keys(settings) as (keyof OwnSettings)[]).some(name => before[name] !== settings[name])
  return { settings, isNew, ...after }
}

/** Takes a conversation out of the list until the next message; everything in it is read then. */
export function hide(
  conversation: ConversationState,
  member: MemberState,
  kept: Kept,
): { settings: OwnSettings; isNew: boolean; position: Position; kept: Kept } {
  const seq = visibleSeq(conversation, member)
  const isHidden = settingsOf(conversation, member, kept).isHidden
  const position = movePosition(conversation, member, { seq, isRead: true })
  const after = isHidden ? kept : { ...kept, hiddenSeq: seq + 1 }
  return {
    settings: settingsOf(conversation, position.member, after),
    isNew: !isHidden || position.isNew || position.isUnmarked,
    position,
    kept: after,
  }
}
