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

/** ms between the release of a file and its removal: what was being made of it in that moment keeps it. */
const grace = 10 * 60_000
/** Files that one sweep looks at, removes; names that are looked up at once. */
const atOnce = { looked: 200, removed: 200, names: 500 }
/** ms between two looks for bytes that belong to no file. */
const orphansEvery = 60 * 60_000

/**
 * Takes away what nothing uses. In this order, so that a crash at any point neither loses a file in use nor leaves one for ever:
 *
 *   nothing uses it ──> released (nobody opens or sends it) ──> row removed, blobs noted, in one commit ──> blobs removed ──> note removed
 *
 * Bytes without a row are those of an upload that a crash broke off; they go when they are old enough to be nobody's.
 */
export function createSweep({ store, blobs, clock, unsentFor, isArriving, released }: Needs) {
  let after = 0
  let orphansAt = -Infinity
  let held = 0

  async function removeBlobs(): Promise<void> {
    const names = await store.files.blobsToRemove(atOnce.removed)
    for (const name of names) await blobs.remove(name)
    if (names.length > 0) await store.files.forgetBlobs(names)
  }

  async function removeOrphans(): Promise<void> {
    for await (const name of orphansOf({ store, blobs })) {
      const writtenAt = await blobs.writtenAt(name)
      if (!isArriving(name) && writtenAt !== undefined && writtenAt < clock() - unsentFor) await blobs.remove(name)
    }
    await blobs.removeDrafts(clock() - unsentFor)
  }

  return {
    /** One portion of the work; rejects where the storage is away, and can be tried again. */
    async sweep(): Promise<void> {
      const now = clock()
      const page = await store.files.releaseUnused(after, { before: now - unsentFor, at: now, limit: atOnce.looked })
      after = page.next ?? 0
      released(page.released)
      if (held > 0) return
      await store.files.removeReleased(now - grace, atOnce.removed)
      await removeBlobs()
      if (now - orphansAt < orphansEvery) return
      orphansAt = now
      await removeOrphans()
    },

    /** Nothing is removed while `work` runs: it copies what the database named when it began. */
    async whileKept<T>(work: () => Promise<T>): Promise<T> {
      held += 1
      try {
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
