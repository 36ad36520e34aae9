/** How fast a bucket fills, and how much it holds. Units are those of `Call.weight`. */
type Rate = { perSecond: number; burst: number }

/**
 * Takes `weight` units: 0 where they were there, else the ms after which they will be (and nothing was taken). What
 * weighs more than a whole bucket takes a whole bucket.
 */
export type Take<K> = (key: K, weight: number) => number

/** The same; with `isOwed` what is not there is taken all the same, and owed: a whole bucket at most. */
type TakeOrOwe<K> = (key: K, weight: number, isOwed?: boolean) => number

/*
 * A bucket is one number: when it will be full again. Taking moves that time on by what refilling will last, and it may
 * not lie further ahead than a whole bucket takes. Nothing ticks, and a bucket in the past is full.
 */
const measures = ({ perSecond, burst }: Rate) => {
  const unit = 1000 / perSecond
  return { whole: burst * unit, cost: (weight: number) => Math.min(weight, burst) * unit }
}

type Bucket = { fullAt: number }

/**
 * A bucket for each key. For keys that strangers cannot make up: full buckets are forgotten, a few with each new one.
 */
export function createRate<K>(rate: Rate, now: () => number = () => performance.now()): TakeOrOwe<K> {
  const { whole, cost } = measures(rate)
  const buckets = new Map<K, Bucket>()

  let walk = buckets.entries()
  function forgetSome(time: number): void {
    for (let looks = 0; looks < 2; looks++) {
      const next = walk.next()
      if (next.done) {
        walk = buckets.entries()
        return
      }
      const [key, bucket] = next.value
      if (bucket.fullAt <= time) buckets.delete(key)
    }
  }

  return (key, weight, isOwed = false) => {
    const time = now()
    let bucket = buckets.get(key)
    if (bucket === undefined) {
      forgetSome(time)
      buckets.set(key, (bucket = { fullAt: time }))
    }
    const next = Math.max(bucket.fullAt, time) + cost(weight)
    if (next > time + whole && !isOwed) return next - time - whole
    bucket.fullAt = Math.min(next, time + 2 * whole)
    return 0
  }
}

/** Places of one row; two rows of 8 bytes each. */
const places = 65_536

/**
 * Buckets for any number of keys in 1 MB: for keys that strangers can make up, such as addresses. A key has a place in
 * each of two rows and shares it with others; it is refused only where both are empty, so a thousand keys that take all
 * they can touch one in some thousand others. Where the places are nobody outside knows.
 */
export function createSharedRate(rate: Rate, now: () => number = () => performance.now()): Take<number> {
  const { whole, cost } = measures(rate)
  const one = new Float64Array(places)
  const other = new Float64Array(places)
  // A bucket that was never touched is full, also where the clock starts below 0.
  one.fill(-Infinity)
  other.fill(-Infinity)

  return (key, weight) => {
    const time = now()
    const first = key & (places - 1)
    const second = key >>> 16
    const next = Math.max(Math.min(one[first] ?? 0, other[second] ?? 0), time) + cost(weight)
    if (next > time + whole) return next - time - whole
    one[first] = Math.max(one[first] ?? 0, next)
    other[second] = Math.max(other[second] ?? 0, next)
    return 0
  }
}

const seed = Math.trunc(Math.random() * 2 ** 32)

/** 32 bits for `createSharedRate`, spread by a number that is new with each start. */
export function hashKey(text: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
