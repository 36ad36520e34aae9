import { readonly, shallowRef } from 'vue'
import type { Api } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { createServerClock } from '../api/server-clock.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { createBackOff } from '../sync/back-off.ts'
import type { Cache } from '../sync/cache.ts'
import { createCatchUp } from '../sync/catch-up.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import { createDebounce } from '../sync/debounce.ts'
import type { EndReason, FactListener, LineState } from '../sync/facts.ts'
import { createHistory } from '../sync/history.ts'
import { createHub, openChannel } from '../sync/hub.ts'
import { createCacheWriter } from '../sync/cache-writer.ts'
import { createLine } from '../sync/line.ts'
import { openCache } from '../sync/open-cache.ts'
import { createOutbox } from '../sync/outbox.ts'
import { createReceipts } from '../sync/receipts.ts'
import { createReceiver } from '../sync/receive.ts'
import { recallHeld } from '../sync/restore.ts'
import { createSharedLine } from '../sync/shared-line.ts'
import { createWakeUp } from '../sync/wake-up.ts'
import { keepAtop } from './atop.ts'
import { createBook } from './book.ts'
import { createCards } from './cards.ts'
import { createConversations } from './conversations.ts'
import type { OwnLook } from './conversations.ts'
import { createDrafts } from './drafts.ts'
import { createGroups } from './groups.ts'
import { createLineState } from './line.ts'
import { openMessages } from './messages.ts'
import type { MessagesNeeds } from './messages.ts'
import { createPeople } from './people.ts'
import { createPresence } from './presence.ts'
import { createStatuses } from './statuses.ts'
import { createTyping } from './typing.ts'

export type EngineNeeds = {
  /** The server's origin, `http…`. */
  origin: string
  api: Api
  viewer: { id: number; name: string; avatar: string }
  /** How the conversation with oneself looks. */
  own?: OwnLook
  token(): string | undefined
  onEnd(reason: EndReason): void
  fault?(error: unknown): void
  /** Learns how the server is set up, after every connection. */
  settings?: { read(ask: Api['ask']): Promise<void> }
  clock?: ServerClock
  /** In place of this browser's cache. */
  cache?: Cache
  /** In place of the WebSocket. */
  openLine?: typeof createLine
  isLookedAt?: () => boolean
}

/** ms between two readings of the list while there is no line but perhaps a server. */
const pollEvery = 30_000

/**
 * Everything of one login that is not drawn: what it knows, how it keeps up with the server, and what is on its way
 * there. Resolves as soon as what this device holds can be shown.
 */
