import type { Frame } from '../../contract/frames.ts'
import type { UserEvent } from '../bus/bus.ts'
import type { Outbox } from './outbox.ts'
import type { LiveSocket } from './socket.ts'
import type { Sockets } from './sockets.ts'
import { encodeFrame } from './text-frame.ts'

type Needs = {
  sockets: Sockets
  outbox: Outbox
  /** What each socket gets of an event: undefined for nothing, the same object for the same. */
  framesOf(event: UserEvent): (socket: LiveSocket) => Frame | undefined
  clock(): number
}

/** Presence frames that a client takes in some ms. */
const presenceLimit = 20
const presenceWindow = 10_000

/** Tells an event to the sockets here of these users, each frame written once. */
export function createDelivery({ sockets, outbox, framesOf, clock }: Needs) {
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
    const frameFor = framesOf(event)
    const encoded = new Map<Frame, Buffer>()
    const bytesOf = (frame: Frame): Buffer => {
      let bytes = encoded.get(frame)
      if (!bytes) encoded.set(frame, (bytes = encodeFrame(frame)))
      return bytes
    }
    for (const userId of userIds) {
      for (const socket of sockets.ofUser(userId)) {
        if (socket.twin) continue
        const frame = frameFor(socket)
        if (frame && !(event.type === 'presence' && isTooMuch(socket))) outbox.push(socket, bytesOf(frame))
      }
    }
  }
}
