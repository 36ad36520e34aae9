import { Failure } from '../../../contract/failures.ts'
import { BlobsUnavailable } from '../../blobs/blobs.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import type { Store } from '../../store/store.ts'

type Needs = {
  store: { files: Pick<Store['files'], 'unsent'> }
  blobs: Pick<Blobs, 'free'>
  /** Bytes that one person may have uploaded and not sent. */
  unsentLimit: number
}

/** The part of the free disk that one person may have in unsent files: ten of them leave two thirds, twenty a half. */
const shareOfFree = 1 / 20
/** Bytes that files leave free: what is written goes on for months where somebody has filled the disk with files. */
const keptFree = 256 * 1024 * 1024
/** Bytes that a file takes at least, however small it is: a block of the disk, and its row. */
const leastBytes = 4096

/**
 * Bounds what a person has uploaded and not sent, with what is on its way: however many uploads are begun at once, one
 * file goes over the bound at most.
 */
export function createUnsentQuota({ store, blobs, unsentLimit }: Needs) {
  const arriving = new Map<number, number>()

  function add(userId: number, bytes: number): void {
    const sum = (arriving.get(userId) ?? 0) + bytes
    if (sum > 0) arriving.set(userId, sum)
    else arriving.delete(userId)
  }

  /**
   * Counts an upload of so many bytes until what it returns is called. Fails with `file.tooManyUnsent`, and with
   * `BlobsUnavailable` on a full disk.
   */
  return async function enter(userId: number, length: number): Promise<() => void> {
    const bytes = Math.max(length, leastBytes)
    const before = arriving.get(userId) ?? 0
    add(userId, bytes)
    try {
      const [unsent, free] = await Promise.all([store.files.unsent(userId), blobs.free()])
      if (free - keptFree < bytes) throw new BlobsUnavailable('the disk is full')
      if (unsent.bytes + unsent.count * leastBytes + before >= Math.min(unsentLimit, free * shareOfFree))
        throw new Failure('file.tooManyUnsent', {}, 600)
    } catch (reason) {
      add(userId, -bytes)
      throw reason
    }
    return () => add(userId, -bytes)
  }
}
