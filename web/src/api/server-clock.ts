/** Answers that took longer than this say little about the time: ms. */
const mostDoubt = 30_000

/**
 * The server's time by this device's clock, which may be wrong by hours or be set while the page is open. Each answer
 * that carries the time bounds the difference by when it was asked for and when it came; narrower bounds count, and
 * bounds that contradict what was known tell of a clock that was set.
 */
export function createServerClock(now: () => number = Date.now) {
  let [least, most] = [-Infinity, Infinity]
  const offset = () => (Number.isFinite(least + most) ? (least + most) / 2 : 0)

  return {
    /** Unix ms. */
    now: (): number => now() + offset(),
    /** ms that the server's clock is ahead of this device's. */
    offset,
    /** The server's time was `time` at some moment between these two of this device's clock. */
    hear(time: number, asked: number, came: number = now()): void {
      const [from, to] = [time - came, time - asked]
      if (!Number.isFinite(time) || to < from || to - from > mostDoubt) return
      if (from > most || to < least) [least, most] = [from, to]
      else [least, most] = [Math.max(least, from), Math.min(most, to)]
    },
  }
}

export type ServerClock = ReturnType<typeof createServerClock>
