import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { tokenOf } from './people.ts'
import { openRawHttp, uploadRequest } from './raw-http.ts'

export type UploadJob = {
  origin: string
  /** Each person uploads one file after the other. */
  people: number
  seconds: number
  name: string
  /** The file, in base64. */
  bytes: string
}
export type UploadResult = { uploads: number; failed: number; perSecond: number; latency: Latency }

/** One file again and again, by several people at once. */
export async function upload({ origin, people, seconds, name, bytes }: UploadJob): Promise<UploadResult> {
  const file = Buffer.from(bytes, 'base64')
  const latency = createLatencies()
  const total = { uploads: 0, failed: 0 }
  const warmUntil = performance.now() + 1000
  const until = warmUntil + seconds * 1000
  await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const connection = await openRawHttp(origin)
      const request = uploadRequest(origin, tokenOf(index), name, file)
      for (;;) {
        const start = performance.now()
        if (start >= until) break
        const { status } = await connection.request(request)
        if (status !== 200) total.failed += 1
        if (start < warmUntil) continue
        total.uploads += 1
        latency.add(performance.now() - start)
      }
      connection.close()
    }),
  )
  return { ...total, perSecond: total.uploads / seconds, latency: latency.summary() }
}
