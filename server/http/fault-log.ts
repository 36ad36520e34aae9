import type { Logger } from 'pino'
import { Failure } from '../../contract/failures.ts'
import { failureOf } from './envelope.ts'

const quietTime = 5_000

/**
 * The one place that logs what went wrong in a call: bugs each time, storage that is away at most every 5 s, because
 * then every call fails. Never a URL or a body: they hold tokens and what people write.
 */
export function createFaultLog(log: Logger) {
  let lastAway = -Infinity
  return (error: unknown, method: string, route: string | undefined) => {
    if (error instanceof Failure) return
    const failure = failureOf(error)
    if (failure === undefined) return log.error({ err: error, method, route }, 'A call failed')
    if (failure.code !== 503 || performance.now() - lastAway < quietTime) return
    lastAway = performance.now()
    log.warn({ err: error, method, route }, 'Storage is away')
  }
}
