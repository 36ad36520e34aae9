import type { DatabaseSync } from 'node:sqlite'

/** Pages of the index that one step writes: 10 to 30 ms. */
const pagesAtOnce = 250

/**
 * Takes the words of what was recalled or edited out of the index's file. FTS5 only notes that an entry is gone; its
 * words stay in the file until their part of it is written anew. So all parts are merged into one, step by step, and
 * then the write-ahead log is cut to nothing. What is still to be done is in the file, so that a crash loses nothing of
 * it.
 *
 * note ─> note ─> … ─> begin (merge -n) ─> go on (merge n) ─> … nothing left ─> truncate ─> done up to the last note of
 * before
 */
export function createSearchErasure(db: DatabaseSync) {
  const add = db.prepare('UPDATE erasures SET noted = noted + 1')
  const read = db.prepare('SELECT noted, done FROM erasures')
  const finish = db.prepare('UPDATE erasures SET done = ?')
  const written = db.prepare('SELECT total_changes() AS count')
  for (const statement of [add, finish]) statement.setReadBigInts(true)
  const state = () => read.get() as { noted: number; done: number }
  const changes = () => Number(written.get()?.['count'])
  let isDue = state().noted > state().done
  /** The last note that the merge under way covers. */
  let covered: number | undefined

  /** Somebody who reads the file right now is not waited for. */
  function isTruncated(): boolean {
    db.exec('PRAGMA busy_timeout = 20')
    try {
      return db.prepare('PRAGMA main.wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
    } finally {
      db.exec('PRAGMA busy_timeout = 5000')
    }
  }

  return {
    isDue: () => isDue,

    /** An entry was removed whose words must go; in the commit that is open. */
    note(): void {
      add.run()
      isDue = true
    },

    /**
     * One step; whether all is done that was to be done when the first of these steps was taken. Throws what SQLite
     * throws.
     */
    step(): boolean {
      const before = changes()
      const isFirst = covered === undefined
      covered ??= state().noted
      db.exec(
        `INSERT INTO message_index (message_index, rank) VALUES ('merge', ${isFirst ? -pagesAtOnce : pagesAtOnce})`,
      )
      // The command itself counts as one change.
      if (changes() - before > 1) return false
      if (!isTruncated()) return false
      finish.run(covered)
      covered = undefined
      isDue = state().noted > state().done
      return true
    },
  }
}

export type SearchErasure = ReturnType<typeof createSearchErasure>
