import { Worker } from 'node:worker_threads'
import type { Found, Question } from '../search.ts'
import { StoreUnavailable } from '../store.ts'
import type { FromSearch, ToSearch } from './search-thread.ts'

/** ms for which news are collected, so that the thread has some messages to a commit. */
const collectFor = 100
/** Questions that may wait; more are refused at once. */
const questionsWaiting = 200

type Waiting = { resolve: (found: Found) => void, reject: (error: Error) => void }

/** The search's thread, as the main thread sees it. It starts a moment after the store was opened, and again after it broke. */
export function createSearchPort({ folder, isIndexing }: { folder: string, isIndexing: boolean }) {
  const waiting = new Map<number, Waiting>()
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
    const thread = new Worker(new URL('./search-thread.ts', import.meta.url), { workerData: { folder }, execArgv: ['--disable-warning=ExperimentalWarning'] })
    thread.on('message', ({ id, ...answer }: FromSearch) => {
      const asker = waiting.get(id)
      waiting.delete(id)
      if ('found' in answer) asker?.resolve(answer.found)
      else asker?.reject('fault' in answer ? answer.fault : new StoreUnavailable(answer.unavailable))
    })
    thread.on('error', (error: unknown) => { end(thread, error) })
    worker = thread
    return thread
  }

  function end(thread: Worker, cause: unknown): void {
    if (worker === thread) worker = undefined
    for (const { reject } of waiting.values()) reject(new StoreUnavailable('the search stopped', { cause }))
    waiting.clear()
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
      if (isClosed || waiting.size >= questionsWaiting) return Promise.reject(new StoreUnavailable('the search takes no more questions'))
      const id = ++asked
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        started().postMessage({ id, question } satisfies ToSearch)
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
