import { computed, inject, onScopeDispose, ref, shallowRef } from 'vue'
import type { InjectionKey } from 'vue'
import type { z } from 'zod'
import { frameCodes } from '../../../../contract/frame-codes.ts'
import { groupInfo } from '../../../../contract/groups.ts'
import { contactInfo } from '../../../../contract/people.ts'
import { ask, useEngine } from '../../session.ts'
import type { Item } from '../../state/items.ts'
import { idOf, kindOf, miniTypeOf } from '../../sync/conversation-key.ts'
import type { ConversationKey } from '../../sync/conversation-key.ts'
import type { Quote } from '../../sync/outbox-entry.ts'
import type { Row } from '../../sync/row.ts'
import { chat as texts } from '../../text/chat.ts'

export type GroupDetail = z.output<typeof groupInfo.reply>

/** What a message said, and whom it mentioned. */
export type Written = Pick<Row, 'content' | 'atIds'>

/** What the parts of one open conversation share. To be made by the page, within its setup. */
export function openRoom(key: ConversationKey) {
  const engine = useEngine()
  const chat = engine.openMessages(key)
  const group = shallowRef<GroupDetail>()
  const isPeerDisabled = ref(false)
  const conversation = computed(() => engine.conversations.get(key))
  const kind = kindOf(key)
  const id = idOf(key)
  const isOwn = kind === 'direct' && id === engine.viewer.id
  const highlighted = ref<number>()
  let unmark: ReturnType<typeof setTimeout> | undefined
  let jumper: ((seq: number) => Promise<boolean>) | undefined

  /** Only members are told; who is not sees the conversation all the same. */
  async function readGroup(): Promise<void> {
    if (kind === 'group') group.value = await ask(groupInfo, { query: { groupId: id } }).catch(() => group.value)
  }

  /** Nobody answers from an account that is disabled. */
  async function readPeer(): Promise<void> {
    if (kind === 'direct') isPeerDisabled.value = await ask(contactInfo, { query: { targetId: id } }).then(({ user }) => user.enable === 0, () => false)
  }

  const stopListening = engine.onFact(fact => {
    const isOfGroup = fact.type === 'frame' && fact.frame.code === frameCodes.conversationChanged && (fact.frame.data as { groupId?: number } | null)?.groupId === id
    if (isOfGroup) void readGroup()
  })
  void readGroup()
  void readPeer()
  void chat.open()
  onScopeDispose(() => {
    clearTimeout(unmark)
    stopListening()
    chat.close()
  })

  return {
    key,
    kind,
    id,
    place: { miniType: miniTypeOf(key), targetId: id },
    engine,
    viewer: engine.viewer,
    /** What is written here nobody else reads. */
    isOwn,
    chat,
    conversation,
    /** Undefined for a direct conversation, and until it is read. */
    group,
    readGroup,
    isPeerDisabled,
    /** Names of the members, whom an `@` may name. */
    memberNames: computed(() => new Set(group.value?.users.map(user => user.trueName))),
    name: computed(() => conversation.value?.name || (isOwn ? texts.toSelf : kind === 'direct' ? engine.people.face(id)?.name ?? texts.unknownPerson : group.value?.info.text ?? texts.unknownGroup)),
    /** The message that the next one answers. */
    replying: shallowRef<Quote>(),
    /** One's own message that is being edited. */
    editing: shallowRef<Item>(),
    /** Text to be put into the composer: that of a message which was recalled to be written again. */
    rewriting: shallowRef<Written>(),
    /** Seqs of what is selected; undefined while nothing is to be. */
    selection: shallowRef<ReadonlySet<number>>(),
    /** The place that was jumped to, for a moment. */
    highlighted,
    /** Shows the message at this place; false where it cannot be read. */
    async jump(seq: number): Promise<boolean> {
      const isThere = await jumper?.(seq) ?? false
      if (!isThere) return false
      clearTimeout(unmark)
      highlighted.value = seq
      unmark = setTimeout(() => { highlighted.value = undefined }, 2400)
      return true
    },
    /** The history says how it jumps. */
    onJump: (jump: typeof jumper): void => { jumper = jump },
    nameOf: (userId: number): string => {
      if (userId === engine.viewer.id) return engine.viewer.name
      return group.value?.users.find(user => user.id === userId)?.trueName ?? engine.people.face(userId)?.name ?? texts.unknownPerson
    },
  }
}

export type Room = ReturnType<typeof openRoom>

export const roomKey: InjectionKey<Room> = Symbol('room')

export function useRoom(): Room {
  const room = inject(roomKey)
  if (!room) throw new Error('This part stands outside of a conversation')
  return room
}
