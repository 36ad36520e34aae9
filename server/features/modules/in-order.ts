/**
 * Tells things in the order in which they were begun, however long each takes:
 *
 *   begin 1 ── write ──────────── tell 1
 *   begin 2 ── write ── (waits) ────────── tell 2
 *
 * Writes that are handed to the store one after the other are committed in that order: what a later one counted
 * is told after what an earlier one added.
 */
export function createInOrder() {
  let last: Promise<unknown> = Promise.resolve()

  /** `write` is begun at once; `tell` gets its result when those before it have been told. */
  return async <T>(write: () => Promise<T>, tell: (result: T) => void): Promise<T> => {
    const before = last
    const written = write()
    const told = Promise.allSettled([before, written]).then(async () => {
      const result = await written
      tell(result)
      return result
    })
    last = told.catch(() => undefined)
    return told
  }
}
