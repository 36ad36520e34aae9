import { Failure } from '../../../contract/failures.ts'
import { remember } from '../../lib/bounded-map.ts'
import { networkOf } from '../../lib/network.ts'

const minute = 60 * 1000
/** ms after which failures are forgotten. */
const memory = 15 * minute
const longestLock = 15
const countsKept = 50_000
/** Attempts that may wait or be verified at once: of one account, of one network (a whole company at nine), of all. */
const attemptsAtOnce = { account: 50, network: 400, all: 2000 }

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

type Count = { failures: number; failedAt: number; lockedUntil: number }
type Key = { key: string; free: number }

export type Throttle = ReturnType<typeof createThrottle>

/**
 * Makes guessing passwords slow, without letting a stranger lock out somebody who logs in from where they always do.
 *
 * An attempt takes a place in all of its counts before the password is looked at, and gives it back if it was right:
 * no more are verified at once than are free, however many are sent at once. The others wait until those are known.
 */
export function createThrottle({ clock }: { clock: () => number }) {
  const counts = new Map<string, Count>()
  /** Attempts that are being verified, by key. */
  const pending = new Map<string, number>()
  /** Attempts that wait or are being verified, by network and by account. */
  const present = new Map<string, number>()
  let waiting: (() => void)[] = []

  const keysOf = ({ account, address, isKnown }: Attempt) => {
    const network = networkOf(address)
    const pair = { key: `pair ${network} ${account}`, free: free.pair }
    const wide = [
      { key: `address ${network}`, free: free.address },
      { key: `account ${account}`, free: free.account },
    ]
    return { pair, all: [pair, ...wide], checked: isKnown ? [pair] : [pair, ...wide] }
  }

  const countOf = (key: string) => {
    const count = counts.get(key)
    return count && clock() <= Math.max(count.lockedUntil, count.failedAt) + memory ? count : undefined
  }

  /** Fails with `login.locked` while any lock that concerns the attempt lasts. */
  function check(keys: readonly Key[]): void {
    const until = Math.max(...keys.map(({ key }) => countOf(key)?.lockedUntil ?? 0))
    const left = until - clock()
    if (left > 0) throw new Failure('login.locked', { minutes: Math.ceil(left / minute) }, Math.ceil(left / 1000))
  }

  /** After a lock one attempt at a time. */
  const hasRoom = ({ key, free }: Key): boolean =>
    (pending.get(key) ?? 0) < Math.max(1, free - (countOf(key)?.failures ?? 0))

  function failed(keys: readonly Key[]): void {
    const now = clock()
    for (const { key, free } of keys) {
      const failures = (countOf(key)?.failures ?? 0) + 1
      const lock = failures < free ? 0 : Math.min(longestLock, 2 ** (failures - free)) * minute
      remember(counts, key, { failures, failedAt: now, lockedUntil: now + lock }, countsKept)
    }
  }

  function wake(): void {
    const woken = waiting
    waiting = []
    for (const go of woken) go()
  }

  /**
   * Takes the places, at the latest when those before are decided: who waits looks again then, in the order of coming.
   * Nothing may be awaited between looking and taking.
   */
  async function takePlaces(checked: readonly Key[], places: readonly string[]): Promise<void> {
    for (check(checked); !checked.every(hasRoom); check(checked))
      await new Promise<void>(resolve => {
        waiting.push(resolve)
      })
    add(pending, places, 1)
  }

  /** Runs the work if there are not too many already. Fails with `request.tooMany` and `server.overloaded`. */
  async function bounded<T>({ account, address, isKnown }: Attempt, work: () => Promise<T>): Promise<T> {
    const byNetwork = `network ${networkOf(address)}`
    // Strangers who crowd before an account leave the places of those who log in from where they always do.
    const byAccount = isKnown ? `${byNetwork} ${account}` : `account ${account}`
    if (
      (present.get(byNetwork) ?? 0) >= attemptsAtOnce.network
      || (present.get(byAccount) ?? 0) >= attemptsAtOnce.account
    ) {
      throw new Failure('request.tooMany', {}, 5)
    }
    if ((present.get('all') ?? 0) >= attemptsAtOnce.all) throw new Failure('server.overloaded', {}, 2)
    const keys = [byNetwork, byAccount, 'all']
    add(present, keys, 1)
    try {
      return await work()
    } finally {
      add(present, keys, -1)
    }
  }

  return {
    /**
     * Whether `isRight` said so; counts it if not, forgets the pair's failures if so. Fails with `login.locked`
     * without asking `isRight`, and with `request.tooMany`.
     */
    guarded: (attempt: Attempt, isRight: () => Promise<boolean>): Promise<boolean> =>
      bounded(attempt, async () => {
        const { pair, all, checked } = keysOf(attempt)
        const places = all.map(({ key }) => key)
        await takePlaces(checked, places)
        try {
          const right = await isRight()
          if (right) counts.delete(pair.key)
          else failed(all)
          return right
        } finally {
          add(pending, places, -1)
          wake()
        }
      }),
  }
}

function add(numbers: Map<string, number>, keys: readonly string[], by: 1 | -1): void {
  for (const key of keys) {
    const number = (numbers.get(key) ?? 0) + by
    if (number === 0) numbers.delete(key)
    else numbers.set(key, number)
  }
}
