import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { watchCpu } from './processes.ts'
import { openRawHttp, postRequest } from './raw-http.ts'

export type HttpJob = {
  origin: string
  serverPid: number
  cast: Cast
  run: string
  connections: number
  seconds: number
}
export type HttpResult = {
  requests: number
  failed: number
  perSecond: number
  latency: Latency
  generatorCpu: number
  serverCpu: number | undefined
}

/** `save_single_msg` over keep-alive connections, one request at a time on each. */
export async function httpSends({ origin, serverPid, cast, run, connections, seconds }: HttpJob): Promise<HttpResult> {
  const latency = createLatencies()
  const total = { requests: 0, failed: 0 }
  const opened = await Promise.all(Array.from({ length: connections }, () => openRawHttp(origin)))
  const warmUntil = performance.now() + 1000
  const until = warmUntil + seconds * 1000
  const cpu = { stop: watchCpu(serverPid), isWarm: false }
  await Promise.all(
    opened.map(async (connection, index) => {
      for (let number = 0; performance.now() < until; number++) {
        const senderId = idOf(cast, index * 2)
        const start = performance.now()
        const { status } = await connection.request(
          postRequest(origin, tokenOf(index * 2), '/api/save_single_msg', {
            id: `${run}-${index}-${number}`,
            senderId,
            receiverId: idOf(cast, index * 2 + 1),
            type: 1,
            fileId: null,
            content: 'The meeting moves to three, same room. Bring the figures.',
          }),
        )
        if (status !== 200) total.failed += 1
        if (start < warmUntil) continue
        if (!cpu.isWarm) Object.assign(cpu, { stop: watchCpu(serverPid), isWarm: true })
        total.requests += 1
        latency.add(performance.now() - start)
      }
    }),
  )
  for (const connection of opened) connection.close()
  return { ...total, perSecond: total.requests / seconds, latency: latency.summary(), ...cpu.stop() }
}