export async function openEngine({
  origin,
  api,
  viewer,
  own,
  token,
  onEnd,
  fault = () => undefined,
  settings,
  clock = createServerClock(),
  cache: given,
  openLine = createLine,
  isLookedAt = () => true,
}: EngineNeeds) {
  const account = String(viewer.id)
  const cache = given ?? (await openCache(account))
  const channel = openChannel(`hongyan ${account}`)
  const hub = createHub(channel)
  const wakeUp = createWakeUp()
  let isOpen = true
  /** Messages come by calls, though there is no line. */
  const isPolled = shallowRef(false)
  /** Change numbers as they were known before the present line was opened. */
  let changesBefore = new Map<ConversationKey, number>()

  const conversations = createConversations({ hub, viewerId: viewer.id, own, listChanged: () => rereading.soon() })
  const people = createPeople({ hub, ask: api.ask })
  const groups = createGroups({ hub, ask: api.ask, viewerId: viewer.id })
  const book = createBook({ hub, ask: api.ask, viewerId: viewer.id, cache })
  const cards = createCards({ hub, ask: api.ask })
  const drafts = createDrafts({ hub, account })
  const presence = createPresence({ hub, ask: api.ask })
  const statuses = createStatuses({ hub, ask: api.ask, now: clock.now })
  const lineState = createLineState(hub)
  keepAtop({ hub, cache })
  const keeper = createCacheWriter({
    cache,
    hub,
    fault: closedOr(fault),
    onGap: key => {
      catchUp.tidy(key).catch(passing)
    },
  })
  const history = createHistory({ ask: api.ask, viewerId: viewer.id })
  const catchUp = createCatchUp({ ask: api.ask, history, cache, hub, kept: keeper.kept })
  const rereading = createDebounce(300, () => void rereadList())

  await recallHeld({ cache, hub, viewerId: viewer.id })
  drafts.takeLeft()

  const line = createSharedLine({
    account,
    channel,
    hub,
    isLookedAt,
    open: onState => {
      noteChanges()
      return openLine({ origin, token, onFrame: frame => receive(frame), onState, isLookedAt, hearTime: clock.hear })
    },
    onLead: leads => {
      outbox.lead(leads)
      if (leads) void poll()
    },
  })
  const outbox = createOutbox({ cache, hub, ask: api.ask, upload: api.upload, line, viewer, now: clock.now })
  const receipts = createReceipts({
    cache,
    hub,
    line,
    viewerId: viewer.id,
    isLeader: line.isLeader,
    readSeqOf: key => conversations.placesOf(key).readSeq,
  })
  const typing = createTyping({ hub, line })
  const unsure = new Set<ConversationKey>()
  const asking = createDebounce(200, () => {
    for (const key of unsure) catchUp.readChanges(key).catch(passing)
    unsure.clear()
  })
  const receive = createReceiver({
    viewerId: viewer.id,
    hub,
    cache,
    outbox,
    onEnd,
    fault: closedOr(fault),
    listChanged: () => rereading.soon(),
    changeBefore: key => changesBefore.get(key) ?? 0,
    positionsUnsure: key => {
      unsure.add(key)
      asking.soon()
    },
  })

  function noteChanges(): void {
    changesBefore = new Map(conversations.list.value.map(({ key, row }) => [key, row?.change ?? 0]))
  }

  /** What fails because the server is away, or this tab closes, is made good by the next connection. */
  function passing(error: unknown): void {
    if (isOpen && !(error instanceof ApiFailure)) fault(error)
  }
  function closedOr(report: (error: unknown) => void) {
    return (error: unknown): void => {
      if (isOpen) report(error)
    }
  }

  /** Tries until it succeeds, or the line is lost and its return begins anew. */
  async function persist(work: () => Promise<void>): Promise<void> {
    const backOff = createBackOff({ first: 1000, most: 30_000 })
    while (isOpen && line.isLeader()) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof ApiFailure) || !error.mayPass || line.state() !== 'connected') return passing(error)
        await wakeUp.after(Math.max(backOff.next(), (error.retryAfter ?? 0) * 1000))
      }
    }
  }

  async function rereadList(): Promise<void> {
    if (line.isLeader()) await persist(async () => receipts.catchUp(await catchUp.readList()))
  }

  /** Everything that waits for the network, or for its turn, does so no longer. */
  function wake(): void {
    line.wake()
    outbox.wake()
    wakeUp.wake()
  }

  const catchUpAll = () =>
    persist(async () => {
      await settings?.read(api.ask)
      await catchUp.run()
      await receipts.catchUp(await cache.sessions())
    })

  async function pollOnce(): Promise<void> {
    try {
      await catchUp.run()
      await receipts.catchUp(await cache.sessions())
      isPolled.value = true
    } catch (error) {
      isPolled.value = false
      passing(error)
    }
  }

  /** Calls that hang in connections which died with the line are made anew. */
  async function comeBack(): Promise<void> {
    if (wasLost) await api.renew()
    wasLost = false
    await catchUpAll()
  }

  /** Where WebSockets do not pass but calls do, the list is read now and then. */
  async function poll(): Promise<void> {
    await wakeUp.after(3000)
    while (isOpen && line.isLeader()) {
      if (line.state() !== 'connected') await pollOnce()
      await wakeUp.after(pollEvery)
    }
  }

  let before: LineState = 'connecting'
  let wasLost = false
  hub.listen(fact => {
    if (fact.type !== 'line' || fact.state === before) return
    before = fact.state
    if (!line.isLeader()) return
    isPolled.value = false
    if (fact.state === 'connected') return void comeBack()
    wasLost ||= fact.state === 'offline'
    noteChanges()
  })
  await outbox.load()
  if (line.state() === 'connected' && line.isLeader()) void catchUpAll()
  // Who has nothing to look at does not wait for the line.
  else if (!conversations.isLoaded.value) catchUp.readList().catch(passing)

  return {
    viewer,
    conversations,
    people,
    groups,
    /** Friends, groups and colleagues. */
    book,
    /** What people's cards say. */
    cards,
    presence,
    /** What people say of themselves for a while. */
    statuses,
    typing,
    /** `connecting`, `connected` or `offline`; reactive. */
    lineState,
    /** Whether messages come and go by calls while there is no line; reactive. */
    isPolled: readonly(isPolled),
    /** Opens what is shown of one conversation; to be closed. */
    openMessages: (key: ConversationKey, bounds?: MessagesNeeds['bounds']) =>
      openMessages(key, {
        cache,
        hub,
        history,
        catchUp,
        outbox,
        conversations,
        receipts,
        viewer,
        ...(bounds ? { bounds } : {}),
      }),
    outbox,
    /** What is being written, by conversation. */
    drafts,
    /** Files that were chosen and not sent yet; rejects if this device cannot keep them. */
    chosen: { read: cache.chosenFiles, keep: cache.keepChosenFiles },
    /** What the server said last of things that are read whole, as this device keeps it. */
    kept: { answer: cache.answer, keepAnswer: cache.keepAnswer },
    /** Hears of everything that this account's tabs learn: for pages of the contract's further frames. */
    onFact: (listener: FactListener) => hub.listen(listener),
    /** Reads the list of conversations again, soon. */
    rereadList: () => rereading.soon(),
    /** The network changed, or somebody looks at the page again. */
    wake,
    /**
     * Asks the server for everything anew, as the return of the line does: resolves with the list of conversations,
     * what is missing in them follows. Rejects where the server is away.
     */
    async refresh(): Promise<void> {
      wake()
      await receipts.catchUp(await catchUp.readList())
      catchUp.run().catch(passing)
    },
    device: () => line.device(),
    isLeader: () => line.isLeader(),
    /** Ends everything here; `forget` deletes what this device holds of the account. */
    async close({ forget = false } = {}): Promise<void> {
      isOpen = false
      for (const part of [rereading, asking, receipts, outbox, keeper, presence, statuses, groups]) part.stop()
      wakeUp.wake()
      line.close()
      await keeper.kept()
      channel.close()
      if (forget) drafts.forget()
      if (forget) await cache.destroy()
      else cache.close()
    },
  }
}

export type Engine = Awaited<ReturnType<typeof openEngine>>
