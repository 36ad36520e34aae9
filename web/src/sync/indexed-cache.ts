import { deleteDB, openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb'
import { emptyLog } from './cache.ts'
import type { Cache, Log, Reading } from './cache.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Face } from './facts.ts'
import { isEmptyDraft } from './kept-draft.ts'
import type { KeptDraft } from './kept-draft.ts'
import { changesToKeep, withChanges, withReading } from './log.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { quoting } from './quote.ts'
import { newerOf } from './row.ts'
import type { Row, SessionRow } from './row.ts'
import type { Span } from './spans.ts'

/** `answers` is the place that a reply answers; rows without it are not in that index. */
type HeldRow = { key: ConversationKey; seq: number; id: string; answers?: number; row: Row }

type Schema = DBSchema & {
  messages: {
    key: [ConversationKey, number]
    value: HeldRow
    indexes: { id: [ConversationKey, string]; replies: [ConversationKey, number] }
  }
  logs: { key: ConversationKey; value: Log }
  /** The list as the server gave it, whole: what it says fits together. */
  sessions: { key: 'list'; value: SessionRow[] }
  faces: { key: number; value: Face }
  drafts: { key: ConversationKey; value: { key: ConversationKey } & KeptDraft }
  chosenFiles: { key: ConversationKey; value: { key: ConversationKey; files: File[] } }
  outbox: { key: string; value: OutboxEntry }
  answers: { key: string; value: unknown }
}

type Writing = IDBPTransaction<Schema, ('messages' | 'logs')[], 'readwrite'>

const nameOf = (account: string) => `hongyan ${account}`

const heldRow = (key: ConversationKey, row: Row): HeldRow => ({
  key,
  seq: row.seq,
  id: row.id,
  ...(row.reply ? { answers: row.reply.seq } : {}),
  row,
})

const rangeOf = (key: ConversationKey, [from, to]: Span) => IDBKeyRange.bound([key, from], [key, to])

/** The cache in IndexedDB; rejects where the browser has none or will not open it. */
export async function openIndexedCache(account: string): Promise<Cache> {
  const db = await openDB<Schema>(nameOf(account), 3, {
    upgrade(fresh, before) {
      fresh.createObjectStore('answers')
      if (before < 2) fresh.createObjectStore('chosenFiles', { keyPath: 'key' })
      if (before > 0) return
      const messages = fresh.createObjectStore('messages', { keyPath: ['key', 'seq'] })
      messages.createIndex('id', ['key', 'id'])
      messages.createIndex('replies', ['key', 'answers'])
      fresh.createObjectStore('logs', { keyPath: 'key' })
      fresh.createObjectStore('sessions')
      fresh.createObjectStore('faces', { keyPath: 'id' })
      fresh.createObjectStore('drafts', { keyPath: 'key' })
      fresh.createObjectStore('outbox', { keyPath: 'id' })
    },
    // Another tab signs out, or brings a newer version: this one must not hold it up.
    blocking: (_from, _to, event) => {
      ;(event.target as IDBDatabase).close()
    },
  })
  return over(db, account)
}

function over(db: IDBPDatabase<Schema>, account: string): Cache {
  /** Runs `write` with the log of that moment in one transaction. */
  async function onLog(key: ConversationKey, write: (writing: Writing, log: Log) => Promise<Log>): Promise<Log> {
    const writing = db.transaction(['messages', 'logs'], 'readwrite')
    const log = await write(writing, (await writing.objectStore('logs').get(key)) ?? emptyLog(key))
    await Promise.all([writing.objectStore('logs').put(log), writing.done])
    return log
  }

  async function putRows(writing: Writing, key: ConversationKey, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const messages = writing.objectStore('messages')
    const seqs = rows.map(row => row.seq)
    const range = rangeOf(key, [Math.min(...seqs), Math.max(...seqs)])
    const held = await messages.getAll(range)
    const bySeq = new Map(held.map(({ seq, row }) => [seq, row]))
    await Promise.all(rows.map(row => messages.put(heldRow(key, newerOf(bySeq.get(row.seq), row)))))
  }

  async function requote(writing: Writing, key: ConversationKey, changed: readonly Row[]): Promise<void> {
    const messages = writing.objectStore('messages')
    for (const row of changed) {
      const replies = await messages.index('replies').getAll([key, row.seq])
      await Promise.all(replies.map(held => messages.put(heldRow(key, quoting(held.row, row)))))
    }
  }

  /** Drops what lies before the first span. */
  async function trim(writing: Writing, log: Log): Promise<void> {
    const first = log.spans[0]?.[0] ?? 0
    if (first > 1) await writing.objectStore('messages').delete(rangeOf(log.key, [0, first - 1]))
  }

  return {
    log: async key => (await db.get('logs', key)) ?? emptyLog(key),
    logs: () => db.getAll('logs'),
    async rows(key, span) {
      const reading = db.transaction(['messages', 'logs'])
      const [log, found] = await Promise.all([
        reading.objectStore('logs').get(key),
        reading.objectStore('messages').getAll(rangeOf(key, span)),
      ])
      return { rows: found.map(({ row }) => row), log: log ?? emptyLog(key) }
    },
    findRow: async (key, id) => (await db.getFromIndex('messages', 'id', [key, id]))?.row,
    keep: (key, reading: Reading) =>
      onLog(key, async (writing, log) => {
        const after = withReading(log, reading)
        const first = after.spans[0]?.[0] ?? 0
        await putRows(
          writing,
          key,
          reading.rows.filter(row => row.seq >= first),
        )
        if (first > (log.spans[0]?.[0] ?? Infinity)) await trim(writing, after)
        return after
      }),
    change: (key, reading) =>
      onLog(key, async (writing, log) => {
        const kept = changesToKeep(log, reading.rows)
        await putRows(writing, key, kept)
        await requote(writing, key, kept)
        return withChanges(log, kept, reading)
      }),
    async forgetLog(key) {
      const writing = db.transaction(['messages', 'logs'], 'readwrite')
      await Promise.all([
        writing.objectStore('messages').delete(rangeOf(key, [0, Infinity])),
        writing.objectStore('logs').delete(key),
        writing.done,
      ])
    },

    sessions: async () => (await db.get('sessions', 'list')) ?? [],
    keepSessions: async rows => {
      await db.put('sessions', [...rows], 'list')
    },
    faces: () => db.getAll('faces'),
    async keepFaces(faces) {
      const writing = db.transaction('faces', 'readwrite')
      await Promise.all([...faces.map(face => writing.store.put(face)), writing.done])
    },
    drafts: () => db.getAll('drafts'),
    async keepDraft(key, draft) {
      if (isEmptyDraft(draft)) await db.delete('drafts', key)
      else await db.put('drafts', { key, ...draft })
    },
    chosenFiles: async key => (await db.get('chosenFiles', key))?.files ?? [],
    async keepChosenFiles(key, files) {
      if (files.length === 0) await db.delete('chosenFiles', key)
      else await db.put('chosenFiles', { key, files: [...files] })
    },
    outbox: async () => (await db.getAll('outbox')).sort((a, b) => a.order - b.order),
    keepEntry: async entry => {
      await db.put('outbox', entry)
    },
    dropEntry: async id => {
      await db.delete('outbox', id)
    },
    answer: name => db.get('answers', name),
    keepAnswer: async (name, answer) => {
      await db.put('answers', answer, name)
    },

    async destroy() {
      db.close()
      await deleteDB(nameOf(account))
    },
    close: () => db.close(),
  }
}
