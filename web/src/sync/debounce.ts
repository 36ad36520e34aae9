/** Runs `work` some time after it was last asked for, and at the latest after four times that. */
export function createDebounce(pause: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  const run = () => {
    timer = undefined
    work()
  }
  return {
    soon(): void {
      const now = performance.now()
      if (timer === undefined) since = now
      else if (now - since > 3 * pause) return
      clearTimeout(timer)
      timer = setTimeout(run, pause)
    },
    stop(): void {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
