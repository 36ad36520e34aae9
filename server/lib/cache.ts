import { remember } from './bounded-map.ts'

/** ms after which what is kept is read again, should the word of its change have been lost on the way. */
const usualLife = 5 * 60 * 1000

/**
 * What was read from elsewhere and is asked for often: `most` values, kept until somebody says that they changed, and
 * no longer than `life` (ms). What changes while it is read is not kept.
 */
export function createCache<Key, Value>({
  most,
  life = usualLife,
  now = () => performance.now(),
}: {
  most: number
  life?: number
  now?: () => number
}) {
  const kept = new Map<Key, { value: Value; until: number }>()
  // Grows with everything that is forgotten: what was asked for under an older number may be stale.
  let epoch = 0

  function get(key: Key): Value | undefined {
    const entry = kept.get(key)
    if (entry === undefined || entry.until > now()) return entry?.value
    kept.delete(key)
    return undefined
  }

  return {
    /** What is kept; undefined if it has to be read. */
    get,

    /** What is kept, else what `load` gives, which is kept from then on. */
    async read<Found extends Value | undefined>(key: Key, load: () => Promise<Found>): Promise<Value | Found> {
      const known = get(key)
      if (known !== undefined) return known
      const asked = epoch
      const value = await load()
      if (value !== undefined && asked === epoch) remember(kept, key, { value, until: now() + life }, most)
      return value
    },

    /** The values of these keys: those that are kept, and those that `load` finds of the others. */
    async readMany(
      keys: readonly Key[],
      load: (missing: Key[]) => Promise<readonly Value[]>,
      keyOf: (value: Value) => Key,
    ): Promise<Map<Key, Value>> {
      const read = new Map<Key, Value>()
      const missing = new Set<Key>()
      for (const key of keys) {
        const known = get(key)
        if (known === undefined) missing.add(key)
        else read.set(key, known)
      }
      if (missing.size === 0) return read
      const asked = epoch
      for (const value of await load([...missing])) {
        const key = keyOf(value)
        read.set(key, value)
        if (asked === epoch) remember(kept, key, { value, until: now() + life }, most)
      }
      return read
    },

    /** Changes a value if it is kept; it lives no longer for that. */
    update(key: Key, value: Value): void {
      const entry = kept.get(key)
      if (entry) entry.value = value
    },

    /** These, or everything, changed. */
    forget(keys?: Iterable<Key>): void {
      epoch++
      if (keys === undefined) kept.clear()
      else for (const key of keys) kept.delete(key)
    },

    /** Whatever this is true of changed. */
    forgetThose(isChanged: (value: Value) => boolean): void {
      epoch++
      for (const [key, { value }] of kept) if (isChanged(value)) kept.delete(key)
    },
  }
}
