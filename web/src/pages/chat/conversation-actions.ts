import { Bell, BellOff, EyeOff, MailCheck, MailWarning, Pin, PinOff } from '@lucide/vue'
import { hideConversation, setConversation } from '../../../../contract/conversations.ts'
import { ask, engine } from '../../session.ts'
import type { Conversation } from '../../state/conversations.ts'
import { miniTypeOf } from '../../sync/conversation-key.ts'
import { chat } from '../../text/chat.ts'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import type { SwipeAction } from '../../ui/swipe-action.ts'
import { toast } from '../../ui/toast.ts'

const placeOf = ({ key, id }: Conversation) => ({ miniType: miniTypeOf(key), targetId: id })

/** In a query only digits say yes and no. */
const flag = (isOn: boolean) => (isOn ? (1 as const) : (0 as const))

async function change(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    engine.value?.rereadList()
  } catch (error) {
    toast.fail(error)
  }
}

export const pin = (conversation: Conversation, isOn: boolean) =>
  change(() => ask(setConversation, { query: { ...placeOf(conversation), top: flag(isOn) } }))
export const mute = (conversation: Conversation, isOn: boolean) =>
  change(() => ask(setConversation, { query: { ...placeOf(conversation), mute: flag(isOn) } }))
export const markUnread = (conversation: Conversation, isOn: boolean) =>
  change(() => ask(setConversation, { query: { ...placeOf(conversation), unread: flag(isOn) } }))
export const hide = (conversation: Conversation) =>
  change(() => ask(hideConversation, { query: placeOf(conversation) }))

type Asks = { onHidden(): void }

/** The same wherever it is offered. */
function actionsOf(conversation: Conversation, { onHidden }: Asks) {
  const { isPinned, isMuted, count } = conversation
  const isUnread = count > 0 || conversation.isMarked
  return {
    pin: {
      label: isPinned ? chat.unpin : chat.pin,
      icon: isPinned ? PinOff : Pin,
      run: () => void pin(conversation, !isPinned),
    },
    mute: {
      label: isMuted ? chat.unmute : chat.mute,
      icon: isMuted ? Bell : BellOff,
      run: () => void mute(conversation, !isMuted),
    },
    mark: {
      label: isUnread ? chat.markRead : chat.markUnread,
      icon: isUnread ? MailCheck : MailWarning,
      run: () => void markUnread(conversation, !isUnread),
    },
    hide: { label: chat.hide, icon: EyeOff, run: () => void hide(conversation).then(onHidden) },
  }
}

/** What can be done with a conversation in the list. */
export function conversationMenu(conversation: Conversation, asks: Asks): MenuEntry[] {
  const { pin, mute, mark, hide } = actionsOf(conversation, asks)
  return [pin, mute, mark, '-', hide]
}

/** What of it lies behind its row. */
export function conversationSwipes(conversation: Conversation, asks: Asks): SwipeAction[] {
  const { pin, mark, hide } = actionsOf(conversation, asks)
  const isUnread = conversation.count > 0 || conversation.isMarked
  return [
    { ...mark, label: isUnread ? chat.markReadShort : chat.markUnreadShort },
    { ...pin, tone: 'main' },
    { ...hide, label: chat.hideShort, tone: 'bad' },
  ]
}
