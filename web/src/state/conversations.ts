import { computed, shallowRef } from 'vue'
import { disturbing } from '../../../contract/notify-level.ts'
import type { NotifyLevel } from '../../../contract/notify-level.ts'
import { keyOf, keyOfSession, kindOf, idOf } from '../sync/conversation-key.ts'
import type { ConversationKey, Kind } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'
import type { OutboxEntry } from '../sync/outbox-entry.ts'
import { isRecalled } from '../sync/row.ts'
import type { Row, SessionRow } from '../sync/row.ts'
import { createBatch } from './batch.ts'
import { createUnread } from './unread.ts'
import type { Unread } from './unread.ts'

/** The last line of a conversation. */
type LastMessage = {
  id: string
  seq: number
  /** Undefined where the list alone knows the message and does not say who wrote it. */
  senderId: number | undefined
  senderName: string
  content: string
  type: number
  sentAt: number
  isRecalled: boolean
  /** Set where the system says this. */
  event: Row['event']
}

/** A conversation as the list shows it. Replaced, never changed: the same object means that nothing changed. */
export type Conversation = {
  key: ConversationKey
  kind: Kind
  /** The peer's id, or the group's. */
  id: number
  name: string
  avatar: string
  last: LastMessage | undefined
  /** ms of what happened last; 0 where nothing did. */
  time: number
  /** Exact number of unread messages. */
  count: number
  /** Unread messages that mention the viewer. */
  mentions: number
  /** Up to where the viewer has read. */
  readSeq: number
  /** The newest place. */
  seq: number
  isPinned: boolean
  /** Which messages disturb. */
  notify: NotifyLevel
  /** Marked as unread by hand. */
  isMarked: boolean
  draft: string
  /** The newest message that is still on its way, or that failed. */
  sending: OutboxEntry | undefined
  /** The server's row, for what this page does not name. */
  row: SessionRow | undefined
}

type Known = {
  key: ConversationKey
  row: SessionRow | undefined
  last: LastMessage | undefined
  unread: Unread
  seq: number
  /** The newest change that was heard of. */
  change: number
  draft: string
  sending: Map<string, OutboxEntry>
  name: string
  avatar: string
  isPinned: boolean
  notify: NotifyLevel
  isMarked: boolean
  isListed: boolean
  /** Something came that the last list cannot have known. */
  isNews: boolean
}

/** The name is asked for whenever it is shown. */
export type OwnLook = { name(): string; avatar: string }

type Needs = {
  hub: Hub
  viewerId: number
  /** How the conversation with oneself looks; by default as oneself. */
  own?: OwnLook | undefined
  /** A conversation appeared, or a number is not sure: the list is to be read again. */
  listChanged(): void
}

