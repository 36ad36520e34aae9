import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the lock that `path` stands for, or undefined where another connection, of any process, holds it.
 * SQLite's lock belongs to the process: the operating system gives it back when the process ends, however it ends.
 */
export function takeLock(path: string): Disposable | undefined {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
  return {
    [Symbol.dispose]: () => {
      if (database.isOpen) database.close()
    },
  }
}

/** SQLITE_BUSY, and the extended codes whose low byte it is. */
const isBusy = (error: unknown) =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
