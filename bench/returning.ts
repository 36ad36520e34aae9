import { setTimeout as wait } from 'node:timers/promises'
import { pushKey } from '../contract/push.ts'
import { generate } from './generate.ts'
import { median } from './median.ts'
import { people, tokenOf } from './people.ts'
import type { Cast } from './people.ts'

/**
 * Messages a second, the medians of the rounds: alone, and beside people who come back; what they asked that was not
 * answered.
 */
export type ReturningResult = { alone: number; beside: number; failed: number }

const rounds = 5
const seconds = 4
/** People who come back in a second. */
const perSecond = 50

/**
 * A hundred senders, alone and beside people whose clients make a call after a pause, in turns. Each of those logins is
 * noted as used, which is a write of its own; the call costs next to nothing else.
 */
export async function returning({
  origin,
  serverPid,
  cast,
  run,
}: {
  origin: string
  serverPid: number
  cast: Cast
  run: string
}): Promise<ReturningResult> {
  const rates = { alone: [] as number[], beside: [] as number[] }
  let next: number = people.returning
  let failed = 0

  async function comeBack(until: AbortSignal): Promise<void> {
    for (let at = performance.now(); !until.aborted; at += 1000 / perSecond) {
      await wait(Math.max(0, at - performance.now()))
      const headers = { authorization: tokenOf(next) }
      next += 1
      fetch(origin + pushKey.path, { headers })
        .then(answer => answer.json() as Promise<{ code: number }>)
        .then(
          ({ code }) => {
            if (code !== 200) failed += 1
          },
          () => {
            failed += 1
          },
        )
    }
  }

  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? (['alone', 'beside'] as const) : (['beside', 'alone'] as const)) {
      const over = new AbortController()
      const coming = kind === 'beside' ? comeBack(over.signal) : undefined
      rates[kind].push(
        (
          await generate('direct', {
            origin,
            serverPid,
            cast,
            run: `${run}-${kind}-${round}`,
            senders: 100,
            rate: 0,
            seconds,
          })
        ).perSecond,
      )
      over.abort()
      await coming
    }
  }
  return { alone: median(rates.alone), beside: median(rates.beside), failed }
}
