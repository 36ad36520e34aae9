import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { phoneOf } from '../../../contract/account-names.ts'
import { beginning, createWalk, placeIn } from '../audit-chain.ts'
import type { AuditRow } from '../audit-chain.ts'
import type { AuditPlace } from '../audit.ts'
import type { Diagnosis } from '../store.ts'

/** Entries of the log that are looked at before others get their turn. */
const entriesAtOnce = 1000

/** Reads the database at `path` through a connection of its own, also while a server uses it. */
export async function diagnose(path: string): Promise<Diagnosis> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    const rows = (sql: string) => database.prepare(sql).all()
    const count = (table: string) => Number(rows(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0)
    // One snapshot: a server that appends between two of these queries must not look like damage.
    database.exec('BEGIN')
    return {
      damage: rows('PRAGMA quick_check')
        .map(row => String(row.quick_check))
        .filter(line => line !== 'ok'),
      gaps: rows(`
        SELECT c.id FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
        GROUP BY c.id HAVING count(m.seq) <> c.last_seq OR coalesce(max(m.seq), 0) <> c.last_seq OR coalesce(min(m.seq), 1) <> 1
      `).map(row => Number(row.id)),
      blobs: rows(`
        SELECT id, blob FROM files WHERE released_at IS NULL
        UNION ALL SELECT id, thumb_blob FROM files WHERE thumb_blob IS NOT NULL AND released_at IS NULL
        UNION ALL SELECT id, motion_blob FROM files WHERE motion_blob IS NOT NULL AND released_at IS NULL
      `).map(row => ({ fileId: Number(row.id), blob: String(row.blob) })),
      audit: await auditFaults(database),
      auditHead: place(database, 'audit.head') ?? beginning,
      phones: rows('SELECT username, phone FROM users WHERE phone IS NOT NULL')
        .map(row => ({ username: String(row.username), phone: String(row.phone) }))
        .filter(({ phone }) => (phoneOf(phone) ?? phone) !== phone),
      counts: {
        users: count('users'),
        conversations: count('conversations'),
        messages: count('messages'),
        files: count('files'),
      },
    }
  } finally {
    database.close()
  }
}

function place(database: DatabaseSync, name: 'audit.anchor' | 'audit.head'): AuditPlace | undefined {
  const row = database.prepare('SELECT value FROM settings WHERE name = ?').get(name)
  return typeof row?.value === 'string' ? placeIn(row.value) : undefined
}

/** The first place where the log is not as it was written; as much of it in memory as is looked at together. */
async function auditFaults(database: DatabaseSync): Promise<string[]> {
  const walk = createWalk(place(database, 'audit.anchor'), place(database, 'audit.head'))
  const next = database.prepare('SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?')
  const firstId = Number.MIN_SAFE_INTEGER
  for (let rows = next.all(firstId, entriesAtOnce); rows.length > 0; rows = next.all(walk.last().id, entriesAtOnce)) {
    for (const row of rows) {
      const fault = walk.follow(row as AuditRow)
      if (fault) return [fault]
    }
    await setImmediate()
  }
  const fault = walk.end()
  return fault ? [fault] : []
}
