import { Failure } from '../../../contract/failures.ts'
import { BlobsUnavailable } from '../../blobs/blobs.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import { createCache } from '../../lib/cache.ts'
import type { Store } from '../../store/store.ts'

type Needs = {
  store: { files: Pick<Store['files'], 'unsent' | 'kept'> }
  blobs: Pick<Blobs, 'free'>
  /** Bytes that one person may have uploaded and not sent. */
  unsentLimit: number
  /** Bytes that the files of one person may take in all. */
  keptLimit: number
}

/** The part of the free disk that one person may have in unsent files: ten of them leave two thirds, twenty a half. */
const shareOfFree = 1 / 20
/** Bytes that files leave free: what is written goes on for months where somebody has filled the disk with files. */
const keptFree = 256 * 1024 * 1024
/** Bytes that a file takes at least, however small it is: a block of the disk, and its row. */
const leastBytes = 4096

/** ms after which what a person keeps is summed up again; until then what they upload is added. */
const sumLife = 60_000

/**
 * Bounds what a person has uploaded and not sent, with what is on its way, and what they keep in all: nobody's files
 * take more than they leave free. However many uploads are begun at once, one file goes over the bound at most.
 */
export function createUploadQuota({ store, blobs, unsentLimit, keptLimit }: Needs) {
  const arriving = new Map<number, number>()
  const sums = createCache<number, { bytes: number }>({ most: 10_000, life: sumLife })

  function add(userId: number, bytes: number): void {
    const sum = (arriving.get(userId) ?? 0) + bytes
    if (sum > 0) arriving.set(userId, sum)
    else arriving.delete(userId)
  }

  /**
   * Counts an upload of so many bytes until what it returns is called. Fails with `file.tooManyUnsent`,
   * `file.tooManyKept`, and with `BlobsUnavailable` on a full disk.
   */
  return async function enter(userId: number, length: number): Promise<() => void> {
    const bytes = Math.max(length, leastBytes)
    const before = arriving.get(userId) ?? 0
    add(userId, bytes)
    try {
      const [unsent, kept, free] = await Promise.all([
        store.files.unsent(userId),
        sums.read(userId, async () => {
          const { bytes: sum, count } = await store.files.kept(userId)
          return { bytes: sum + count * leastBytes }
        }),
        blobs.free(),
      ])
      if (free - keptFree < bytes) throw new BlobsUnavailable('the disk is full')
      if (unsent.bytes + unsent.count * leastBytes + before >= Math.min(unsentLimit, free * shareOfFree))
        throw new Failure('file.tooManyUnsent', {}, 600)
      if (kept.bytes + bytes > Math.min(keptLimit, free - keptFree)) throw new Failure('file.tooManyKept')
      kept.bytes += bytes
    } catch (reason) {
      add(userId, -bytes)
      throw reason
    }
    return () => add(userId, -bytes)
  }
}
