import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { codeWrites } from '../sql/codes.ts'
import { directoryWrites } from '../sql/directory.ts'
import { fileWrites } from '../sql/files.ts'
import { friendWrites } from '../sql/friends.ts'
import { groupChanges } from '../sql/group-changes.ts'
import { groupWrites } from '../sql/groups.ts'
import { pushWrites } from '../sql/push.ts'
import { moduleWrites } from '../sql/modules.ts'
import { importWrites } from '../sql/people-import.ts'
import { noticeWrites } from '../sql/notices.ts'
import { settingWrites } from '../sql/settings.ts'
import { tokenWrites } from '../sql/tokens.ts'
import { userWrites } from '../sql/users.ts'
import type { Tx } from '../sql/schema.ts'
import { LimitReached, Taken } from '../store.ts'
import type { Limit } from '../store.ts'
import { openForWriting } from './connection.ts'
import { createFileLife } from './file-life.ts'
import { fileWriting } from './file-writing.ts'
import { createKysely } from './kysely-driver.ts'
import { createLogTruncation } from './log-truncation.ts'
import { createLogState } from './log-state.ts'
import { createLogWrites } from './log-writes.ts'
import { createOwnSettings } from './own-settings.ts'
import { createReactionWrites } from './reaction-writes.ts'
import { isPassing } from './passing.ts'

/*
 * The writer thread: the only one that changes the database.
 *
 *   batches that wait ──> BEGIN ── write, write, … ── COMMIT (one sync to disk) ──> one answer for all of them
 *
 * Whatever arrives during a commit goes into the next one. An answer is sent after the commit, never before.
 */

/** One write: the function's name and its arguments. */
export type Operation = [name: string, args: unknown[]]
/** Writes of one turn, or that there will be no more. */
export type ToWriter = Operation[] | 'end'
/** What became of it, in the order of the operations. */
export type Outcome = { value: unknown } | { taken: string } | { limit: Limit } | { unavailable: string } | { fault: Error }

/** Writes after which a text, or the name of a file, is to be nowhere on the disk any more. Blobs are forgotten after the rows that name their files went. */
const erasing = new Set(['recall', 'edit', 'deleteNotice', 'forgetBlobs'])

/** Writes of one commit: enough to share a sync, few enough that answers go out while the next ones are written. */
const operationsAtOnce = 256

export const writes = {
  ...userWrites, ...tokenWrites, ...directoryWrites, ...importWrites, ...friendWrites, ...groupWrites, ...fileWrites, ...codeWrites, ...moduleWrites, ...noticeWrites,
  ...pushWrites, ...settingWrites,
  /** Fails where a write would not be durable now. */
  async probe(tx: Tx) {
    await tx.insertInto('settings').values({ name: 'probe', value: String(Date.now()) })
      .onConflict(conflict => conflict.column('name').doUpdateSet({ value: String(Date.now()) })).execute()
  },
}
export type Writes = typeof writes & ReturnType<typeof groupChanges> & ReturnType<typeof fileWriting>['sweeping']

if (parentPort) serve(parentPort)

function serve(port: MessagePort): void {
  const db = openForWriting((workerData as { folder: string }).folder)
  const tx = createKysely(db)
  const state = createLogState(db)
  const files = createFileLife(db)
  const log = createLogWrites(db, state, files)
  const logWrites: Record<string, (argument: never) => unknown> = {
    append: log.append, movePosition: log.movePosition, recall: log.recall, edit: log.edit, ...createReactionWrites(db, state), ...createOwnSettings(db, state, log),
  }
  const life = fileWriting(files)
  const others = life.watched({ ...writes, ...groupChanges(log.say), ...life.sweeping })
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

  /** Brings the write-ahead log into the database, so that who stops keeps no second copy on the disk; where that fails, the next start does. */
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
    for (let next = waiting[0]; next && (batch.length === 0 || batch.length + next.length <= operationsAtOnce); next = waiting[0]) {
      batch.push(...next)
      waiting.shift()
    }
    return batch
  }

  /** All of it in one transaction; where a write breaks it by a fault of its own, each alone, so that only that one fails. */
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
      if (isPassing(error)) return batch.map(() => ({ unavailable: (error as Error).message }))
      if (batch.length === 1) return [{ fault: error as Error }]
      const outcomes: Outcome[] = []
      for (const operation of batch) outcomes.push(...await commit([operation]))
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
    // A probe touches nothing of the log: health checks cost conversations nothing.
    if (name !== 'probe') state.forget()
    db.exec('SAVEPOINT write')
    try {
      const value = await other(tx, ...args as never[])
      state.flush()
      db.exec('RELEASE write')
      return { value }
    } catch (error) {
      if (isPassing(error) || !db.isTransaction) throw error
      state.forget()
      db.exec('ROLLBACK TO write; RELEASE write')
      if (error instanceof LimitReached) return { limit: error.limit }
      return error instanceof Taken ? { taken: error.field } : { fault: error as Error }
    }
  }
}
