import { fdatasyncSync, openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'

// What `ws` can do when nobody asks anything else of it: the measure for ours. With a path, what comes in one turn of
// the event loop is written there and synced before it is answered.
const [path] = process.argv.slice(2)
const file = path === undefined ? undefined : openSync(path, 'w')
let waiting: { socket: WebSocket; data: RawData }[] = []

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', socket => {
  socket.on('message', data => {
    if (file === undefined) return socket.send(data, { binary: false })
    if (waiting.length === 0) setImmediate(answerDurably, file)
    waiting.push({ socket, data })
  })
})
server.on('listening', () => {
  process.send?.((server.address() as AddressInfo).port)
})
process.on('disconnect', () => process.exit())

function answerDurably(file: number): void {
  const due = waiting
  waiting = []
  writeSync(file, Buffer.concat(due.map(({ data }) => data as Buffer)))
  fdatasyncSync(file)
  for (const { socket, data } of due) socket.send(data, { binary: false })
}
