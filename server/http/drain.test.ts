import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drain } from './drain.ts'

const megabyte = 1024 * 1024
const server = createServer((incoming, answer) => {
  drain(incoming)
  answer.writeHead(429).end('later')
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A line to somebody who refuses whatever is sent. */
async function open(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Sends a body of so many megabytes, and resolves with the answer once all of it is on its way. */
async function send(socket: Socket, megabytes: number): Promise<string> {
  const answer = once(socket, 'data')
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${megabytes * megabyte}\r\n\r\n`)
  for (let left = megabytes; left > 0; left -= 1) if (!socket.write(Buffer.alloc(megabyte))) await once(socket, 'drain')
  return String((await answer)[0]).slice(0, 12)
}

test('who is refused amid a large body reads the answer, on a line that can be used again', async () => {
  const socket = await open()
  expect([await send(socket, 8), await send(socket, 8)]).toEqual(['HTTP/1.1 429', 'HTTP/1.1 429'])
  socket.destroy()
})

test('refused bodies are read at 20 MB a second, those of two senders no faster than that of one', async () => {
  const sockets = await Promise.all([open(), open()])
  const start = performance.now()
  await Promise.all(sockets.map(socket => send(socket, 16)))
  // What the lines hold is sent and not read: the last megabytes of each are not counted.
  expect(performance.now() - start).toBeGreaterThan(16 * 50)
  for (const socket of sockets) socket.destroy()
})

test('a body without an end is hung up on', async () => {
  const socket = await open()
  await expect(send(socket, 100)).rejects.toThrow(/ECONNRESET|EPIPE/)
})
