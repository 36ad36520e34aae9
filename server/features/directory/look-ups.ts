import { remember } from '../../lib/bounded-map.ts'
import type { Ration } from '../../lib/ration.ts'

const peopleKept = 10_000

/**
 * Counts the look-ups of strangers: 0 where there was one left, else the ms until there is. Who types on, or asks the
 * same again, looks up one number.
 */
export function createLookUps(ration: Pick<Ration, 'lookUp'>) {
  const last = new Map<number, string>()
  return (viewerId: number, keyword: string): number => {
    const before = last.get(viewerId)
    if (before === undefined || !keyword.startsWith(before)) {
      const wait = ration.lookUp(viewerId, 1)
      if (wait > 0) return wait
    }
    last.delete(viewerId)
    remember(last, viewerId, keyword, peopleKept)
    return 0
  }
}
