/** Waits that everything that wakes cuts short: the line is back, somebody wants it now. */
export function createWakeUp() {
  const sleepers = new Set<() => void>()
  return {
    after: (ms: number): Promise<void> =>
      new Promise(resolve => {
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        sleepers.add(wake)
      }),
    wake(): void {
      for (const wake of [...sleepers]) wake()
    },
  }
}

export type WakeUp = ReturnType<typeof createWakeUp>
