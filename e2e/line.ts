import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A frame as it came; `data` is whatever the code says. */
export type Received = { code: number; msg: string; data: Record<string, unknown> }

/** A test's end of one WebSocket. */
export type Line = {
  socket: WebSocket
  /** The device number that frame 1001 gave. */
  device: string
  /** Every frame so far, 1001 included. */
  received: Received[]
  /** The first frame of this code that fits and that no earlier call has returned; waits for it. */
  next(code: number, fits?: (frame: Received) => boolean): Promise<Received>
  /** How many frames of this code have come that fit. */
  count(code: number, fits?: (frame: Received) => boolean): number
  send(frame: unknown): void
  /** Resolves when everything that the server had sent before now is here. */
  settled(): Promise<void>
  /** The close code, once closed. */
  closed: Promise<number>
  /** Ends without a goodbye, as a line that breaks. */
  drop(): Promise<void>
}

const patience = 10_000

/** Opens a socket; resolves when 1001 has come. */
export async function openLine(url: string, headers: Record<string, string> = {}): Promise<Line> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false })
  const received: Received[] = []
  const taken = new Set<Received>()
  const waiting = new Set<() => void>()
  const closed = new Promise<number>(resolve => {
    socket.on('close', resolve)
  })
  socket.on('message', data => {
    received.push(JSON.parse(String(data)) as Received)
    for (const look of waiting) look()
  })

  const line: Line = {
    socket,
    received,
    closed,
    device: '',
    next: (code, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = received.find(frame => frame.code === code && !taken.has(frame) && fits(frame))
          if (!found) return
          taken.add(found)
          finish()
          resolve(found)
        }
        const giveUp = () => {
          finish()
          reject(
            new Error(
              `No frame ${code} came in ${patience} ms. What came: ${received.map(frame => JSON.stringify(frame).slice(0, 300)).join('\n')}`,
            ),
          )
        }
        const timer = setTimeout(giveUp, patience)
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      }),
    count: (code, fits = () => true) => received.filter(frame => frame.code === code && fits(frame)).length,
    send: frame => {
      socket.send(JSON.stringify(frame))
    },
    settled: async () => {
      const answered = once(socket, 'pong')
      socket.ping()
      await answered
    },
    drop: async () => {
      socket.terminate()
      await closed
    },
  }
  await once(socket, 'open')
  line.device = String((await line.next(1001)).data['token'])
  return line
}
