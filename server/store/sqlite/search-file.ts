import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { databasePath } from './connection.ts'

/** Another one where the same text makes other tokens: then the index is made anew. */
const format = 5

/*
 * A file of its own, because it can be made again from the log at any time: it needs neither a sync per commit nor a
 * place in the backup, and writing it never makes a message wait. Row ids are conversation * 2^32 + seq, so that one
 * conversation is one range.
 */
const tables = `
  CREATE VIRTUAL TABLE message_index USING fts5 (tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
  -- How far each conversation is in the index: everything up to this place, as it was after this change.
  CREATE TABLE progress (conversation_id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, change INTEGER NOT NULL) STRICT;
  -- How often entries were removed whose words must leave the file, and up to which of these times they have left it.
  CREATE TABLE erasures (noted INTEGER NOT NULL, done INTEGER NOT NULL) STRICT;
  INSERT INTO erasures VALUES (0, 0);
  PRAGMA user_version = ${format};
`

/** Result codes of SQLite for a file that is no good: CORRUPT, NOTADB. */
const spoilt = new Set([11, 26])

/** Whether the index can only be made anew. */
export const isSpoilt = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && spoilt.has(error.errcode & 0xff)

export const searchPath = (folder: string) => join(folder, 'search.db')

/**
 * The index with the log beside it, as `log`, for reading. A file that is spoilt, of another format or of another log
 * is made anew.
 */
export function openSearchFile(folder: string, { anew = false } = {}): DatabaseSync {
  try {
    const db = anew ? undefined : open(folder)
    if (db && isOurs(db)) return db
    db?.close()
  } catch (error) {
    if (!isSpoilt(error)) throw error
  }
  removeSearchFile(folder)
  const db = open(folder)
  db.exec(`BEGIN; ${tables} COMMIT`)
  return db
}

export function removeSearchFile(folder: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(searchPath(folder) + suffix, { force: true })
}

function open(folder: string): DatabaseSync {
  if (!existsSync(databasePath(folder))) throw new Error(`There is no ${databasePath(folder)}`)
  const db = new DatabaseSync(pathToFileURL(searchPath(folder)), { timeout: 5000 })
  try {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON',
    )
    db.prepare('ATTACH ? AS log').run(`${pathToFileURL(databasePath(folder)).href}?mode=ro`)
    db.exec('PRAGMA log.cache_size = -8192; PRAGMA log.mmap_size = 1073741824')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** False too where the log is another one than the index was made of, or was put back to an earlier state. */
function isOurs(db: DatabaseSync): boolean {
  if (db.prepare('PRAGMA user_version').get()?.['user_version'] !== format) return false
  return (
    db
      .prepare(
        `
    SELECT 1 FROM progress p LEFT JOIN log.conversations c ON c.id = p.conversation_id
    WHERE c.id IS NULL OR c.last_seq < p.seq OR c.last_change < p.change LIMIT 1
  `,
      )
      .get() === undefined
  )
}
