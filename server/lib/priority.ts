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

function lower(id: number, by: number): void {
  try {
    setPriority(id, getPriority() + by)
  } catch {
    // A system that does not let us: then it runs as everything else.
  }
}
