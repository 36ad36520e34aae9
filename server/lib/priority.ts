import { writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/**
 * Lets others go before a process. On Linux this is for the thread that a process has when it begins, and what that
 * starts inherits it: once the process is under way it would miss its other threads.
 */
export const lowerProcess = (pid: number, by: number): void => lower(pid, by)

/** Lets others go before the thread that calls. On Linux each has a priority of its own; elsewhere nothing changes. */
export function lowerThisThread(by: number): void {
  if (process.platform === 'linux') lower(0, by)
}

/** Where memory runs out, Linux ends this process, and not the server that has started it. */
export function endFirst(pid: number): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '800')
  } catch {
    // As with priorities.
  }
}

function lower(id: number, by: number): void {
  try {
    setPriority(id, getPriority() + by)
  } catch {
    // A system that does not let us: then it runs as everything else.
  }
}
