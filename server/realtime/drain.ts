import { setTimeout as wait } from 'node:timers/promises'
import type { Outbox } from './outbox.ts'
import type { Sockets } from './sockets.ts'

type Needs = {
  sockets: Sockets
  outbox: Outbox
  /** ms over which the sockets are closed. */
  spread: number
}

const step = 50
/** ms that answers under way, and then the closing handshakes, may take. */
const patience = 3000

/**
 * Closes every socket with 1012 once its sends are answered, some at a time so that they do not all come back at once.
 */
export async function drain({ sockets, outbox, spread }: Needs): Promise<void> {
  for (const socket of sockets.all) socket.pause()
  await until(() => [...sockets.all].every(socket => socket.sending === 0))
  // COMPAT: twins go together, so that they come back together.
  const everyone = [...new Set([...sockets.all].flatMap(socket => [socket, ...(socket.page?.sockets ?? [])]))]
  const atOnce = Math.max(20, Math.ceil((everyone.length * step) / Math.max(step, spread)))
  for (let from = 0; from < everyone.length; from += atOnce) {
    if (from > 0) await wait(step)
    for (const socket of everyone.slice(from, from + atOnce)) {
      outbox.write(socket)
      socket.leave(1012, 'restarting', patience)
    }
  }
  await until(() => sockets.all.size === 0)
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; waited < patience && !isTrue(); waited += step) await wait(step)
}
