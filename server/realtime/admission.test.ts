import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { rationOf, startEdge } from './edge.testing.ts'

type Edge = Awaited<ReturnType<typeof startEdge>>
const bounds = {
  origin: undefined,
  allowedOrigins: [],
  escapeHtml: true,
  socketsPerLogin: 3,
  waitingDevices: 4,
  trustProxy: true,
}

/** Status and `Retry-After` of a handshake that is refused. */
async function refusal(edge: Edge, query: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/cnbi.io/?${query}`, { headers })
  socket.on('error', () => undefined)
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  answer.destroy()
  return [answer.statusCode, Number(answer.headers['retry-after']) > 0]
}

/** 101, or the status with which a handshake is refused; the socket does not stay. */
async function attempt(edge: Edge, query: string): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/cnbi.io/?${query}`)
  socket.on('error', () => undefined)
  const status = await new Promise<number | undefined>(resolve => {
    socket
      .once('unexpected-response', (_, answer: IncomingMessage) => resolve(answer.statusCode))
      .once('open', () => resolve(101))
  })
  socket.terminate()
  return status
}

test('a login has so many sockets: the next is refused with 429, until one closes', async () => {
  await using edge = await startEdge({ config: bounds })
  const query = 'v=1&Authorization=alice-windows'
  const own = [await edge.connect(query), await edge.connect(query), await edge.connect(query)]
  expect(await refusal(edge, query)).toEqual([429, true])
  expect((await edge.connect('v=1&Authorization=alice-android')).first.code).toBe(1001)
  expect((await edge.connect('v=1&Authorization=bob-windows')).first.code).toBe(1001)
  own[0]?.ws.close()
  await own[0]?.closed
  expect((await edge.connect(query)).first.code).toBe(1001)
})

test('sockets whose line has died make room for the one that comes back', async () => {
  await using edge = await startEdge({ config: bounds, heartbeat: { every: 20, missed: 1_000_000 } })
  const query = 'v=1&Authorization=alice-windows'
  const dead = await Promise.all([1, 2, 3].map(() => edge.connect(query)))
  // Not read any more, so that no ping is answered, as where the network has gone.
  for (const { ws } of dead) ws.pause()
  while ((await attempt(edge, query)) !== 101);
})

test('a login cannot bind more waiting devices than it may have sockets', async () => {
  await using edge = await startEdge({ config: bounds })
  const pages = []
  for (let n = 0; n < 4; n++) pages.push(await edge.connect('Authorization=null'))
  const viewer = await edge.viewer('alice-windows')
  for (const { device } of pages) edge.realtime.sawViewer(viewer, { device })
  expect(pages.map(({ device }) => edge.realtime.isWaiting(device))).toEqual([false, false, false, true])
})

test('a network has so many waiting devices; other networks and those who are known come in', async () => {
  await using edge = await startEdge({ config: bounds })
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const waiting = []
  for (let n = 0; n < 4; n++) waiting.push(await edge.connect('Authorization=null', from('192.0.2.1')))
  expect(await refusal(edge, 'Authorization=null', from('192.0.2.1'))).toEqual([429, true])
  expect(await refusal(edge, 'Authorization=dead-token', from('192.0.2.1'))).toEqual([429, true])
  expect((await edge.connect('Authorization=alice-windows', from('192.0.2.1'))).first.code).toBe(1001)
  expect((await edge.connect('Authorization=null', from('192.0.2.2'))).first.code).toBe(1001)
  // One that logs in waits no more.
  edge.realtime.sawViewer(await edge.viewer('bob-windows'), { device: waiting[0]?.device })
  expect((await edge.connect('Authorization=null', from('192.0.2.1'))).first.code).toBe(1001)
})

test('handshakes without end are refused with 429, whoever makes them', async () => {
  await using edge = await startEdge({ ration: rationOf({ person: 1, network: 1 }) })
  for (const query of ['Authorization=null', 'v=1&Authorization=alice-windows']) {
    const statuses: unknown[] = []
    while (!statuses.includes(429) && statuses.length < 25) statuses.push(await attempt(edge, query))
    expect(statuses).toContain(101)
    expect(statuses.at(-1)).toBe(429)
  }
  expect(edge.faults).toEqual([])
})
