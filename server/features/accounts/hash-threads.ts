import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { HashJob, Hashed } from './hash-thread.ts'

/** ms after which threads with nothing to do end. */
const idle = 60_000

/**
 * Runs each job on a thread of its own priority, as many at a time as are asked for: threads are kept for the next job.
 */
export function createHashThreads() {
  const free: Worker[] = []
  let rest: NodeJS.Timeout | undefined

  function start(): Worker {
    const thread = new Worker(new URL('./hash-thread.ts', import.meta.url), {
      name: 'passwords',
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    // Without a listener an error between two jobs would end the process.
    const gone = () => forget(thread)
    thread.on('error', gone).on('exit', gone)
    return thread
  }

  function forget(thread: Worker): void {
    const at = free.indexOf(thread)
    if (at >= 0) free.splice(at, 1)
  }

  function restLater(): void {
    clearTimeout(rest)
    rest = setTimeout(() => {
      for (const thread of free.splice(0)) void thread.terminate()
    }, idle).unref()
  }

  return async function run(job: HashJob): Promise<string | boolean> {
    const thread = free.pop() ?? start()
    thread.ref()
    thread.postMessage(job)
    const ended = new AbortController()
    const [hashed] = await Promise.race([
      once(thread, 'message', { signal: ended.signal }) as Promise<[Hashed]>,
      once(thread, 'exit', { signal: ended.signal }).then(() => [{ fault: new Error('the thread ended') }] as [Hashed]),
    ]).finally(() => {
      ended.abort()
    })
    if ('fault' in hashed) throw hashed.fault
    thread.unref()
    free.push(thread)
    restLater()
    return hashed.value
  }
}
