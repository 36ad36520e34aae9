import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { LimitReached, StoreUnavailable, Taken } from '../store.ts'
import type { Operation, Outcome, ToWriter } from './writer.ts'
import type { WriteName } from './writes.ts'

/** Writes that may wait; more are refused at once instead of being promised late. */
const operationsWaiting = 50_000

/** ms that the writer has to end by itself. */
const endTime = 5000

/** Writes of one turn that are handed over before the turn ends, so that both threads have work at the same time. */
const operationsHandedOver = 32

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/**
 * Hands writes to the writer thread, in order: those of one turn of the event loop together, so that a commit
 * takes as many as there are. Each promise settles after its commit.
 */
export function createCommitQueue(folder: string) {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), {
    name: 'writer',
    workerData: { folder },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  let collected: Operation[] = []
  let settled = 0
  let waiting: Waiting[] = []
  let dead: Error | undefined

  const send = () => {
    if (collected.length === 0) return
    const operations = collected
    collected = []
    worker.postMessage(operations)
  }

  worker.on('message', (outcomes: Outcome[]) => {
    for (const outcome of outcomes) settle(waiting[settled++], outcome)
    if (settled > 10_000 || settled === waiting.length) {
      waiting = waiting.slice(settled)
      settled = 0
    }
  })
  const die = (error: Error) => {
    dead = new StoreUnavailable('the writer stopped', { cause: error })
    for (const { reject } of waiting.slice(settled)) reject(dead)
    waiting = []
    settled = 0
  }
  worker.on('error', die)

  return {
    /**
     * Resolves when the write is durable; rejects with `Taken`, `LimitReached`, `StoreUnavailable`, or what the write
     * threw.
     */
    write(name: WriteName, ...args: unknown[]): Promise<unknown> {
      if (dead) return Promise.reject(dead)
      if (waiting.length - settled >= operationsWaiting)
        return Promise.reject(new StoreUnavailable('too many writes wait'))
      if (collected.length === 0) setImmediate(send)
      collected.push([name, args])
      if (collected.length === operationsHandedOver) send()
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
      })
    },
    /** After everything handed in was committed. */
    async close(): Promise<void> {
      if (waiting.length > settled) await this.write('store.check').catch(() => {})
      if (!dead) {
        worker.postMessage('end' satisfies ToWriter)
        const ended = new AbortController()
        const late = pause(endTime, undefined, { signal: ended.signal, ref: false })
        await Promise.race([once(worker, 'exit'), late]).catch(() => undefined)
        late.catch(() => undefined)
        ended.abort()
      }
      await worker.terminate()
      die(new Error('closed'))
    },
  }
}

function settle(waiting: Waiting | undefined, outcome: Outcome): void {
  if ('value' in outcome) waiting?.resolve(outcome.value)
  else if ('taken' in outcome) waiting?.reject(new Taken(outcome.taken))
  else if ('limit' in outcome) waiting?.reject(new LimitReached(outcome.limit))
  else if ('unavailable' in outcome) waiting?.reject(new StoreUnavailable(outcome.unavailable))
  else waiting?.reject(outcome.fault)
}
