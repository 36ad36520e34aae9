import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

// What `ws` can do when nobody asks anything else of it: the measure for ours.
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', socket => {
  socket.on('message', data => { socket.send(data, { binary: false }) })
})
server.on('listening', () => { process.send?.((server.address() as AddressInfo).port) })
process.on('disconnect', () => process.exit())
