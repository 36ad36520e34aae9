import { isIPv6 } from 'node:net'
import { Failure } from '../../../contract/failures.ts'
import { remember } from '../../lib/bounded.ts'

const minute = 60 * 1000
/** ms after which failures are forgotten. */
const memory = 15 * minute
const longestLock = 15
const countsKept = 50_000
const waiting = 50

/**
 * Wrong passwords that are free. One address and one account: a person who mistypes. One address and all
 * accounts: many people may stand behind it. One account and all addresses: somebody guesses from everywhere.
 */
const free = { pair: 5, address: 50, account: 20 }

/** Who tries to log in. `account`: the user's id where there is one, so that name, phone and e-mail count together. */
export type Attempt = {
  account: string
  address: string
  /** This account has logged in from this address before: others' failures do not count against it. */
  isKnown: boolean
}

type Count = { failures: number, failedAt: number, lockedUntil: number }

export type Throttle = ReturnType<typeof createThrottle>

/** Makes guessing passwords slow, without letting a stranger lock out somebody who logs in from where they always do. */
export function createThrottle({ clock }: { clock: () => number }) {
  const counts = new Map<string, Count>()
  const turns = new Map<string, { last: Promise<unknown>, waiting: number }>()

  const keysOf = ({ account, address, isKnown }: Attempt) => {
    const network = networkOf(address)
    const pair = { key: `pair ${network} ${account}`, free: free.pair }
    const wide = [{ key: `address ${network}`, free: free.address }, { key: `account ${account}`, free: free.account }]
    return { pair, wide, checked: isKnown ? [pair] : [pair, ...wide] }
  }

  const countOf = (key: string) => {
    const count = counts.get(key)
    return count && clock() <= Math.max(count.lockedUntil, count.failedAt) + memory ? count : undefined
  }

  /** Fails with `login.locked` while any lock that concerns the attempt lasts. */
  function check(attempt: Attempt) {
    const until = Math.max(...keysOf(attempt).checked.map(({ key }) => countOf(key)?.lockedUntil ?? 0))
    const left = until - clock()
    if (left > 0) throw new Failure('login.locked', { minutes: Math.ceil(left / minute) }, Math.ceil(left / 1000))
  }

  function failed(attempt: Attempt) {
    const { pair, wide } = keysOf(attempt)
    const now = clock()
    for (const { key, free } of [pair, ...wide]) {
      const failures = (countOf(key)?.failures ?? 0) + 1
      const lock = failures < free ? 0 : Math.min(longestLock, 2 ** (failures - free)) * minute
      remember(counts, key, { failures, failedAt: now, lockedUntil: now + lock }, countsKept)
    }
  }

  /** Runs one after the other per address and account: guesses sent all at once are counted one by one. */
  async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = turns.get(key) ?? { last: Promise.resolve(), waiting: 0 }
    if (line.waiting >= waiting) throw new Failure('request.tooMany', {}, 5)
    line.waiting++
    turns.set(key, line)
    const mine = line.last.then(work)
    line.last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      line.waiting--
      if (line.waiting === 0) turns.delete(key)
    }
  }

  return {
    /**
     * Whether `isRight` said so; counts it if not, forgets the pair's failures if so. Fails with `login.locked`
     * without asking `isRight`, and with `request.tooMany`.
     */
    guarded: (attempt: Attempt, isRight: () => Promise<boolean>): Promise<boolean> => inTurn(keysOf(attempt).pair.key, async () => {
      check(attempt)
      const right = await isRight()
      if (right) counts.delete(keysOf(attempt).pair.key)
      else failed(attempt)
      return right
    }),
  }
}

/** One IPv6 customer has 2^64 addresses: they count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('%')[0]?.toLowerCase().split('::') ?? []
  const [before, after] = [head, tail ?? ''].map(part => part.split(':').filter(Boolean)) as [string[], string[]]
  const groups = tail === undefined ? before : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return `${groups.slice(0, 4).map(group => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
