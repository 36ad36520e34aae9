import type { DatabaseSync } from 'node:sqlite'
import { tokensOf } from '../../lib/search-tokens.ts'
import type { SearchErasure } from './search-erasure.ts'

/** Messages, and characters of them, of one commit: few enough that a question never waits long. */
const messagesAtOnce = 256
const charactersAtOnce = 32_768

type Progress = { seq: number; change: number }
type Row = { seq: number; sender_id: number; type: number; text: string; is_counted: number }
/** An entry of the index to be made or made again. */
type Entry = { conversationId: number; row: Row; isNew: boolean }

/** What a message says: its text and its file's name. */
export const textColumn = `m.content || coalesce(char(10) || f.name, '')`

// Of the range of private use, so that no text has them: by whom a message is, and of what type.
export const senderToken = (senderId: number) => `\ue000u${senderId}`
export const typeToken = (type: number) => `\ue000t${type}`

/**
 * Keeps the index up to the log. Every step is one commit that holds the rows and how far they go: nothing is ever in
 * it twice or left out.
 */
export function createSearchIndex(db: DatabaseSync, erasure: Pick<SearchErasure, 'note'>) {
  const columns = `SELECT m.seq, m.sender_id, m.type, ${textColumn} AS text, m.is_counted FROM log.messages m LEFT JOIN log.files f ON f.id = m.file_id`
  const isBehind = 'c.last_seq > coalesce(p.seq, 0) OR c.last_change > coalesce(p.change, 0)'
  const behind = db.prepare(
    `SELECT c.id FROM log.conversations c LEFT JOIN progress p ON p.conversation_id = c.id WHERE ${isBehind} ORDER BY c.last_sent_at DESC`,
  )
  const behindAmong = db.prepare(`SELECT c.id FROM json_each(?) j JOIN log.conversations c ON c.id = j.value
    LEFT JOIN progress p ON p.conversation_id = c.id WHERE ${isBehind}`)
  const findProgress = db.prepare('SELECT seq, change FROM progress WHERE conversation_id = ?')
  const findLast = db.prepare('SELECT last_seq AS seq, last_change AS change FROM log.conversations WHERE id = ?')
  const added = db.prepare(`${columns} WHERE m.conversation_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`)
  // Of the changes only those of the text: a reaction changes nothing of what is found.
  const changed = db.prepare(`${columns} WHERE m.conversation_id = ?1 AND m.change > ?2 AND m.seq <= ?3
    AND (m.is_counted = 0 OR m.extra ->> '$.editChange' > ?2)`)
  const remove = db.prepare('DELETE FROM message_index WHERE rowid = (?1 << 32) | ?2')
  const insert = db.prepare('INSERT INTO message_index (rowid, tokens) VALUES ((?1 << 32) | ?2, ?3)')
  const save = db.prepare(
    'INSERT INTO progress (conversation_id, seq, change) VALUES (?1, ?2, ?3) ON CONFLICT (conversation_id) DO UPDATE SET seq = ?2, change = ?3',
  )
  // `run` returns the connection's last row id, which is more than a number holds, also where the statement made none.
  for (const statement of [remove, insert, save]) statement.setReadBigInts(true)

  /** What there is to be done in these conversations, as far as there is room, and where they stand after it. */
  function collect(conversationIds: Iterable<number>) {
    const entries: Entry[] = []
    const reached = new Map<number, Progress>()
    const done: number[] = []
    let characters = 0
    for (const conversationId of conversationIds) {
      if (entries.length >= messagesAtOnce || characters >= charactersAtOnce) break
      const from = (findProgress.get(conversationId) as Progress | undefined) ?? { seq: 0, change: 0 }
      const last = (findLast.get(conversationId) as Progress | undefined) ?? from
      if (last.change > from.change)
        for (const row of changed.all(conversationId, from.change, from.seq) as Row[])
          entries.push({ conversationId, row, isNew: false })
      let seq = from.seq
      if (last.seq > from.seq) {
        for (const value of added.iterate(conversationId, from.seq, Math.max(1, messagesAtOnce - entries.length))) {
          const row = value as Row
          entries.push({ conversationId, row, isNew: true })
          seq = row.seq
          characters += row.text.length
          if (characters >= charactersAtOnce) break
        }
      }
      if (seq >= last.seq) done.push(conversationId)
      if (seq > from.seq || last.change > from.change) reached.set(conversationId, { seq, change: last.change })
    }
    return { entries, reached, done }
  }

  return {
    /** Conversations that have something that the index has not, the latest first. */
    behind: (): number[] => behind.all().map(row => Number(row['id'])),

    behindAmong: (conversationIds: readonly number[]): number[] =>
      behindAmong.all(JSON.stringify(conversationIds)).map(row => Number(row['id'])),

    /**
     * One step for these conversations, which removes those that are done. Throws what SQLite throws; then nothing of
     * the step was kept.
     */
    step(conversationIds: Set<number>): void {
      db.exec('BEGIN IMMEDIATE')
      try {
        const { entries, reached, done } = collect(conversationIds)
        // FTS5 writes out what it has gathered whenever a row id is below the last one.
        entries.sort((a, b) => a.conversationId - b.conversationId || a.row.seq - b.row.seq)
        for (const { conversationId, row, isNew } of entries) {
          if (!isNew) remove.run(conversationId, row.seq)
          if (row.is_counted === 1)
            insert.run(
              conversationId,
              row.seq,
              [senderToken(row.sender_id), typeToken(row.type), ...tokensOf(row.text)].join(' '),
            )
        }
        if (entries.some(entry => !entry.isNew)) erasure.note()
        for (const [conversationId, { seq, change }] of reached) save.run(conversationId, seq, change)
        db.exec('COMMIT')
        for (const id of done) conversationIds.delete(id)
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
  }
}
