import { workerData } from 'node:worker_threads'

/** `working[0]` is the number of the job under way, 0 while there is none. */
const { working, work, memory, parent } = workerData as {
  working: Int32Array
  work: number
  memory: number
  parent: number
}
/** ms between two looks. */
const pause = 20

/** ms of the processor that this process has had: time in which others had it is not held against a file. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

for (;;) {
  Atomics.wait(working, 0, 0) // asleep while there is nothing to watch
  const job = Atomics.load(working, 0)
  const start = worked()
  while (job !== 0 && Atomics.load(working, 0) === job) {
    const isOver = worked() - start > work || process.memoryUsage.rss() > memory || process.ppid !== parent
    if (isOver) process.kill(process.pid, 'SIGKILL')
    Atomics.wait(working, 0, job, pause)
  }
}
