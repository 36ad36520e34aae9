/** ms between two updates of what is shown, when much happens at once. */
const pause = 40

/** Runs `work` soon after it was asked for: at once where little happens, a few times a second where much does. */
export function createBatch(work: () => void) {
  let isDue = false
  let ranAt = -Infinity

  function run(): void {
    isDue = false
    ranAt = performance.now()
    work()
  }

  return {
    soon(): void {
      if (isDue) return
      isDue = true
      if (performance.now() - ranAt >= pause) queueMicrotask(run)
      else setTimeout(run, pause)
    },
    /** Does now what is due. */
    flush(): void {
      if (isDue) run()
    },
  }
}
