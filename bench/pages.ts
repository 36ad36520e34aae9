import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { openRawHttp, postRequest } from './raw-http.ts'

export type PagesJob = { origin: string; cast: Cast; seconds: number }
export type PagesResult = { failed: number; perSecond: number; latency: Latency }

const connections = 16
const size = 20
/** Pages that the talk of a pair has for certain, after some seconds of `direct`. */
const pages = 5

/** Histories of the pairs that wrote to each other, page after page. */
export async function readPages({ origin, cast, seconds }: PagesJob): Promise<PagesResult> {
  const latency = createLatencies()
  const total = { read: 0, failed: 0 }
  const warmUntil = performance.now() + 500
  const until = warmUntil + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const connection = await openRawHttp(origin)
      for (let number = 0; ; number++) {
        const start = performance.now()
        if (start >= until) break
        const { status } = await connection.request(
          postRequest(origin, tokenOf(index * 2), '/api/find_single_msg', {
            senderId: idOf(cast, index * 2),
            receiverId: idOf(cast, index * 2 + 1),
            page: 1 + (number % pages),
            size,
          }),
        )
        if (status !== 200) total.failed += 1
        if (start < warmUntil) continue
        total.read += 1
        latency.add(performance.now() - start)
      }
      connection.close()
    }),
  )
  return { failed: total.failed, perSecond: total.read / seconds, latency: latency.summary() }
}
