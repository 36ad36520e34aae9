import { Worker } from 'node:worker_threads'
import type { Found, Question } from '../search.ts'
import { StoreUnavailable } from '../store.ts'
import type { FromSearch, SearchThreadData, ToSearch } from './search-thread.ts'

/** ms for which news are collected, so that the thread has some messages to a commit. */
const collectFor = 100
/** Questions that may wait, of everybody and of one person; more are refused at once. */
const questionsWaiting = 200
const questionsOfOne = 10

type Waiting = { question: Question; resolve: (found: Found) => void; reject: (error: Error) => void }

/**
 * The search's thread, as the main thread sees it. It starts a moment after the store was opened, and again after it
 * broke.
 */
export function createSearchPort({ folder, textsBudget, isIndexing }: SearchThreadData & { isIndexing: boolean }) {
  /** By who asks; the one whose turn is next comes first. */
  const waiting = new Map<number, Waiting[]>()
  let count = 0
  /** The one that the thread is at. */
  let running: (Waiting & { id: number }) | undefined
  let touched = new Set<number>()
  let writes = 0
  let asked = 0
  let worker: Worker | undefined
  let isClosed = false
  let collecting = isIndexing ? setTimeout(tell, collectFor) : undefined

  function tell(): void {
    collecting = undefined
    started().postMessage({ touched: [...touched], writes } satisfies ToSearch)
    touched = new Set()
    writes = 0
  }

  function started(): Worker {
    if (worker) return worker
    const thread = new Worker(new URL('./search-thread.ts', import.meta.url), {
      name: 'search',
      workerData: { folder, textsBudget } satisfies SearchThreadData,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    thread.on('message', ({ id, ...answer }: FromSearch) => {
      if (running?.id !== id) return
      const asker = running
      running = undefined
      next()
      if ('found' in answer) asker.resolve(answer.found)
      else asker.reject('fault' in answer ? answer.fault : new StoreUnavailable(answer.unavailable))
    })
    thread.on('error', (error: unknown) => {
      end(thread, error)
    })
    worker = thread
    return thread
  }

  function end(thread: Worker, cause: unknown): void {
    if (worker === thread) worker = undefined
    const all = [...(running ? [running] : []), ...[...waiting.values()].flat()]
    running = undefined
    waiting.clear()
    count = 0
    for (const { reject } of all) reject(new StoreUnavailable('the search stopped', { cause }))
  }

  /** The next person's first question; then it is the others' turn. */
  function next(): void {
    const turn = waiting.entries().next().value
    if (running || turn === undefined) return
    const [askerId, [first, ...others]] = turn
    waiting.delete(askerId)
    if (first === undefined) return
    if (others.length > 0) waiting.set(askerId, others)
    count -= 1
    const id = ++asked
    running = { id, ...first }
    started().postMessage({ id, question: first.question } satisfies ToSearch)
  }

  return {
    /** There is something new, or changed, in this conversation. */
    touched(conversationId: number): void {
      if (!isIndexing || isClosed) return
      touched.add(conversationId)
      writes += 1
      collecting ??= setTimeout(tell, collectFor)
    },

    ask(question: Question): Promise<Found> {
      const own = waiting.get(question.askerId) ?? []
      if (isClosed || count >= questionsWaiting || own.length >= questionsOfOne)
        return Promise.reject(new StoreUnavailable('the search takes no more questions'))
      return new Promise((resolve, reject) => {
        waiting.set(question.askerId, [...own, { question, resolve, reject }])
        count += 1
        next()
      })
    },

    async close(): Promise<void> {
      isClosed = true
      clearTimeout(collecting)
      const thread = worker
      if (!thread) return
      await thread.terminate()
      end(thread, new Error('closed'))
    },
  }
}
