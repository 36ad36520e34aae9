import { Failure } from '../../../contract/failures.ts'

type Wait = () => void

/**
 * Runs work `atOnce` at a time. Lanes take turns, so that who asks for much waits for themselves alone; lanes of
 * `first` get every second turn. More than `waiting` in all fail with `server.overloaded`.
 */
export function createFairQueue({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const classes = { first: new Map<string, Wait[]>(), other: new Map<string, Wait[]>() }
  let running = 0
  let queued = 0
  let turn = 0

  function wait(lane: string, isFirst: boolean): Promise<void> {
    const lanes = isFirst ? classes.first : classes.other
    return new Promise(resolve => {
      const line = lanes.get(lane)
      if (line) line.push(resolve)
      else lanes.set(lane, [resolve])
      queued++
    })
  }

  function next(): Wait | undefined {
    const order = turn++ % 2 === 0 ? [classes.first, classes.other] : [classes.other, classes.first]
    const lanes = order.find(({ size }) => size > 0)
    const lane = lanes?.entries().next().value
    if (!lanes || !lane) return undefined
    const [name, line] = lane
    const taken = line.shift()
    // Behind the other lanes until its next turn.
    lanes.delete(name)
    if (line.length > 0) lanes.set(name, line)
    queued--
    return taken
  }

  return async function inTurn<T>(work: () => Promise<T>, lane: string, isFirst = false): Promise<T> {
    if (running < atOnce) running++
    else if (queued >= waiting) throw new Failure('server.overloaded', {}, 2)
    else await wait(lane, isFirst)
    try {
      return await work()
    } finally {
      const following = next()
      // The next one takes over this place, so that nobody slips in between.
      if (following) following()
      else running--
    }
  }
}
