import type { DatabaseSync } from 'node:sqlite'

/** Reactions: each is a row of its own. */
export function createReactionRows(db: DatabaseSync) {
  const others = db.prepare(
    'SELECT count(DISTINCT emoji) AS count FROM reactions WHERE conversation_id = ? AND seq = ? AND emoji <> ?',
  )
  // Rows from before emoji had one form may lack U+FE0F: they are the same reaction.
  const own = `conversation_id = ?1 AND seq = ?2 AND replace(emoji, char(0xfe0f), '') = replace(?3, char(0xfe0f), '') AND user_id = ?4`
  const insert = db.prepare(`INSERT INTO reactions (conversation_id, seq, emoji, user_id, at, change)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM reactions WHERE ${own})`)
  const remove = db.prepare(`DELETE FROM reactions WHERE ${own}`)
  const removeAll = db.prepare('DELETE FROM reactions WHERE conversation_id = ? AND seq = ?')
  return {
    /** Different emoji on that message besides this one. */
    countOthers: (conversationId: number, seq: number, emoji: string): number =>
      (others.get(conversationId, seq, emoji) as { count: number }).count,
    /** Whether it was not there before. */
    add: (conversationId: number, seq: number, emoji: string, userId: number, at: number, change: number): boolean =>
      insert.run(conversationId, seq, emoji, userId, at, change).changes > 0,
    /** Whether it was there before. */
    remove: (conversationId: number, seq: number, emoji: string, userId: number): boolean =>
      remove.run(conversationId, seq, emoji, userId).changes > 0,
    clear: (conversationId: number, seq: number): void => {
      removeAll.run(conversationId, seq)
    },
  }
}
