import type { ApiFailure } from '../api/failure.ts'

type Needs = {
  /** ms of the first wait at most, and of any wait at most. */
  first: number
  most: number
  /** From 0 to 1, as `Math.random`. */
  random?: () => number
}

/**
 * Waits that double with each failure, each anything up to that: many clients that failed together do not come back
 * together.
 */
export function createBackOff({ first, most, random = Math.random }: Needs) {
  let failures = 0
  return {
    /** ms to wait after one more failure. */
    next: () => random() * Math.min(most, first * 2 ** Math.min(failures++, 20)),
    failures: () => failures,
    reset: () => {
      failures = 0
    },
  }
}

/**
 * ms to wait after this failure: as long as the server says where there was too much at once, and longer each time
 * else.
 */
export const waitAfter = ({ code, retryAfter = 0 }: ApiFailure, backOff: BackOff): number =>
  code === 429 && retryAfter > 0 ? retryAfter * 1000 + Math.random() * 500 : Math.max(backOff.next(), retryAfter * 1000)

type BackOff = ReturnType<typeof createBackOff>
