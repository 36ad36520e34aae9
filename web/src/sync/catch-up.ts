import { listConversations } from '../../../contract/conversations.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import type { Cache } from './cache.ts'
import { keyOfSession } from './conversation-key.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { History } from './history.ts'
import { theEnd } from './history.ts'
import type { Hub } from './hub.ts'
import { inPool } from './pool.ts'
import type { SessionRow } from './row.ts'
import { gapsIn, topOf } from './spans.ts'

type Needs = {
  ask: Ask
  history: History
  cache: Cache
  hub: Hub
  /** Resolves when the facts published so far are in the cache. */
  kept(): Promise<void>
  /**
   * Rows of one call, conversations that are read at once, rows behind beyond which only the newest are read, and
   * conversations of which the newest rows are read though nobody looked at them, so that they are there without a
   * line.
   */
  bounds?: { size: number; atOnce: number; behind: number; ahead: number }
}

/** Rows of a conversation that nobody looked at: as many as a page shows first, so that it opens whole. */
const aheadSize = 50

/*
 * After every (re)connect. Nothing is trusted to have come over the line:
 *
 *   my_session ── seq, change per conversation ──> seq is ahead:     find_*_msg afterSeq, or only the newest rows where
 * too much was missed: the gap is read when looked at
 * change is ahead: find_*_msg afterChange, until the number stands still
 *   frames that were lost leave gaps in the log, which are read like what is ahead
 */
export function createCatchUp({
  ask,
  history,
  cache,
  hub,
  kept,
  bounds = { size: 200, atOnce: 4, behind: 1000, ahead: 30 },
}: Needs) {
  let running: Promise<void> | undefined
  let isWanted = false
  const tidying = new Map<ConversationKey, Promise<void>>()

  async function readList(): Promise<SessionRow[]> {
    const rows = await ask(listConversations, { query: {} })
    hub.publish({ type: 'sessions', rows })
    await kept()
    return rows
  }

  /**
   * What is missing above what is held, and what frames were lost just below; older gaps are read when they are looked
   * at.
   */
  async function readMissing(key: ConversationKey, seq: number): Promise<void> {
    const log = await cache.log(key)
    const top = topOf(log.spans)
    if (seq - top > bounds.behind) {
      await readNewest(key, bounds.size)
    } else if (seq > top) {
      await readFrom(key, top, seq)
    }
    for (const [from, to] of gapsIn(log.spans)) if (from > top - bounds.size) await readFrom(key, from - 1, to)
  }

  async function readFrom(key: ConversationKey, after: number, until: number): Promise<void> {
    for (let seq = after; seq < until;) {
      const part = await history.after(key, seq, bounds.size)
      const reached = part.span?.[1] ?? seq
      hub.publish({
        type: 'rows',
        key,
        rows: part.rows,
        span: [seq + 1, Math.max(reached, part.isEnd ? until : 0)],
        change: part.change,
        positions: part.positions,
      })
      if (part.isEnd) return
      seq = reached
    }
  }

  async function readChanges(key: ConversationKey): Promise<void> {
    await kept()
    for (let change = (await cache.log(key)).change; ;) {
      const part = await history.changes(key, change, bounds.size)
      hub.publish({ type: 'changes', key, rows: part.rows, change: part.change, positions: part.positions })
      if (part.isEnd) return
      change = part.change
    }
  }

  async function catchUpOne(key: ConversationKey, seq: number, change: number): Promise<void> {
    const log = await cache.log(key)
    if (log.spans.length === 0) return
    if (seq > topOf(log.spans) || log.spans.length > 1) await readMissing(key, seq)
    await kept()
    if (change > (await cache.log(key)).change) await readChanges(key)
  }

  /**
   * The newest rows of the conversations at the top of the list of which nothing is held; the page and what is wanted
   * come first.
   */
  async function readAhead(rows: readonly SessionRow[]): Promise<void> {
    const held = new Set((await cache.logs()).filter(log => log.spans.length > 0).map(log => log.key))
    const top = rows
      .flatMap(row => {
        const key = keyOfSession(row)
        return key && row.seq > 0 ? [key] : []
      })
      .slice(0, bounds.ahead)
    for (const key of top.filter(key => !held.has(key))) {
      await idle()
      if (isWanted) return
      await readNewest(key, aheadSize).catch(passUnlessAway)
    }
  }

  async function readNewest(key: ConversationKey, size: number): Promise<void> {
    const part = await history.before(key, theEnd, size)
    hub.publish({
      type: 'rows',
      key,
      rows: part.rows,
      ...(part.span ? { span: part.span } : {}),
      change: part.change,
      positions: part.positions,
    })
  }

  async function all(): Promise<void> {
    const rows = await readList()
    await inPool(rows, bounds.atOnce, async row => {
      const key = keyOfSession(row)
      if (key) await catchUpOne(key, row.seq, row.change).catch(passUnlessAway)
    })
    await kept()
    await readAhead(rows)
    await kept()
  }

  return {
    /**
     * Reads everything that is missing. Asked again while it runs, it runs once more afterwards. Rejects where the
     * server is away.
     */
    run(): Promise<void> {
      isWanted = true
      running ??= (async () => {
        while (isWanted) {
          isWanted = false
          await all()
        }
      })().finally(() => {
        running = undefined
      })
      return running
    },

    /** Reads the list alone. */
    readList,

    /** Fills what is missing in one log, after a gap was noticed; once at a time for each. */
    tidy(key: ConversationKey): Promise<void> {
      const known = tidying.get(key)
      if (known) return known
      const run = (async () => {
        await kept()
        await readMissing(key, 0)
        await kept()
      })().finally(() => tidying.delete(key))
      tidying.set(key, run)
      return run
    },

    /** Reads what changed in one log, and how far everybody has read. */
    readChanges,
  }
}

/** Resolves when the page has nothing to do, or after a second. */
const idle = () =>
  new Promise<void>(resolve => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve)
    else requestIdleCallback(() => resolve(), { timeout: 1000 })
  })

/** A conversation that may not be read any more is no reason to leave the others behind. */
function passUnlessAway(error: unknown): void {
  if (!(error instanceof ApiFailure) || error.mayPass || error.code === 401) throw error
}

export type CatchUp = ReturnType<typeof createCatchUp>
