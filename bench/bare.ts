import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { sendAtRate } from './load.ts'
import { openMany, openRawSocket, textFrame } from './raw-socket.ts'

export type BareJob = { /** Where the frames are written. */ path: string; rate: number; seconds: number }
export type BareResult = { latency: Latency }

const sockets = 100
const frame = textFrame(
  JSON.stringify({
    code: 1100,
    data: { id: 'echo-00000000', content: 'The meeting moves to three, same room. Bring the figures.' },
  }),
)

/** From sending to receiving where a bare `ws` server writes and syncs what comes, and sends it back. */
export async function bareLoad({ path, rate, seconds }: BareJob): Promise<BareResult> {
  const server = fork(join(import.meta.dirname, 'echo-server.ts'), [path])
  const [port] = (await once(server, 'message')) as [number]
  const latencies = createLatencies()
  const lines = await openMany(sockets, async () => {
    const times: number[] = []
    const socket = await openRawSocket({
      origin: `http://127.0.0.1:${port}`,
      path: '/',
      onFrame: () => {
        latencies.add(performance.now() - (times.shift() ?? 0))
      },
    })
    return { socket, times }
  })
  await sendAtRate(rate, seconds * 1000, (number, at) => {
    const line = lines[number % sockets]
    line?.times.push(at)
    line?.socket.write(frame)
  })
  await wait(200)
  for (const { socket } of lines) socket.close()
  server.kill()
  return { latency: latencies.summary() }
}
