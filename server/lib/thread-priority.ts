import { getPriority, setPriority } from 'node:os'

/**
 * Lets other threads go before the one that calls. On Linux each has a priority of its own; elsewhere nothing changes.
 */
export function letOthersGoFirst(by: number): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, getPriority(0) + by)
  } catch {
    // A system that does not let us: then it runs as everything else.
  }
}
