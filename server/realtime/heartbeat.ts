import { pingFrame } from './text-frame.ts'
import type { Outbox } from './outbox.ts'
import type { Sockets } from './sockets.ts'

type Needs = {
  sockets: Sockets
  outbox: Outbox
  /** ms between pings. */
  every: number
  /** Pings that may stay without any sign of life. */
  missed: number
}

/** Pings every socket with one timer for all, and drops the dead. */
export function startHeartbeat({ sockets, outbox, every, missed }: Needs): Disposable {
  const timer = setInterval(() => {
    for (const socket of sockets.all) {
      if (socket.unanswered >= missed) {
        socket.terminate()
      } else {
        socket.unanswered += 1
        outbox.push(socket, pingFrame)
      }
    }
  }, every)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
