import type { DatabaseSync } from 'node:sqlite'

/** ms between an erasure, or a try that came too early, and the next try. */
const pause = 2000

/**
 * The write-ahead log keeps earlier states of pages until it is written over. After an erasure everything in it is
 * brought into the database, where what was deleted is overwritten, and the log is cut to nothing: soon, once for many
 * of them, and only while nothing is being written.
 */
export function createLogTruncation(db: DatabaseSync, isIdle: () => boolean) {
  let timer: NodeJS.Timeout | undefined

  function isTruncated(): boolean {
    if (!isIdle() || db.isTransaction) return false
    // Somebody who reads right now is not waited for: the next try will do.
    db.exec('PRAGMA busy_timeout = 20')
    try {
      return db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
    } catch {
      return false
    } finally {
      db.exec('PRAGMA busy_timeout = 5000')
    }
  }

  function due(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      if (!isTruncated()) due()
    }, pause)
  }

  return { due }
}
