/**
 * Runs heavy work one piece at a time, so that uploads cannot take the machine from messages. Where more than `waiting`
 * pieces wait already, a further one is not done: `undefined`.
 */
export function createTurns({ waiting }: { waiting: number }) {
  let inside = 0
  let last: Promise<unknown> = Promise.resolve()

  return function take<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (inside > waiting) return Promise.resolve(undefined)
    inside += 1
    const mine = last.then(work).finally(() => { inside -= 1 })
    last = mine.catch(() => undefined)
    return mine
  }
}

export type Turns = ReturnType<typeof createTurns>
