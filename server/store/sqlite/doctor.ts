import { DatabaseSync } from 'node:sqlite'
import { phoneOf } from '../../../contract/account-names.ts'
import type { Diagnosis } from '../store.ts'

/** Reads the database at `path` through a connection of its own, also while a server uses it. */
export function diagnose(path: string): Diagnosis {
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
