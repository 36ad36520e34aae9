// Opens the WebSocket and prints every frame: `node examples/listen.js [token] [address]`.
// Without a token it is a waiting device, which a phone can log in.
import { WebSocket } from 'ws'

const [token = '', address = 'http://127.0.0.1:8005'] = process.argv.slice(2)
const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/cnbi.io/?v=1&Authorization=${token}`)
socket.on('message', frame => console.log(frame.toString()))
socket.on('error', error => console.error(error.message))
socket.on('close', code => console.log(`closed with ${code}`))
