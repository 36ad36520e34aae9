type Needs = {
  /** ms between heartbeats, and ms that may pass after one without any sign of life; asked before each. */
  pace(): { every: number; patience: number }
  send(): unknown
  onDead(): void
}

/** Finds out that a line is dead though nobody closed it: whatever is heard counts as a sign of life. */
export function createHeartbeat({ pace, send, onDead }: Needs) {
  let next: ReturnType<typeof setTimeout> | undefined
  let deadline: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(next)
    clearTimeout(deadline)
    next = deadline = undefined
  }

  function probe(): void {
    clearTimeout(next)
    deadline ??= setTimeout(() => {
      stop()
      onDead()
    }, pace().patience)
    send()
  }

  function start(): void {
    stop()
    next = setTimeout(probe, pace().every)
  }

  return {
    start,
    stop,
    /** Asks now. */
    probe,
    alive(): void {
      if (next === undefined && deadline === undefined) return
      start()
    },
  }
}
