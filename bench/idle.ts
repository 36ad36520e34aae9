import { setTimeout as wait } from 'node:timers/promises'
import { tokenOf } from './people.ts'
import { memoryOf } from './processes.ts'
import { openMany, openRawSocket } from './raw-socket.ts'

export type IdleJob = { origin: string; serverPid: number; sockets: number }
export type IdleResult = { sockets: number; seconds: number; bytesEach: number | undefined }

/** What a logged-in socket on which nothing happens costs the server in memory. */
export async function idleSockets({ origin, serverPid, sockets }: IdleJob): Promise<IdleResult> {
  // the first hundred pay for code and caches that later ones share
  const warm = await openMany(100, index => openIdle(origin, index))
  await wait(1000)
  const before = memoryOf(serverPid)
  const start = performance.now()
  const opened = await openMany(sockets - warm.length, index => openIdle(origin, index + warm.length))
  const seconds = (performance.now() - start) / 1000
  await wait(3000)
  const after = memoryOf(serverPid)
  for (const socket of [...warm, ...opened]) socket.close()
  return {
    sockets,
    seconds,
    bytesEach: before === undefined || after === undefined ? undefined : (after - before) / opened.length,
  }
}

const openIdle = (origin: string, index: number) =>
  openRawSocket({ origin, path: `/cnbi.io/?Authorization=${tokenOf(index)}`, onFrame: () => undefined })
