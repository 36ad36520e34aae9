import { computed, inject, onScopeDispose, ref, shallowReactive, shallowRef } from 'vue'
import type { InjectionKey } from 'vue'
import { contactInfo } from '../../../../contract/people.ts'
import { ApiFailure } from '../../api/failure.ts'
import { ask, useEngine } from '../../session.ts'
import type { Group } from '../../state/group.ts'
import type { Item } from '../../state/items.ts'
import { idOf, kindOf, miniTypeOf } from '../../sync/conversation-key.ts'
import type { ConversationKey } from '../../sync/conversation-key.ts'
import type { Draft, Quote } from '../../sync/outbox-entry.ts'
import type { Row } from '../../sync/row.ts'
import { chat as texts } from '../../text/chat.ts'
import { useAtop } from './atop.ts'
import { useReplyCounts } from './reply-counts.ts'

/** What a message said, and whom it mentioned. */
export type Written = Pick<Row, 'content' | 'atIds'>

/** How the history goes to a place, where it can be read, and to the newest message. */
type Moves = { jump(seq: number): Promise<boolean>; toNewest(): Promise<void> }

/** Words that are marked in the messages; one of them, at `seq`, is the one that was gone to. */
type Marking = { words: readonly string[]; seq: number | undefined }

/** What the parts of one open conversation share. To be made by the page, within its setup. */
export function openRoom(key: ConversationKey) {
  const engine = useEngine()
  const chat = engine.openMessages(key)
  const kind = kindOf(key)
  const id = idOf(key)
  const group = kind === 'group' ? engine.groups.open(id) : undefined
  const members = computed<Group['members']['value']>(() => group?.members.value ?? new Map())
  const info = computed(() => group?.detail.value.value?.info)
  const isPeerDisabled = ref(false)
  const conversation = computed(() => engine.conversations.get(key))
  const isOwn = kind === 'direct' && id === engine.viewer.id
  const highlighted = ref<number>()
  const marking = shallowRef<Marking>()
  let unmark: ReturnType<typeof setTimeout> | undefined
  let moves: Moves | undefined

  /** Nobody answers from an account that is disabled. */
  async function readPeer(): Promise<void> {
    if (kind === 'direct')
      isPeerDisabled.value = await ask(contactInfo, { query: { targetId: id } }).then(
        ({ user }) => user.enable === 0,
        () => false,
      )
  }

  /** For conversations that are not in the list, or not yet. */
  function nameWithoutList(): string {
    if (isOwn) return texts.toSelf
    if (kind === 'direct') return engine.people.face(id)?.name ?? texts.unknownPerson
    return info.value?.text ?? texts.unknownGroup
  }

  void readPeer()
  void chat.open()
  onScopeDispose(() => {
    clearTimeout(unmark)
    group?.close()
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
    /** What stands atop it. */
    atop: useAtop(engine, key),
    replyCounts: useReplyCounts(engine, key, chat.items),
    /** The place of the message whose answers stand beside the conversation. */
    thread: ref<number>(),
    /** What is being written in answer to messages there, by their places. */
    threadDrafts: new Map<number, string>(),
    conversation,
    /** What the group is; undefined for a direct conversation, and until it is read. Only members get to know it. */
    info,
    /** Of the group, by id; empty until they are read. */
    members,
    /** Whether the viewer is in the group no more: it can be read, as it was then. */
    hasLeft: computed(() => {
      const error = group?.detail.error.value
      return error instanceof ApiFailure && error.failure === 'group.notMember'
    }),
    /** The viewer in the group. */
    self: computed(() => members.value.get(engine.viewer.id)),
    isPeerDisabled,
    /** Names of the members, whom an `@` may name. */
    memberNames: computed(() => new Set(Array.from(members.value.values(), user => user.trueName))),
    name: computed(() => conversation.value?.name || nameWithoutList()),
    /** The message that the next one answers. */
    replying: shallowRef<Quote>(),
    /** One's own message that is being edited. */
    editing: shallowRef<Item>(),
    /** Text to be put into the composer: that of a message which was recalled to be written again. */
    rewriting: shallowRef<Written>(),
    /** Seqs of what is selected; undefined while nothing is to be. */
    selection: shallowRef<ReadonlySet<number>>(),
    /** Ids of the long messages that are shown whole. */
    unfolded: shallowReactive(new Set<string>()),
    /** The place that was jumped to, for a moment. */
    highlighted,
    /** Shows the message at this place; false where it cannot be read. */
    async jump(seq: number): Promise<boolean> {
      const isThere = (await moves?.jump(seq)) ?? false
      if (!isThere) return false
      clearTimeout(unmark)
      highlighted.value = seq
      unmark = setTimeout(() => {
        highlighted.value = undefined
      }, 2400)
      return true
    },
    /** What is marked in the messages; undefined for nothing. */
    marking,
    /** Marks these words until it is told others, or none. */
    mark: (words: readonly string[], seq?: number): void => {
      marking.value = words.length === 0 ? undefined : { words, seq }
    },
    /**
     * Sends something. Who writes sees what was written, wherever in the log they were: they are at the bottom from
     * then on, however soon the server has answered.
     */
    write: (draft: Draft): Promise<unknown> => {
      void moves?.toNewest()
      return engine.outbox.write(key, draft)
    },
    /** The history says how it moves. */
    onMove: (given: Moves): void => {
      moves = given
    },
    nameOf: (userId: number): string => {
      if (userId === engine.viewer.id) return engine.viewer.name
      return members.value.get(userId)?.trueName ?? engine.people.face(userId)?.name ?? texts.unknownPerson
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
