import { shallowRef } from 'vue'
import { ApiFailure } from '../api/failure.ts'
import type { Cache } from '../sync/cache.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import { theEnd } from '../sync/history.ts'
import type { History, Part } from '../sync/history.ts'
import type { Hub } from '../sync/hub.ts'
import type { Outbox } from '../sync/outbox.ts'
import type { Receipts } from '../sync/receipts.ts'
import { quoting } from '../sync/quote.ts'
import { furthest, newerOf, positionsSpokenBy } from '../sync/row.ts'
import type { Positions, Row } from '../sync/row.ts'
import { spanAt, topOf } from '../sync/spans.ts'
import type { Span } from '../sync/spans.ts'
import { createBatch } from './batch.ts'
import type { Conversations } from './conversations.ts'
import { itemOf, pendingItemOf } from './items.ts'
import type { Item } from './items.ts'

export type MessagesNeeds = {
  cache: Cache
  hub: Hub
  history: History
  catchUp: CatchUp
  outbox: Outbox
  conversations: Conversations
  receipts: Receipts
  viewer: { id: number; name: string; avatar: string }
  /** Messages of one reading, and those held in memory before the far end is let go. */
  bounds?: { size: number; most: number }
}

type Direction = 'older' | 'newer' | 'around'

/**
 * The part of one conversation that is shown: a range of its log without gaps, and what is on its way. It begins at
 * the newest message, or where it is told to look; it grows at either end, and lets the other end go when it gets long.
 * To be closed when the page goes.
 */
