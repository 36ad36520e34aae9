import type { UserEvent } from '../bus/bus.ts'
import { type EncodeNeeds, framesOf } from './encode.ts'
import type { Outbox } from './outbox.ts'
import type { LiveSocket } from './socket.ts'
import type { Sockets } from './sockets.ts'

type Needs = EncodeNeeds & { sockets: Sockets, outbox: Outbox, clock(): number }

/** Presence frames that a client takes in some ms. */
const presenceLimit = 20
const presenceWindow = 10_000

/** Gives what happened to every socket here of these users that is to hear of it. */
export function createDelivery({ sockets, outbox, clock, ...encoding }: Needs) {
  /** COMPAT: one pop-up for each: when everybody comes back after a restart, it must not be buried under them. */
  function isTooMuch(socket: LiveSocket): boolean {
    if (socket.from.isOurs) return false
    const now = clock()
    if (now - socket.presenceSince > presenceWindow) {
      socket.presenceSince = now
      socket.presence = 0
    }
    socket.presence += 1
    return socket.presence > presenceLimit
  }

  return (userIds: readonly number[], event: UserEvent): void => {
    const frameFor = framesOf(event, encoding)
    for (const userId of userIds) {
      for (const socket of sockets.ofUser(userId)) {
        if (socket.twin) continue
        const frame = frameFor(socket)
        if (frame && !(event.type === 'presence' && isTooMuch(socket))) outbox.push(socket, frame)
      }
    }
  }
}
