import { Bell, BellMinus, BellOff, EyeOff, MailCheck, MailWarning, Pin, PinOff } from '@lucide/vue'
import { hideConversation, setConversation } from '../../../../contract/conversations.ts'
import { notifyLevels } from '../../../../contract/notify-level.ts'
import type { NotifyLevel } from '../../../../contract/notify-level.ts'
import { ask, engine } from '../../session.ts'
import type { Conversation } from '../../state/conversations.ts'
import { miniTypeOf } from '../../sync/conversation-key.ts'
import { chat } from '../../text/chat.ts'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import type { SwipeAction } from '../../ui/swipe-action.ts'
import { toast } from '../../ui/toast.ts'

const placeOf = ({ key, id }: Conversation) => ({ miniType: miniTypeOf(key), targetId: id })

const levelIcons = { all: Bell, mentions: BellMinus, none: BellOff }

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
export const setNotify = (conversation: Conversation, notify: NotifyLevel) =>
  change(() => ask(setConversation, { query: { ...placeOf(conversation), notify } }))
export const markUnread = (conversation: Conversation, isOn: boolean) =>
  change(() => ask(setConversation, { query: { ...placeOf(conversation), unread: flag(isOn) } }))
export const hide = (conversation: Conversation) =>
  change(() => ask(hideConversation, { query: placeOf(conversation) }))

/** In a group one of three; in a direct conversation, where nobody needs to be mentioned, all or nothing. */
function notifyLines(conversation: Conversation): MenuEntry[] {
  const { kind, notify } = conversation
  if (kind === 'direct') {
    const isOff = notify !== 'all'
    const run = () => void setNotify(conversation, isOff ? 'all' : 'none')
    return [{ label: isOff ? chat.notifyOn : chat.notifyOff, icon: isOff ? Bell : BellOff, run }]
  }
  return [
    '-',
    { heading: chat.notify },
    ...notifyLevels.map(level => ({
      label: chat.notifyLevel(level),
      icon: levelIcons[level],
      checked: level === notify,
      run: () => void setNotify(conversation, level),
    })),
  ]
}

type Asks = { onHidden(): void }

/** The same wherever it is offered. */
function actionsOf(conversation: Conversation, { onHidden }: Asks) {
  const { isPinned, count } = conversation
  const isUnread = count > 0 || conversation.isMarked
  return {
    pin: {
      label: isPinned ? chat.unpin : chat.pin,
      icon: isPinned ? PinOff : Pin,
      run: () => void pin(conversation, !isPinned),
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
  const { pin, mark, hide } = actionsOf(conversation, asks)
  return [pin, mark, ...notifyLines(conversation), '-', hide]
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
