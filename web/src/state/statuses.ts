import { shallowReactive } from 'vue'
import type { Reply } from '../../../contract/call.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { findStatuses, setStatus } from '../../../contract/statuses.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { createDebounce } from '../sync/debounce.ts'
import type { Hub } from '../sync/hub.ts'

export type Status = Reply<typeof findStatuses>[number]
/** What one says of oneself. */
export type OwnStatus = Omit<Status, 'userId'>

type Needs = { hub: Hub; ask: Ask; now(): number }

/** People asked for in one call. */
const atOnce = 500
/** ms that a timer can wait. */
const longestWait = 2 ** 31 - 1

/**
 * What people say of themselves for a while: asked for when somebody is first looked at, and heard from then on. It is
 * gone at its end, by the server's clock.
 */
export function createStatuses({ hub, ask, now }: Needs) {
  const known = shallowReactive(new Map<number, Status | null>())
  const asked = new Set<number>()
  const queue = new Set<number>()
  const asking = createDebounce(50, () => void askNext().catch(passAway))
  let ending: ReturnType<typeof setTimeout> | undefined

  function take(userId: number, status: Status | null): void {
    known.set(userId, status)
    if (typeof status?.endTime === 'number') endInTime()
  }

  /** Takes away what has ended, and waits for what ends next. */
  function endInTime(): void {
    clearTimeout(ending)
    let next = Infinity
    for (const [userId, status] of known) {
      if (typeof status?.endTime !== 'number') continue
      if (status.endTime <= now()) known.set(userId, null)
      else next = Math.min(next, status.endTime)
    }
    if (next < Infinity) ending = setTimeout(endInTime, Math.min(next - now() + 1, longestWait))
  }

  async function askNext(): Promise<void> {
    const ids = [...queue].slice(0, atOnce)
    for (const id of ids) queue.delete(id)
    if (ids.length === 0) return
    const heard = new Map(known)
    try {
      const found = new Map(
        (await ask(findStatuses, { query: { ids: ids.join(',') } })).map(each => [each.userId, each]),
      )
      // What came over the line meanwhile is newer.
      for (const id of ids) if (known.get(id) === heard.get(id)) take(id, found.get(id) ?? null)
    } catch (error) {
      for (const id of ids) asked.delete(id)
      throw error
    }
    if (queue.size > 0) asking.soon()
  }

  hub.listen(fact => {
    if (fact.type === 'line' && fact.state === 'connected') {
      // What changed meanwhile was told to nobody here: it is asked for again, and what is known stays in sight.
      for (const id of asked) queue.add(id)
      asking.soon()
    } else if (fact.type === 'frame' && fact.frame.code === frameCodes.conversationChanged) {
      const change = fact.frame.data as { what: string; userId: number; status: Status | null; isFriend?: boolean }
      if (change.what === 'status') take(change.userId, change.status)
      // Who becomes a friend, or stops being one, is another person to the viewer.
      else if (change.what === 'friend' && asked.has(change.userId)) {
        queue.add(change.userId)
        asking.soon()
      }
    }
  })

  return {
    /** Reactive; undefined where there is none, or it is not known. */
    of(userId: number): Status | undefined {
      if (!asked.has(userId)) {
        asked.add(userId)
        queue.add(userId)
        asking.soon()
      }
      return known.get(userId) ?? undefined
    },
    /** Sets one's own; neither emoji nor text takes it away. Rejects with `ApiFailure`. */
    async set(viewerId: number, { emoji, text, endTime }: OwnStatus): Promise<void> {
      // The server's time is known to a half.
      const whole = endTime === null ? null : Math.round(endTime)
      take(viewerId, await ask(setStatus, { body: { emoji, text, endTime: whole } }))
    },
    /** By the server's clock. */
    now,
    stop(): void {
      asking.stop()
      clearTimeout(ending)
    },
  }
}

export type Statuses = ReturnType<typeof createStatuses>

/** It is a decoration: nobody is told that it could not be read. */
function passAway(error: unknown): void {
  if (!(error instanceof ApiFailure)) throw error
}