export function openMessages(
  key: ConversationKey,
  {
    cache,
    hub,
    history,
    catchUp,
    outbox,
    conversations,
    receipts,
    viewer,
    bounds = { size: 50, most: 2000 },
  }: MessagesNeeds,
) {
  const rows = new Map<number, Row>()
  /**
   * What is held: everything that can be read from `low` to `high`; nothing until something was read, be it that there
   * is nothing.
   */
  let isHeld = false
  let low = 1
  let high = 0
  let positions: Positions = {}
  let shown = new Map<string, Item>()
  /** Whether the reader went to an older part: what is on its way stands at the newest end, which is not here. */
  let isAway = false
  let hasClosed = false
  let turn = 0

  const items = shallowRef<readonly Item[]>([])
  const hasOlder = shallowRef(true)
  const hasNewer = shallowRef(false)
  const loading = shallowRef<Direction | undefined>()
  const failure = shallowRef<ApiFailure | undefined>()
  const progress = shallowRef<ReadonlyMap<string, number>>(new Map())
  const firstUnreadSeq = shallowRef<number | undefined>()
  const batch = createBatch(show)

  function show(): void {
    if (!hasNewer.value) isAway = false
    const sent = [...rows.values()].sort((a, b) => a.seq - b.seq).map(row => itemOf(key, row, viewer.id, positions))
    const arrived = new Set(sent.map(item => item.key))
    const pending = isAway
      ? []
      : outbox
          .entries()
          .filter(entry => entry.key === key)
          .map(entry => pendingItemOf(entry, viewer))
          .filter(item => !arrived.has(item.key))
    const next = [...sent, ...pending].map(item => {
      const before = shown.get(item.key)
      return before && before.row === item.row && before.state === item.state && before.entry === item.entry
        ? before
        : item
    })
    shown = new Map(next.map(item => [item.key, item]))
    items.value = next
  }

  /** Takes rows that lie in, or join on to, what is held. */
  function join(given: readonly Row[], [from, to]: Span): void {
    if (isHeld && (from > high + 1 || to < low - 1)) return
    for (const row of given) rows.set(row.seq, newerOf(rows.get(row.seq), row))
    low = isHeld ? Math.min(low, from) : from
    high = isHeld ? Math.max(high, to) : to
    isHeld = true
    hasOlder.value = low > 1
    positions = furthest(positions, positionsSpokenBy(given))
  }

  function restart(): void {
    rows.clear()
    isHeld = false
  }

  /** Lets the far end go. */
  function shorten(end: 'newer' | 'older'): void {
    if (rows.size <= bounds.most) return
    const seqs = [...rows.keys()].sort((a, b) => a - b)
    const cut = end === 'newer' ? seqs.slice(bounds.most) : seqs.slice(0, seqs.length - bounds.most)
    for (const seq of cut) rows.delete(seq)
    if (end === 'newer') {
      high = (cut[0] ?? high + 1) - 1
      hasNewer.value = true
      isAway = true
    } else {
      low = (cut.at(-1) ?? low - 1) + 1
      hasOlder.value = true
    }
  }

  /** Whoever is at the newest message stays there: what came and does not join on to it is read. */
  function follow(): void {
    if (!isHeld) return
    const isBehind = conversations.placesOf(key).seq > high
    if (isBehind && !hasNewer.value && loading.value === undefined) queueMicrotask(() => void loadNewer())
    hasNewer.value = isBehind
  }

  /** The server is there again: what could not be read may be. */
  function again(): void {
    failure.value = undefined
    if (!isHeld) void loadNewest()
  }

  function take(fact: Fact): void {
    if (fact.type === 'outboxDone' && progress.value.has(fact.id))
      progress.value = new Map([...progress.value].filter(([id]) => id !== fact.id))
    if (fact.type === 'outbox' || fact.type === 'outboxDone') return batch.soon()
    if (fact.type === 'uploadProgress') {
      progress.value = new Map(progress.value).set(fact.id, fact.share)
      return
    }
    if (fact.type === 'sessions') return follow()
    if (fact.type === 'line' && fact.state === 'connected' && failure.value?.code === 0) return again()
    if (!('key' in fact) || fact.key !== key) return
    if (fact.type === 'rows') {
      if (fact.span && isHeld) join(fact.rows, fact.span)
      follow()
      if (!hasNewer.value && loading.value !== 'older') shorten('older')
    } else if (fact.type === 'changes') {
      for (const row of fact.rows) if (rows.has(row.seq)) rows.set(row.seq, newerOf(rows.get(row.seq), row))
      for (const [seq, row] of rows) if (row.reply) rows.set(seq, fact.rows.reduce(quoting, row))
    }
    if (fact.type === 'rows' || fact.type === 'changes' || fact.type === 'positions')
      positions = furthest(positions, fact.positions ?? [])
    batch.soon()
  }
  const stopListening = hub.listen(take)

  /** Tells what a call gave to everyone, this page too, and catches up with what changed while it was under way. */
  async function learn(part: Part): Promise<void> {
    hub.publish({
      type: 'rows',
      key,
      rows: part.rows,
      ...(part.span ? { span: part.span } : {}),
      change: part.change,
      positions: part.positions,
    })
    if (conversations.placesOf(key).change > part.change) await catchUp.readChanges(key)
  }

  /** One reading at a time; a newer wish to be elsewhere makes an older one void. */
  async function load(direction: Direction, read: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    if (hasClosed || (loading.value !== undefined && direction !== 'around')) return
    const mine = ++turn
    loading.value = direction
    failure.value = undefined
    try {
      await read(() => mine === turn && !hasClosed)
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) loading.value = undefined
      batch.soon()
      // Whoever goes to a place looks for it as soon as it was read.
      if (direction === 'around') batch.flush()
    }
  }

  /** What this device holds at `seq`, up to `size` places before it. */
  async function heldBefore(seq: number): Promise<{ rows: Row[]; span: Span } | undefined> {
    const log = await cache.log(key)
    positions = furthest(
      positions,
      Object.entries(log.positions).map(([userId, place]) => ({ userId: Number(userId), ...place })),
    )
    const span = spanAt(log.spans, seq)
    if (!span) return undefined
    const wanted: Span = [Math.max(span[0], seq - bounds.size + 1), seq]
    return { rows: (await cache.rows(key, wanted)).rows, span: wanted }
  }

  const showNewest = () =>
    load('around', async isCurrent => {
      isAway = false
      const held = await heldBefore(topOf((await cache.log(key)).spans))
      if (!isCurrent()) return
      if (held && (!isHeld || held.span[1] > high + 1)) {
        restart()
        join(held.rows, held.span)
      }
      const { seq } = conversations.placesOf(key)
      hasNewer.value = seq > high
      batch.soon()
      if (held && !hasNewer.value) return
      const part =
        isHeld && seq - high <= bounds.size && high > 0
          ? await history.after(key, high, bounds.size)
          : await history.before(key, theEnd, bounds.size)
      if (!isCurrent()) return
      await learn(part)
      if (!isCurrent()) return
      if (part.span && (!isHeld || part.span[0] > high + 1)) {
        restart()
        join(part.rows, part.span)
      }
      hasNewer.value = !part.isEnd && conversations.placesOf(key).seq > high
    })

  const loadNewer = () =>
    load('newer', async isCurrent => {
      if (!hasNewer.value || !isHeld) return
      const log = await cache.log(key)
      const span = spanAt(log.spans, high + 1)
      if (!isCurrent()) return
      if (span) {
        const wanted: Span = [high + 1, Math.min(span[1], high + bounds.size)]
        join((await cache.rows(key, wanted)).rows, wanted)
        hasNewer.value = conversations.placesOf(key).seq > high
      } else {
        const part = await history.after(key, high, bounds.size)
        await learn(part)
        hasNewer.value = !part.isEnd && conversations.placesOf(key).seq > high
      }
      if (isCurrent()) shorten('older')
    })

  async function loadNewest(): Promise<void> {
    await showNewest()
    // Something may have come while that was read.
    if (hasNewer.value && !failure.value) await loadNewer()
  }

  return {
    key,
    /** Oldest first: what is held of the log, then what is on its way. */
    items,
    hasOlder,
    hasNewer,
    loading,
    /** Why the last reading failed; code 0 where the server was not reached. */
    failure,
    /** Share of the upload, by message id. */
    progress,
    /** Where the divider goes; set when the conversation is opened, and stays. */
    firstUnreadSeq,

    /** Shows the newest messages: at once from this device, then from the server. */
    async open(): Promise<void> {
      const { readSeq, count } = conversations.placesOf(key)
      firstUnreadSeq.value = count > 0 ? readSeq + 1 : undefined
      await loadNewest()
    },

    loadNewest,

    loadOlder: () =>
      load('older', async isCurrent => {
        if (!hasOlder.value || !isHeld) return
        const held = await heldBefore(low - 1)
        if (!isCurrent()) return
        if (held) join(held.rows, held.span)
        else await learn(await history.before(key, low, bounds.size))
        if (isCurrent()) shorten('newer')
      }),

    loadNewer,

    /** Goes to one place of the log: what surrounds it takes the place of what was shown. */
    loadAround: (seq: number) =>
      load('around', async isCurrent => {
        if (seq >= low && seq <= high) return
        const half = Math.ceil(bounds.size / 2)
        const log = await cache.log(key)
        const span = spanAt(log.spans, seq)
        const from = Math.max(seq - half, 1)
        if (span && span[0] <= from && span[1] >= Math.min(seq + half, conversations.placesOf(key).seq)) {
          const wanted: Span = [from, Math.min(span[1], seq + half)]
          const held = await cache.rows(key, wanted)
          if (!isCurrent()) return
          restart()
          join(held.rows, wanted)
        } else {
          const [before, after] = await Promise.all([history.before(key, seq + 1, half), history.after(key, seq, half)])
          if (!isCurrent()) return
          restart()
          for (const part of [before, after]) if (part.span) join(part.rows, part.span)
          await learn(before)
          await learn(after)
        }
        hasNewer.value = conversations.placesOf(key).seq > high
        isAway = hasNewer.value
      }),

    /** The place of the first message from this time on, Unix ms; undefined where there is none. Asks the server. */
    placeFrom: (time: number) => history.placeFrom(key, time),

    /**
     * Somebody sees the messages up to this place, or all that are held: they are read. To be called while they are
     * shown and looked at.
     */
    markRead(upTo = high): void {
      let last: Row | undefined
      for (const row of rows.values())
        if (row.senderId !== viewer.id && row.seq <= upTo && row.seq > (last?.seq ?? 0)) last = row
      if (!last) return
      const { isUnreadAgain } = conversations.placesOf(key)
      receipts.read(key, last, { isMarked: conversations.get(key)?.isMarked ?? false, isUnreadAgain })
    },

    /** Shows now what is due; for tests. */
    flush: batch.flush,

    close(): void {
      hasClosed = true
      stopListening()
    },
  }
}

export type Messages = ReturnType<typeof openMessages>
