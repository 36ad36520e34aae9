import { chmod, copyFile, open, rename, rm } from 'node:fs/promises'
import { databasePath } from './connection.ts'
import { removeSearchFile } from './search-file.ts'

/**
 * Puts a copy that `Store.backup` made into a folder whose lock the caller holds and where no database is open. It
 * comes under its name at once: a restore that breaks off leaves nothing that a server would start on.
 */
export async function restoreDatabase(folder: string, copy: string): Promise<void> {
  const path = databasePath(folder)
  const temporary = `${path}.restoring`
  await copyFile(copy, temporary)
  await chmod(temporary, 0o600)
  await sync(temporary)
  await removeRemains(folder)
  await rename(temporary, path)
  if (process.platform !== 'win32') await sync(folder)
}

/**
 * What an earlier database left if only its main file was moved away: SQLite would play the old log into the restored
 * database, and the search would show the places of the old messages.
 */
async function removeRemains(folder: string): Promise<void> {
  for (const suffix of ['-wal', '-shm', '-journal']) await rm(databasePath(folder) + suffix, { force: true })
  removeSearchFile(folder)
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}
