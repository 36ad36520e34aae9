import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { boundStrangers } from './connections.ts'

const open: (() => void)[] = []
afterEach(() => open.splice(0).forEach(close => close()))

async function start(bounds: { perNetwork: number; most: number }) {
  const server = createServer()
  const knownOn = boundStrangers(server, () => 1, bounds)
  const accepted: Socket[] = []
  server.on('connection', (socket: Socket) => {
    accepted.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  /** A connection; resolves once the server has it, or has closed it. */
  async function join() {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    open.push(() => socket.destroy())
    const seen = once(server, 'connection')
    socket.on('error', () => undefined)
    await seen
    return { ended: once(socket, 'close'), ours: accepted.at(-1) as Socket }
  }
  return { join, knownOn }
}

test('a network has so many connections on which nobody is known', async () => {
  const { join, knownOn } = await start({ perNetwork: 2, most: 100 })
  const first = await join()
  await join()
  const third = await join()
  expect(third.ours.destroyed).toBe(true)
  knownOn(first.ours)
  expect((await join()).ours.destroyed).toBe(false)
  expect(first.ours.destroyed).toBe(false)
})

test('where there are too many of all networks the oldest goes, and nobody who is known', async () => {
  const { join, knownOn } = await start({ perNetwork: 100, most: 2 })
  const known = await join()
  knownOn(known.ours)
  const oldest = await join()
  await join()
  expect((await join()).ours.destroyed).toBe(false)
  expect([known.ours.destroyed, oldest.ours.destroyed]).toEqual([false, true])
})