/** The list of conversations and its numbers: what the server said last, and every fact since. */
export function createConversations({ hub, viewerId, own, listChanged }: Needs) {
  const known = new Map<ConversationKey, Known>()
  const dirty = new Set<Known>()
  const shown = new Map<ConversationKey, Conversation>()
  const list = shallowRef<readonly Conversation[]>([])
  const assistants = shallowRef<readonly SessionRow[]>([])
  const isLoaded = shallowRef(false)
  let isRead = false
  const batch = createBatch(show)

  function conversation(key: ConversationKey): Known {
    const found = known.get(key)
    if (found) return found
    const fresh: Known = {
      key,
      row: undefined,
      last: undefined,
      unread: createUnread(viewerId),
      seq: 0,
      change: 0,
      draft: '',
      sending: new Map(),
      name: '',
      avatar: '',
      isPinned: false,
      notify: 'all',
      isMarked: false,
      isListed: false,
      isNews: false,
    }
    known.set(key, fresh)
    return fresh
  }

  function touch(one: Known): void {
    dirty.add(one)
    batch.soon()
  }

  function takeList(rows: readonly SessionRow[]): void {
    assistants.value = rows.filter(row => keyOfSession(row) === undefined)
    const listed = new Set<ConversationKey>()
    for (const row of rows) {
      const key = keyOfSession(row)
      if (key) listed.add(key)
      if (key) takeRow(conversation(key), row)
    }
    for (const one of known.values()) {
      if (!one.isListed || listed.has(one.key) || one.isNews || one.sending.size > 0) continue
      one.isListed = false
      touch(one)
    }
    isLoaded.value = true
  }

  function takeRow(one: Known, row: SessionRow): void {
    const isDirect = row.miniType === 1100
    one.row = row
    one.change = Math.max(one.change, row.change)
    one.isListed = true
    one.isPinned = row.top === 1
    one.notify = row.notify
    one.isMarked = row.marked === 1
    one.name = (isDirect ? row.name : row.otherName) ?? ''
    one.avatar = (isDirect ? row.avatar : row.otherAvatar) ?? ''
    one.unread.rebase({
      seq: row.seq,
      readSeq: row.readSeq,
      unreadSeq: row.unreadSeq,
      change: row.change,
      count: row.count,
      mentions: row.atCount,
    })
    if (row.seq >= one.seq) {
      one.seq = row.seq
      one.isNews = false
      if (row.id !== null && (one.last?.id !== row.id || row.state === 6)) one.last = lastOf(row)
    }
    touch(one)
  }

  function takeRows(key: ConversationKey, rows: readonly Row[], isNews: boolean): void {
    const one = known.get(key) ?? (isNews ? conversation(key) : undefined)
    if (!one) return
    const before = one.unread.readSeq()
    let hasChanged = false
    for (const row of rows) {
      one.unread.saw(row)
      one.change = Math.max(one.change, row.change)
      if (row.seq < one.seq) {
        hasChanged ||= isRecalled(row) || row.seq > (one.row?.seq ?? 0)
        continue
      }
      hasChanged = true
      one.seq = row.seq
      one.last = lastOfRow(row)
      if (kindOf(key) === 'direct' && row.senderId !== viewerId) [one.name, one.avatar] = [row.name, row.avatar]
    }
    if (!one.unread.isSure()) listChanged()
    if (!hasChanged && one.unread.readSeq() === before) return
    one.isNews ||= isNews
    if (isNews && !one.isListed) {
      one.isListed = true
      listChanged()
    }
    touch(one)
  }

  function readUntil(key: ConversationKey, seq: number): void {
    const one = known.get(key)
    if (!one || seq <= one.unread.readSeq()) return
    const before = one.unread.readSeq()
    one.unread.readUntil(seq)
    if (one.unread.readSeq() === before) return
    one.isMarked = false
    if (!one.unread.isSure()) listChanged()
    touch(one)
  }

  function take(fact: Fact): void {
    switch (fact.type) {
      case 'sessions':
        isRead ||= !fact.isKept
        return takeList(fact.rows)
      case 'rows':
        return takeRows(fact.key, fact.rows, fact.isLive === true)
      case 'changes':
        return takeRows(fact.key, fact.rows, false)
      case 'positions':
        return fact.positions
          .filter(({ userId }) => userId === viewerId)
          .forEach(({ readSeq }) => readUntil(fact.key, readSeq))
      case 'session':
        return setOne(conversation(fact.key), fact.change)
      case 'groupFace':
        return nameGroup(fact.id, fact.name, fact.avatar)
      case 'draft': {
        const one = conversation(fact.key)
        one.draft = fact.draft.text
        return touch(one)
      }
      case 'outbox': {
        const one = conversation(fact.entry.key)
        one.sending.set(fact.entry.id, fact.entry)
        one.isListed = true
        return touch(one)
      }
      case 'outboxDone': {
        for (const one of known.values()) if (one.sending.delete(fact.id)) touch(one)
      }
    }
  }

  function setOne(one: Known, change: Extract<Fact, { type: 'session' }>['change']): void {
    if (change === 'gone') {
      one.isListed = one.isNews = false
    } else {
      one.isPinned = (change.top ?? Number(one.isPinned)) === 1
      one.notify = change.notify ?? one.notify
      one.isMarked = (change.marked ?? Number(one.isMarked)) === 1
      if (change.unreadSeq !== undefined) one.unread.unreadFrom(change.unreadSeq)
      if (!one.unread.isSure()) listChanged()
    }
    touch(one)
  }

  function nameGroup(id: number, name: string, avatar: string): void {
    const one = conversation(`g${id}`)
    if (one.name === name && one.avatar === avatar) return
    one.name = name
    one.avatar = avatar
    touch(one)
  }

  const ownKey = keyOf('direct', viewerId)
  const named = (one: Conversation): Conversation =>
    one.key !== ownKey || !own
      ? one
      : {
          ...one,
          avatar: own.avatar,
          get name() {
            return own.name()
          },
        }

  function show(): void {
    for (const one of dirty) {
      const [before, next] = [shown.get(one.key), named(conversationOf(one))]
      if (!one.isListed) shown.delete(one.key)
      else if (!before || !isSame(before, next)) shown.set(one.key, next)
    }
    dirty.clear()
    list.value = [...shown.values()].sort(
      (a, b) => Number(b.isPinned) - Number(a.isPinned) || b.time - a.time || (a.key < b.key ? -1 : 1),
    )
  }

  hub.listen(take)

  return {
    /** Pinned ones first, then the newest first. */
    list,
    /** 新朋友, 群助手, 分析助手, as the server gives them. */
    assistants,
    /** Something is known: from this device, or from the server. */
    isLoaded,
    /** What waits in an assistant at this moment, not reactive; undefined until the server said it. */
    waitingIn: (miniType: number): number | undefined =>
      isRead ? (assistants.value.find(row => row.miniType === miniType)?.count ?? 0) : undefined,
    /** Unread messages that may disturb. */
    total: computed(() => list.value.reduce((sum, one) => sum + disturbing(one.notify, one), 0)),
    /** Reactive; undefined where it is not in the list. */
    get: (key: ConversationKey): Conversation | undefined => list.value && shown.get(key),
    /**
     * Of this very moment, not reactive: up to where the viewer has read, whether by their wish no further, what is
     * unread, the newest place and change, and what disturbs. Also of a conversation that is not in the list.
     */
    placesOf: (key: ConversationKey) => {
      const one = known.get(key)
      return {
        readSeq: one?.unread.readSeq() ?? 0,
        isUnreadAgain: one?.unread.isAgain() ?? false,
        count: one?.unread.count().count ?? 0,
        seq: one?.seq ?? 0,
        change: one?.change ?? 0,
        notify: one?.notify ?? ('all' as const),
      }
    },
    /** Shows now what is due; for tests. */
    flush: batch.flush,
  }
}

