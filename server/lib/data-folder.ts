import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { takeLock } from '../store/sqlite/lock.ts'

/** Another process works on this data folder. */
export class DataFolderInUse extends Error {
  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another Hongyan process. Stop that one first, or set HONGYAN_DATA to another folder.`)
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

function claim(path: string) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK)
    return takeLock(join(path, 'lock.db'))
  } catch (error) {
    throw new DataFolderUnusable(path, error instanceof Error ? error.message : String(error), { cause: error })
  }
}
