import {
  Bookmark,
  CheckCheck,
  Copy,
  Download,
  Forward,
  ListChecks,
  MailWarning,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Trash2,
  Undo2,
} from '@lucide/vue'
import { computed, nextTick, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { serverNow } from '../../session.ts'
import type { Item } from '../../state/items.ts'
import { chat } from '../../text/chat.ts'
import { following } from '../../text/following.ts'
import type { MenuAction } from '../../ui/menu-entry.ts'
import { forwarding } from './forward-state.ts'
import {
  copyMessage,
  mayEdit,
  mayPin,
  mayRecall,
  mayUnread,
  pin,
  quoteOf,
  react,
  recall,
  save,
  unreadFrom,
} from './message-actions.ts'
import type { Room } from './room.ts'

type Asks = { readList(item: Item): void; react(item: Item): void }

/** What can be done with the message that is pointed at. */
export function useMessageMenu(room: Room, { readList }: Asks) {
  const router = useRouter()
  const menuItem = shallowRef<Item>()
  /** Each opening says what may be done then, though the message is the same. */
  const openings = shallowRef(0)

  const entries = computed<(MenuAction | '-')[]>(() => {
    const item = openings.value > 0 ? menuItem.value : undefined
    if (!item) return []
    const { row } = item
    if (row.seq === 0) {
      return [
        ...(item.state === 'failed'
          ? [{ label: chat.retry, icon: Undo2, run: () => void room.engine.outbox.retry(row.id) }]
          : []),
        ...(row.type === 1 ? [{ label: chat.copy, icon: Copy, run: () => void copyMessage(item) }] : []),
        { label: chat.giveUp, icon: Trash2, tone: 'bad', run: () => void room.engine.outbox.cancel(row.id) },
      ]
    }
    const now = serverNow()
    return [
      {
        label: chat.reply,
        icon: Reply,
        run: () => {
          room.replying.value = quoteOf(item)
        },
      },
      {
        label: chat.forward,
        icon: Forward,
        run: () => {
          forwarding.value = { place: room.place, seqs: [row.seq], rows: [row] }
        },
      },
      ...(row.type === 1 && !row.merged ? [{ label: chat.copy, icon: Copy, run: () => void copyMessage(item) }] : []),
      ...(row.file && row.type !== 4 ? [{ label: chat.download, icon: Download, run: () => download(item) }] : []),
      ...(mayEdit(item, now)
        ? [
            {
              label: chat.edit,
              icon: Pencil,
              run: () => {
                room.editing.value = item
              },
            },
          ]
        : []),
      ...(item.isMine && room.kind === 'group'
        ? [{ label: chat.whoRead, icon: CheckCheck, run: () => readList(item) }]
        : []),
      ...(mayPin(room)
        ? [
            {
              label: row.pin ? chat.unpin : chat.pin,
              icon: row.pin ? PinOff : Pin,
              run: () => void pin(room, row, !row.pin),
            },
          ]
        : []),
      {
        label: following.save,
        icon: Bookmark,
        run: () => void save(room, row, () => void router.push({ name: 'saved' })),
      },
      ...(mayUnread(room, item)
        ? [
            {
              label: following.unreadFromHere,
              icon: MailWarning,
              run: () => {
                // What is looked at is read: one leaves it for later.
                void router.push({ name: 'messages' }).then(() => unreadFrom(room, row))
              },
            },
          ]
        : []),
      {
        label: chat.select,
        icon: ListChecks,
        run: () => {
          room.selection.value = new Set([row.seq])
        },
      },
      ...(mayRecall(room, item, now)
        ? ['-' as const, { label: chat.recall, icon: Undo2, tone: 'bad' as const, run: () => void recall(room, item) }]
        : []),
    ]
  })

  const itemAt = (element: Element | null): Item | undefined => {
    const key = element?.closest('[data-key]')?.getAttribute('data-key')
    return key ? room.chat.items.value.find(item => item.key === key) : undefined
  }

  return {
    menuItem,
    entries,
    /** The message of which this is a part. */
    itemAt,
    /**
     * Notes what is under the pointer, before the menu opens; where it has nothing to say, the browser's own menu
     * opens.
     */
    point(event: Event): void {
      const target = event.target as Element
      const isForBrowser =
        event.type === 'contextmenu' && target.closest('a[target], input, textarea, audio, video') !== null
      openings.value += 1
      menuItem.value = isForBrowser || room.selection.value ? undefined : itemAt(target)
      if (event.type === 'contextmenu' && !menuItem.value) event.stopPropagation()
    },
    /** Opens the menu of a message at its button. */
    async openAt(item: Item, element: HTMLElement): Promise<void> {
      openings.value += 1
      menuItem.value = item
      await nextTick()
      const { left, bottom } = element.getBoundingClientRect()
      element.dispatchEvent(
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom + 4 }),
      )
    },
    /** One of the quick reactions: again takes it away. */
    pick(emoji: string): void {
      const item = menuItem.value
      if (!item) return
      const isGiven = item.row.reactions.some(each => each.emoji === emoji && each.userIds.includes(room.viewer.id))
      void react(room, item.row, emoji, !isGiven)
    },
  }
}

function download({ row }: Item): void {
  if (!row.file) return
  const link = document.createElement('a')
  link.href = row.file.hdUrl
  link.download = row.file.text
  link.click()
}
