import type { Blobs } from '../../blobs/blobs.ts'
import type { Store } from '../../store/store.ts'

type Needs = {
  store: Pick<Store, 'files'>
  blobs: Blobs
  clock: () => number
  /** ms that a file which nothing uses stays. */
  unsentFor: number
  /** Whether the bytes under this name are those of an upload under way. */
  isArriving: (name: string) => boolean
  /** Told of files that nobody can open any more. */
  released: (ids: readonly number[]) => void
}

/** ms between the release of a file and its removal, at most: what was being made of it in that moment keeps it. */
const longestGrace = 10 * 60_000
/** Files of all that one sweep looks at; those that are removed in one write; names that are looked up at once. */
const atOnce = { looked: 200, removed: 200, names: 500 }
/**
 * ms between two looks for bytes that belong to no file, and ms that they stay at least: a slow upload may stand still
 * for a while.
 */
const orphansEvery = 60 * 60_000
const leastForOrphans = 60 * 60_000

/**
 * Takes away what nothing uses. In this order, so that a crash at any point neither loses a file in use nor leaves one
 * for ever:
 *
 * nothing uses it ──> released (nobody opens or sends it) ──> row removed, blobs noted, in one commit ──> blobs removed
 * ──> note removed
 *
 * Bytes without a row are those of an upload that a crash broke off; they go when they are old enough to be nobody's.
 */
export function createSweep({ store, blobs, clock, unsentFor, isArriving, released }: Needs) {
  const grace = Math.min(longestGrace, unsentFor)
  const orphansFor = Math.max(unsentFor, leastForOrphans)
  let after = 0
  let orphansAt = -Infinity
  let held = 0
  let running: Promise<void> | undefined

  /**
   * As many as there are: a sweep that took a few at a time would never be done with what many people leave at once.
   */
  async function releaseUnsent(now: number): Promise<void> {
    for (let ids = [0]; ids.length > 0; released(ids))
      ids = await store.files.releaseUnsent({ before: now - unsentFor, at: now, limit: atOnce.removed })
  }

  async function removeReleased(now: number): Promise<void> {
    for (let names = ['']; names.length > 0 && held === 0;) {
      await store.files.removeReleased(now - grace, atOnce.removed)
      names = await store.files.blobsToRemove(atOnce.removed)
      for (const name of names) await blobs.remove(name)
      if (names.length > 0) await store.files.forgetBlobs(names)
    }
  }

  async function removeOrphans(): Promise<void> {
    for await (const name of orphansOf({ store, blobs })) {
      const writtenAt = await blobs.writtenAt(name)
      if (!isArriving(name) && writtenAt !== undefined && writtenAt < clock() - orphansFor) await blobs.remove(name)
    }
    await blobs.removeDrafts(clock() - orphansFor)
  }

  async function sweepOnce(): Promise<void> {
    const now = clock()
    await releaseUnsent(now)
    const page = await store.files.releaseUnused(after, { before: now - unsentFor, at: now, limit: atOnce.looked })
    after = page.next ?? 0
    released(page.released)
    if (held > 0) return
    await removeReleased(now)
    if (now - orphansAt < orphansEvery) return
    orphansAt = now
    await removeOrphans()
  }

  return {
    /** ms after which to sweep again. */
    sweepEvery: Math.max(1000, Math.min(60_000, unsentFor / 4)),

    /**
     * What was never sent, what was released, and a portion of all files; rejects where the storage is away, and can be
     * tried again.
     */
    sweep(): Promise<void> {
      running ??= sweepOnce().finally(() => {
        running = undefined
      })
      return running
    },

    /** Nothing is removed while `work` runs: it copies what the database named when it began. */
    async whileKept<T>(work: () => Promise<T>): Promise<T> {
      held += 1
      try {
        await running?.catch(() => undefined)
        return await work()
      } finally {
        held -= 1
      }
    },
  }
}

/** Names of bytes that belong to no file. */
export async function* orphansOf({ store, blobs }: Pick<Needs, 'store' | 'blobs'>): AsyncGenerator<string> {
  let names: string[] = []
  async function* unknown() {
    const known = await store.files.knownBlobs(names)
    yield* names.filter(name => !known.has(name))
    names = []
  }
  for await (const name of blobs.list()) {
    names.push(name)
    if (names.length >= atOnce.names) yield* unknown()
  }
  yield* unknown()
}
