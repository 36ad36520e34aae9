import { Worker } from 'node:worker_threads'
import { inspect } from './inspect.ts'
import type { Job, Said } from './messages.ts'

/*
 * The process that looks into what strangers send. It may hang, die or fill its memory: the server kills it and starts
 * another. The watchdog is a thread of its own, because a parser that hangs lets no timer run.
 */

const working = new Int32Array(new SharedArrayBuffer(4))
const [work, memory] = process.argv.slice(2).map(Number)
new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: { working, work, memory, parent: process.ppid } })

const say = (said: Said) => process.send?.(said)

process.on('message', async (job: Job) => {
  Atomics.store(working, 0, job.id)
  Atomics.notify(working, 0)
  const found = await inspect(job, facts => say({ id: job.id, facts })).catch(() => ({}))
  Atomics.store(working, 0, 0)
  say({ id: job.id, found })
})
// The server is gone, or needs this process no more.
process.on('disconnect', () => process.exit())
say({ isReady: true })