export type Conversations = ReturnType<typeof createConversations>

/** A list that was read again says the same of most conversations. */
const isSame = (a: Conversation, b: Conversation): boolean => JSON.stringify(a) === JSON.stringify(b)

function conversationOf(one: Known): Conversation {
  const { key, last, unread, sending, name, avatar, isPinned, notify, isMarked, draft, seq, row } = one
  const newest = [...sending.values()].reduce<OutboxEntry | undefined>(
    (a, b) => (a && a.order > b.order ? a : b),
    undefined,
  )
  return {
    key,
    kind: kindOf(key),
    id: idOf(key),
    name,
    avatar,
    last,
    ...unread.count(),
    readSeq: unread.readSeq(),
    seq,
    isPinned,
    notify,
    isMarked,
    draft,
    row,
    sending: newest,
    time: Math.max(last?.sentAt ?? row?.sendTime ?? 0, newest?.writtenAt ?? 0),
  }
}

const lastOfRow = (row: Row): LastMessage => ({
  id: row.id,
  seq: row.seq,
  senderId: row.senderId,
  senderName: row.name,
  content: row.content,
  type: row.type,
  sentAt: row.sendTime,
  isRecalled: isRecalled(row),
  event: row.event,
})

function lastOf(row: SessionRow): LastMessage | undefined {
  if (row.id === null || row.sendTime === null) return undefined
  return {
    id: row.id,
    seq: row.seq,
    senderId: row.miniType === 1101 ? (row.senderId ?? undefined) : undefined,
    senderName: row.miniType === 1101 ? row.name : '',
    content: row.content ?? '',
    type: row.type ?? 1,
    sentAt: row.sendTime,
    isRecalled: row.state === 6,
    event: row.event ?? null,
  }
}
