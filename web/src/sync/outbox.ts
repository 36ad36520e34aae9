import type { Ask, Api } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { createBackOff, waitAfter } from './back-off.ts'
import type { Cache } from './cache.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Hub } from './hub.ts'
import { newMessageId } from './message-id.ts'
import type { Draft, OutboxEntry } from './outbox-entry.ts'
import { createPosting } from './posting.ts'
import { rowOf } from './sent-row.ts'
import { createUploads } from './uploads.ts'
import { createWakeUp } from './wake-up.ts'

type Needs = {
  cache: Cache
  hub: Hub
  ask: Ask
  upload: Api['upload']
  line: { send(frames: readonly unknown[]): boolean; state(): string }
  viewer: { id: number; name: string; avatar: string }
  waits?: { first: number; most: number }
  /** The server's time, Unix ms. */
  now?: () => number
}

const waitsOf = { first: 1000, most: 30_000 }
/** ms that the device may take to keep or to forget a message before sending goes on without it. */
const keepingPatience = 3000

/*
 *   write ──> in the cache ──> shown as sending ──> [uploaded] ──> sent ──> the server's row takes its place
 *                                   ▲                  │              │
 *                                   └── again ─── failed, with the server's words
 *
 * One tab sends: the one that has the line. Messages of a conversation go one after another, in the order in which
 * they were written; one whose file is still on its way holds up none but the files that were chosen with it.
 */
export function createOutbox({ cache, hub, ask, upload, line, viewer, waits = waitsOf, now = Date.now }: Needs) {
  const entries = new Map<string, OutboxEntry>()
  const sending = new Set<ConversationKey>()
  const wakeUp = createWakeUp()
  const posting = createPosting({ ask, line, viewerId: viewer.id })
  const uploads = createUploads({
    upload,
    hub,
    wakeUp,
    waits,
    onDone: uploaded,
    onRefused: fail,
    isWanted: id => isLeader && entries.get(id)?.state === 'waiting',
  })
  let isLeader = false
  let lastOrder = 0

  hub.listen(fact => {
    if (fact.type === 'outbox') {
      entries.set(fact.entry.id, fact.entry)
      // A clock that was set back puts nothing before what was written earlier.
      lastOrder = Math.max(lastOrder, fact.entry.order)
      pump()
    } else if (fact.type === 'outboxDone') {
      entries.delete(fact.id)
      uploads.cancel(fact.id)
      pump()
    } else if (fact.type === 'rows' || fact.type === 'changes') {
      // It had arrived, and only the answer was lost.
      for (const { id, senderId } of fact.rows) if (isLeader && senderId === viewer.id && entries.has(id)) void done(id)
    } else if (fact.type === 'line') {
      posting.lineIs(fact.state)
      if (fact.state === 'connected') wakeUp.wake()
    }
  })

  async function put(entry: OutboxEntry): Promise<void> {
    // No room, or a storage that does not answer: it lives as long as this tab.
    await settledWithin(keepingPatience, cache.keepEntry(entry))
    hub.publish({ type: 'outbox', entry })
  }

  async function done(id: string): Promise<void> {
    hub.publish({ type: 'outboxDone', id })
    await settledWithin(keepingPatience, cache.dropEntry(id))
  }

  async function fail(id: string, failure: ApiFailure): Promise<void> {
    const entry = entries.get(id)
    if (entry) await put({ ...entry, state: 'failed', failure: failure.told })
  }

  async function uploaded(id: string, file: NonNullable<OutboxEntry['uploaded']>): Promise<void> {
    const entry = entries.get(id)
    if (entry) await put({ ...entry, uploaded: file })
  }

  const waiting = () =>
    [...entries.values()].filter(entry => entry.state === 'waiting').sort((a, b) => a.order - b.order)
  const isUploaded = (entry: OutboxEntry) => !entry.file || entry.uploaded !== undefined
  const isHeld = ({ together, order }: OutboxEntry) =>
    together !== undefined && waiting().some(each => each.together === together && each.order < order)
  const isReady = (entry: OutboxEntry) => isUploaded(entry) && !isHeld(entry)

  function pump(): void {
    if (!isLeader) return
    for (const entry of waiting()) {
      if (!isUploaded(entry)) uploads.start(entry)
      else if (isReady(entry) && !sending.has(entry.key)) void sendAll(entry.key)
    }
  }

  async function sendAll(key: ConversationKey): Promise<void> {
    sending.add(key)
    const backOff = createBackOff(waits)
    for (let entry = next(key); entry && isLeader; entry = next(key)) {
      try {
        const sent = await posting.post(entry)
        backOff.reset()
        const row = rowOf(entry, sent, viewer)
        hub.publish({ type: 'rows', key, rows: [row], span: [row.seq, row.seq], isLive: true })
        await done(entry.id)
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : new ApiFailure(0, String(error))
        const isHopeless = failure.code === 500 && backOff.failures() >= 5
        if (failure.code === 401) break
        if (failure.mayPass && !isHopeless) await wakeUp.after(waitAfter(failure, backOff))
        else await fail(entry.id, failure)
      }
    }
    sending.delete(key)
  }

  const next = (key: ConversationKey) => waiting().find(entry => entry.key === key && isReady(entry))

  return {
    /** Entries of this account, in the order in which they were written. */
    entries: () => [...entries.values()].sort((a, b) => a.order - b.order),

    /** Takes a message: when it resolves, the message is on this device and shown as sending. */
    async write(key: ConversationKey, draft: Draft): Promise<OutboxEntry> {
      const writtenAt = Math.round(now())
      const order = (lastOrder = Math.max(writtenAt * 1000, lastOrder + 1))
      const entry: OutboxEntry = { ...draft, id: newMessageId(), key, writtenAt, order, state: 'waiting' }
      await put(entry)
      return entry
    },

    /** Sends a failed message again, under the same id. */
    async retry(id: string): Promise<void> {
      const entry = entries.get(id)
      if (entry?.state === 'failed') await put({ ...entry, state: 'waiting', failure: undefined })
      wakeUp.wake()
    },

    /** Gives a message up. One that the server has taken meanwhile comes back as a sent one. */
    cancel: done,

    accepted: posting.accepted,
    refused: posting.refused,

    /** Takes what an earlier page left behind. To be called once. */
    async load(): Promise<void> {
      for (const entry of await cache.outbox()) if (!entries.has(entry.id)) hub.tellHere({ type: 'outbox', entry })
    },

    /** Only the tab that leads sends. */
    lead(leads: boolean): void {
      isLeader = leads
      if (!leads) uploads.stop()
      wakeUp.wake()
      pump()
    },

    /** Tries again now what waits for a better moment. */
    wake: wakeUp.wake,

    stop(): void {
      isLeader = false
      uploads.stop()
      wakeUp.wake()
    },
  }
}

/** Resolves when that has ended either way, after so many ms at the latest. */
async function settledWithin(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, patience]).catch(() => undefined)
  clearTimeout(timer)
}

export type Outbox = ReturnType<typeof createOutbox>
