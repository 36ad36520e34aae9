import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { createLine } from '../src/sync/line.ts'

/** A server that welcomes and says nothing more by itself; `answers` to heartbeats or not. */
async function startListener({ answers = true } = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets: WebSocket[] = []
  const addresses: string[] = []
  server.on('connection', (socket, { url = '' }) => {
    sockets.push(socket)
    addresses.push(url)
    socket.on('message', () => {
      if (answers) socket.send(JSON.stringify({ code: 1112, msg: '', data: {} }))
    })
    socket.send(JSON.stringify({ code: 1001, msg: '', data: { token: `device-${sockets.length}` } }))
  })
  return {
    sockets,
    addresses,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.terminate()
      server.close()
    },
  }
}

const needs = { token: () => 'token', onFrame: () => undefined }
const never = { first: 3_600_000, most: 3_600_000 }

test('says v=1, and comes back under the device number that it was given', async () => {
  await using server = await startListener()
  const line = createLine({ ...needs, origin: server.origin, waits: { first: 1, most: 1 } })
  await expect.poll(() => line.device()).toBe('device-1')
  server.sockets[0]?.terminate()
  await expect.poll(() => server.addresses.at(1)).toContain('device=device-1')
  expect(server.addresses[0]).toBe('/cnbi.io/?v=1&Authorization=token')
  line.close()
})

test('a line on which nothing answers any more is dead, and another is opened', async () => {
  await using server = await startListener({ answers: false })
  const line = createLine({
    ...needs,
    origin: server.origin,
    waits: { first: 1, most: 1 },
    heartbeat: { every: 20, patience: 20 },
  })
  await expect.poll(() => server.sockets.length).toBeGreaterThan(2)
  line.close()
})

test('a line that answers stays', async () => {
  await using server = await startListener()
  let heard = 0
  const line = createLine({
    ...needs,
    origin: server.origin,
    waits: { first: 1, most: 1 },
    heartbeat: { every: 5, patience: 5000 },
  })
  await expect.poll(() => server.sockets.length).toBe(1)
  server.sockets[0]?.on('message', () => {
    heard += 1
  })
  await expect.poll(() => heard).toBeGreaterThan(5)
  expect(server.sockets).toHaveLength(1)
  line.close()
})

test.for([1012, 1013])(
  'a server that goes away with %i is come back to soon, and not by everyone at once',
  async code => {
    await using server = await startListener()
    const states: string[] = []
    const line = createLine({
      ...needs,
      origin: server.origin,
      waits: { first: 0, most: 0 },
      random: () => 0.01,
      onState: state => states.push(state),
    })
    await expect.poll(() => line.state()).toBe('connected')
    server.sockets[0]?.close(code)
    await expect.poll(() => states).toEqual(['connected', 'offline', 'connected'])
    line.close()
  },
)

test('waits longer each time, unless something wakes it', async () => {
  await using server = await startListener()
  const line = createLine({ ...needs, origin: server.origin, waits: never, random: () => 1 })
  await expect.poll(() => line.state()).toBe('connected')
  server.sockets[0]?.terminate()
  await expect.poll(() => line.state()).toBe('offline')
  expect(line.send([{ code: 1111 }])).toBe(false)
  line.wake()
  await expect.poll(() => line.state()).toBe('connected')
  line.close()
})

test('a line that was closed stays closed', async () => {
  await using server = await startListener()
  const line = createLine({ ...needs, origin: server.origin, waits: { first: 1, most: 1 } })
  await expect.poll(() => line.state()).toBe('connected')
  line.close()
  line.wake()
  const socket = server.sockets[0]
  if (socket && socket.readyState !== socket.CLOSED) await once(socket, 'close')
  expect([line.state(), server.sockets.length]).toEqual(['offline', 1])
})
