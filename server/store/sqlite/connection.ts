import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { emailOf, phoneOf } from '../../../contract/account-names.ts'
import { normalised } from '../../lib/search-tokens.ts'
import { NewerDataFolder } from '../store.ts'

const migrations = new URL('../migrations/', import.meta.url)

export const databasePath = (folder: string) => join(folder, 'hongyan.db')

/** The writing connection: what it commits survives a power loss, and what it deletes is overwritten. */
export function openForWriting(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(databasePath(folder), { timeout: 5000 })
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = ON',
  )
  return db
}

/** The reading connection: sees every commit, never waits for the writer. */
export function openForReading(folder: string): DatabaseSync {
  const db = new DatabaseSync(databasePath(folder), { readOnly: true, timeout: 5000 })
  db.exec('PRAGMA cache_size = -16384; PRAGMA mmap_size = 1073741824')
  // Names as the search compares them: SQLite itself knows upper and lower case of ASCII only.
  db.function('folded', { deterministic: true }, text => (typeof text === 'string' ? normalised(text) : null))
  return db
}

/** What migrations ask for of our own. */
export function defineFunctions(db: DatabaseSync): void {
  db.function('phone_of', { deterministic: true }, text => (typeof text === 'string' ? (phoneOf(text) ?? text) : null))
  db.function('email_of', { deterministic: true }, text => (typeof text === 'string' ? emailOf(text) : null))
}

/** Brings the tables up to date, each step once and whole. Throws `NewerDataFolder` where they are ahead of us. */
export function migrate(db: DatabaseSync): void {
  const files = readdirSync(migrations)
    .filter(name => name.endsWith('.sql'))
    .sort()
  defineFunctions(db)
  const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (found > files.length) throw new NewerDataFolder(found, files.length)
  for (const [index, name] of files.entries()) {
    if (index < found) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(readFileSync(new URL(name, migrations), 'utf8'))
      db.exec(`PRAGMA user_version = ${index + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}
