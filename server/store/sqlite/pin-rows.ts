import type { DatabaseSync } from 'node:sqlite'

/** Pinned messages: each is a row of its own. */
export function createPinRows(db: DatabaseSync) {
  const others = db.prepare('SELECT count(*) AS count FROM pins WHERE conversation_id = ? AND seq <> ?')
  const insert = db.prepare(
    'INSERT INTO pins (conversation_id, seq, user_id, at, change) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const remove = db.prepare('DELETE FROM pins WHERE conversation_id = ? AND seq = ?')
  return {
    /** Pinned messages of that conversation besides this one. */
    countOthers: (conversationId: number, seq: number): number =>
      (others.get(conversationId, seq) as { count: number }).count,
    /** Whether it was not pinned before. */
    add: (conversationId: number, seq: number, userId: number, at: number, change: number): boolean =>
      insert.run(conversationId, seq, userId, at, change).changes > 0,
    /** Whether it was pinned before. */
    remove: (conversationId: number, seq: number): boolean => remove.run(conversationId, seq).changes > 0,
  }
}
