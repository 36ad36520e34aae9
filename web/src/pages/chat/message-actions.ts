import { shallowReactive } from 'vue'
import { setConversation } from '../../../../contract/conversations.ts'
import { firstSigns } from '../../../../contract/graphemes.ts'
import { limits } from '../../../../contract/limits.ts'
import { reactMessage, recallDirect, recallGroup } from '../../../../contract/messages.ts'
import { pinMessage } from '../../../../contract/pins.ts'
import { saveMessage } from '../../../../contract/saved.ts'
import { ask, serverSettings } from '../../session.ts'
import type { Item } from '../../state/items.ts'
import type { Row } from '../../sync/row.ts'
import { chat } from '../../text/chat.ts'
import { following } from '../../text/following.ts'
import { gist } from '../../text/last-line.ts'
import { copyText } from '../../ui/copy.ts'
import { toast } from '../../ui/toast.ts'
import type { Room, Written } from './room.ts'

/** Reactions that are one press away. */
export const quickReactions = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const

export async function react(room: Room, row: Row, emoji: string, isOn: boolean): Promise<void> {
  await ask(reactMessage, { body: { ...room.place, seq: row.seq, emoji, state: isOn } }).catch(toast.fail)
}

/** For everybody in the conversation. */
export async function pin(room: Room, row: Row, isOn: boolean): Promise<void> {
  try {
    await ask(pinMessage, { body: { ...room.place, seq: row.seq, state: isOn } })
    toast.done(isOn ? following.pinDone : following.unpinDone)
  } catch (error) {
    toast.fail(error)
  }
}

/** For oneself alone; `see` leads to what one saved. */
export async function save(room: Room, row: Row, see: () => void): Promise<void> {
  try {
    await ask(saveMessage, { body: { ...room.place, seq: row.seq } })
    toast.say(following.savedDone, { label: following.seeSaved, run: see })
  } catch (error) {
    toast.fail(error)
  }
}

/** For oneself alone: who wrote it goes on seeing it read. */
export async function unreadFrom(room: Room, row: Row): Promise<void> {
  try {
    await ask(setConversation, { query: { ...room.place, unreadSeq: row.seq } })
    room.engine.rereadList()
  } catch (error) {
    toast.fail(error)
  }
}

/** What others said lately can be unread again. */
export const mayUnread = ({ isOwn, conversation }: Room, { row, isMine }: Item): boolean =>
  !isOwn && !isMine && row.seq > 0 && (conversation.value?.seq ?? 0) - row.seq < limits.unreadAgain

/** Both in a talk of two, the owner and managers in a group. */
export function mayPin({ kind, self, info, hasLeft, isPeerDisabled }: Room): boolean {
  if (kind === 'direct') return !isPeerDisabled.value
  return !hasLeft.value && info.value?.dissolved === 0 && self.value !== undefined && self.value.role !== 'member'
}

/** Reactive: frame 3004 may come before the call's answer. */
const texts = shallowReactive(new Map<string, Written>())
/** What a message said that this person recalled a moment ago, to be written again. */
export const textBeforeRecall = (key: string): Written | undefined => texts.get(key)

export async function recall(room: Room, { key, row }: Item): Promise<void> {
  try {
    await ask(room.kind === 'direct' ? recallDirect : recallGroup, {
      body: { id: row.id, state: 6, senderId: row.senderId, receiverId: row.receiverId },
    })
    if (row.type === 1) texts.set(key, { content: row.content, atIds: row.atIds })
  } catch (error) {
    toast.fail(error)
  }
}

/** Own messages shortly after they were sent; the owner and managers of a group those of others too. */
export function mayRecall(room: Room, { row, isMine }: Item, now: number): boolean {
  if (row.seq === 0) return false
  if (isMine && now - row.sendTime < serverSettings.value.recallWindow) return true
  const { self } = room
  return self.value !== undefined && self.value.role !== 'member'
}

export const mayEdit = ({ row, isMine, state }: Item, now: number): boolean =>
  isMine
  && state !== 'recalled'
  && row.type === 1
  && row.seq > 0
  && !row.event
  && !row.merged
  && now - row.sendTime < serverSettings.value.editWindow

export async function copyMessage({ row }: Item): Promise<void> {
  const chosen = String(getSelection() ?? '')
  await copyText(chosen || row.content || gist(row)).then(
    () => toast.done(chat.copied),
    () => toast.fail(chat.copyFailed),
  )
}

/** The message as a reply quotes it. */
export const quoteOf = ({ row }: Pick<Item, 'row'>): NonNullable<Row['reply']> => ({
  seq: row.seq,
  id: row.id,
  senderId: row.senderId,
  name: row.name,
  type: row.type,
  content: row.type === 3 ? (row.file?.text ?? row.content) : firstSigns(row.content, 200),
  state: row.state,
})
