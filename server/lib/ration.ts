import { limits } from '../../contract/limits.ts'
import { networkOf } from './network.ts'
import { createRate, createSharedRate, hashKey } from './rate.ts'

/**
 * What calls and frames take their weight from: both edges share it. Each answers the ms to wait, 0 where the units
 * were there.
 */
export type Ration = {
  /**
   * From the bucket of somebody who is known: a third of it at most, so that what is charged for in up to three parts
   * is never too much for a full bucket.
   */
  person(userId: number, weight: number): number
  /** What was known only when it was done: taken from a person's bucket, and owed where it is not there. */
  owe(userId: number, weight: number): void
  /** From that of a network, for what comes from nobody known; `network` as `networkKey` made it. */
  network(network: number, weight: number): number
  /** A business system's, by its id. */
  module(moduleId: number, weight: number): number
  /** Of one person's look-ups of people whom they do not know. */
  lookUp(userId: number, weight: number): number
  /** Of an IP address. */
  networkKey(address: string): number
}

/** Buckets hold what comes in so many seconds: a client that returns after a week asks for all of that at once. */
const burstSeconds = 40
const unlimited = () => 0

/** Units a second (`Call.weight`) of a person, of a network that nobody is known of, and of a business system. */
type Rates = { person: number; network: number; module: number }

/** The buckets of one server; without rates nothing is counted. `now` in ms. */
export function createRation(rates: Rates | undefined, now?: () => number): Ration {
  const networkKey = (address: string) => hashKey(networkOf(address))
  if (rates === undefined)
    return { person: unlimited, owe: unlimited, network: unlimited, module: unlimited, lookUp: unlimited, networkKey }
  const rateOf = (perSecond: number) => ({ perSecond, burst: perSecond * burstSeconds })
  const person = createRate<number>(rateOf(rates.person), now)
  return {
    person: (userId, weight) => person(userId, Math.min(weight, (rates.person * burstSeconds) / 3)),
    owe: (userId, weight) => void person(userId, weight, true),
    network: createSharedRate(rateOf(rates.network), now),
    module: createRate(rateOf(rates.module), now),
    lookUp: createRate({ perSecond: limits.lookUpsAnHour / 3600, burst: limits.lookUpsAnHour }, now),
    networkKey,
  }
}
