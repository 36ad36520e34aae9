import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Blobs } from './blobs/blobs.ts'
import { createFolderBlobs } from './blobs/folder.ts'
import { databasePath } from './store/sqlite/connection.ts'
import { takeLock } from './store/sqlite/lock.ts'
import { openSqliteStore } from './store/sqlite/open.ts'
import { restoreDatabase } from './store/sqlite/restore.ts'
import type { Store } from './store/store.ts'

/** Another process works on this data folder. */
export class DataFolderInUse extends Error {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another Hongyan process. Stop that one first, or set HONGYAN_DATA to another folder.`,
    )
    this.name = 'DataFolderInUse'
  }
}

/** The data folder cannot be made or written to. */
export class DataFolderUnusable extends Error {
  constructor(folder: string, reason: string, options?: ErrorOptions) {
    super(`The data folder ${folder} cannot be used: ${reason}.`, options)
    this.name = 'DataFolderUnusable'
  }
}

/** A data folder that is this process's alone until it is disposed of. */
export type DataFolder = Disposable & {
  path: string
  blobs: Blobs
  /** Rejects with `NewerDataFolder`. `isIndexing`: see `openSqliteStore`. */
  openStore(options?: { isIndexing?: boolean | undefined }): Promise<Store>
  /** Puts a copy that `Store.backup` made in the place of the database, while no store is open. */
  restoreDatabase(copy: string): Promise<void>
}

/**
 * Claims a data folder as `lockDataFolder` does, and closes it to others; `warn` gets a line for each thing that was
 * open to them.
 */
export function holdDataFolder(folder: string, warn: (line: string) => void): DataFolder {
  const lock = lockDataFolder(folder)
  const path = resolve(folder)
  for (const line of closeToOthers(path)) warn(line)
  return {
    path,
    blobs: createFolderBlobs({ folder: join(path, 'files') }),
    openStore: ({ isIndexing } = {}) => openSqliteStore({ folder: path, isIndexing }),
    restoreDatabase: copy => restoreDatabase(path, copy),
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  }
}

/** Whether a server has worked on this folder. */
export const holdsDatabase = (folder: string): boolean => existsSync(databasePath(folder))

/**
 * Makes the folder where it is missing (mode 0700: it holds everybody's messages) and claims it for this process
 * until the result is disposed of or the process ends. Throws `DataFolderInUse` and `DataFolderUnusable`.
 */
export function lockDataFolder(folder: string): Disposable {
  const path = resolve(folder)
  const lock = claim(path)
  if (!lock) throw new DataFolderInUse(path)
  return lock
}

/** What a data folder holds, all of it ours; anything else stays as it is. */
const ownEntry = /^(?:(?:hongyan|search|lock)\.db(?:-wal|-shm|-journal|\.restoring)?|admin\.sock|files)$/

/**
 * Closes to everybody else what a folder holds that was made earlier, or by hand: the databases, the files, and the
 * folder itself, unless it holds other things too. A line for each that was open; nothing where it cannot be mended.
 */
export function closeToOthers(folder: string): string[] {
  if (process.platform === 'win32') return []
  const path = resolve(folder)
  const entries = readdirSync(path)
  const isOursAlone = entries.every(name => ownEntry.test(name))
  return [
    ...(isOursAlone ? close(path, 0o700) : []),
    ...entries
      .filter(name => ownEntry.test(name))
      .flatMap(name => close(join(path, name), name === 'files' ? 0o700 : 0o600)),
  ]
}

function close(path: string, mode: number): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || (found.mode & 0o077) === 0 || found.uid !== process.getuid?.()) return []
  chmodSync(path, mode)
  return [
    `${path} was open to other users of this machine (mode ${(found.mode & 0o777).toString(8)}): now it is ${mode.toString(8)}.`,
  ]
}

function claim(path: string) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK)
    return takeLock(join(path, 'lock.db'))
  } catch (error) {
    throw new DataFolderUnusable(path, error instanceof Error ? error.message : String(error), { cause: error })
  }
}
