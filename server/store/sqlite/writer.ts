import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { LimitReached, Taken } from '../store.ts'
import type { Limit } from '../store.ts'
import { openForWriting } from './connection.ts'
import { createFileLife } from './file-life.ts'
import { withFileLife } from './file-writing.ts'
import type { TableWrite } from './file-writing.ts'
import { createKysely } from './kysely-driver.ts'
import { createLogTruncation } from './log-truncation.ts'
import { createLogState } from './log-state.ts'
import { createLogWrites } from './log-writes.ts'
import { createOwnSettings } from './own-settings.ts'
import { isTransient } from './transient-errors.ts'
import { byName, tableWrites } from './writes.ts'
import type { LogWrites, WriteName } from './writes.ts'

/*
 * The writer thread: the only one that changes the database.
 *
 *   batches that wait ──> BEGIN ── write, write, … ── COMMIT (one sync to disk) ──> one answer for all of them
 *
 * Whatever arrives during a commit goes into the next one. An answer is sent after the commit, never before.
 */

/** One write and its arguments. */
export type Operation = [name: WriteName, args: unknown[]]
/** Writes of one turn, or that there will be no more. */
export type ToWriter = Operation[] | 'end'
/** What became of it, in the order of the operations. */
export type Outcome =
  { value: unknown } | { taken: string } | { limit: Limit } | { unavailable: string } | { fault: Error }

/**
 * Writes after which a text, or the name of a file, is to be nowhere on the disk any more. Blobs are forgotten after
 * the rows that name their files went.
 */
const erasing = new Set<WriteName>(['messages.recall', 'messages.edit', 'groups.deleteNotice', 'files.forgetBlobs'])

/** Tables of which the writer remembers rows. */
const remembered = new Set(['conversations', 'members', 'groups'])

/** Writes of one commit: enough to share a sync, few enough that answers go out while the next ones are written. */
const operationsAtOnce = 256

if (parentPort) serve(parentPort)

function serve(port: MessagePort): void {
  const db = openForWriting((workerData as { folder: string }).folder)
  const state = createLogState(db)
  const tx = createKysely(db, table => {
    if (table !== undefined && !remembered.has(table)) return
    state.flush()
    state.forget()
  })
  const files = createFileLife(db)
  const { say, ...messages } = createLogWrites(db, state, files)
  const onLog: LogWrites = { messages, conversations: createOwnSettings(db, state, messages) }
  const logWrites = byName<(argument: never) => unknown>(onLog)
  const others = withFileLife(files, byName<TableWrite>(tableWrites({ say, files })))
  const truncation = createLogTruncation(db, () => !isRunning)
  const waiting: Operation[][] = []
  let isRunning = false
  let isEnding = false

  port.on('message', (first: ToWriter) => {
    take(first)
    if (!isRunning) void run()
  })

  function take(message: ToWriter): void {
    if (message === 'end') isEnding = true
    else waiting.push(message)
  }

  async function run(): Promise<void> {
    isRunning = true
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) port.postMessage(await commit(batch))
    isRunning = false
    if (isEnding) end()
  }

  /**
   * Brings the write-ahead log into the database, so that who stops keeps no second copy on the disk; where that fails,
   * the next start does.
   */
  function end(): void {
    try {
      db.exec('PRAGMA busy_timeout = 20; PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // A full disk: the log stays, and nothing in it is lost.
    }
    process.exit()
  }

  function nextBatch(): Operation[] {
    for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) take(more.message as ToWriter)
    const batch: Operation[] = []
    for (
      let next = waiting[0];
      next && (batch.length === 0 || batch.length + next.length <= operationsAtOnce);
      next = waiting[0]
    ) {
      batch.push(...next)
      waiting.shift()
    }
    return batch
  }

  /**
   * All of it in one transaction; where a write breaks it by a fault of its own, each alone, so that only that one
   * fails.
   */
  async function commit(batch: Operation[]): Promise<Outcome[]> {
    try {
      db.exec('BEGIN IMMEDIATE')
      const outcomes: Outcome[] = []
      for (const operation of batch) outcomes.push(await write(operation))
      state.flush()
      db.exec('COMMIT')
      return outcomes
    } catch (error) {
      state.forget()
      if (db.isTransaction) db.exec('ROLLBACK')
      if (isTransient(error)) return batch.map(() => ({ unavailable: (error as Error).message }))
      if (batch.length === 1) return [{ fault: error as Error }]
      const outcomes: Outcome[] = []
      for (const operation of batch) outcomes.push(...(await commit([operation])))
      return outcomes
    }
  }

  async function write([name, args]: Operation): Promise<Outcome> {
    const logWrite = logWrites[name]
    if (erasing.has(name)) truncation.due()
    if (logWrite) return { value: logWrite(args[0] as never) }
    const other = others[name]
    if (!other) throw new Error(`There is no write ${name}`)
    state.flush()
    db.exec('SAVEPOINT write')
    try {
      const value = await other(tx, ...(args as never[]))
      state.flush()
      db.exec('RELEASE write')
      return { value }
    } catch (error) {
      if (isTransient(error) || !db.isTransaction) throw error
      state.forget()
      db.exec('ROLLBACK TO write; RELEASE write')
      if (error instanceof LimitReached) return { limit: error.limit }
      return error instanceof Taken ? { taken: error.field } : { fault: error as Error }
    }
  }
}
