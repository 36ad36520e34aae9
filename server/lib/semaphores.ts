/** Lets `most` pieces of work of each key go on at once, the others in the order in which they came. */
export function createSemaphores<K>(most: number): <T>(key: K, work: () => Promise<T>) => Promise<T> {
  const taken = new Map<K, { count: number; waiting: (() => void)[] }>()

  return async (key, work) => {
    const places = taken.get(key) ?? { count: 0, waiting: [] }
    taken.set(key, places)
    if (places.count < most) places.count += 1
    // Whoever leaves hands the place over.
    else await new Promise<void>(resolve => places.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = places.waiting.shift()
      if (next) next()
      else if (--places.count === 0) taken.delete(key)
    }
  }
}
