import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { Viewer } from '../lib/route.ts'
import type { Handshake } from './upgrade.ts'
import type { Batch } from './write-batch.ts'

/**
 * COMPAT: the sockets of one page of the existing client. It opens two, and shows and counts whatever comes on both
 * twice: one of them is live, the others rest beside it (`LiveSocket.twin`).
 */
export type Page = {
  sockets: Set<LiveSocket>
  /** How many of its sockets are away: each is looked for every 5 s, and may come back alone. */
  away: number
  /** When its last socket went, in ms; while it has one, Infinity. */
  emptySince: number
}

/**
 * One connection. It is bound to a login (`viewer`), or it is a waiting device. Everything that it needs is in
 * these fields, and its listeners are shared: an idle socket has no timer and no closure of its own.
 */
export class LiveSocket extends WebSocket {
  /** Frames are written here directly, many at once; ws writes whole frames to it too, so they never mix. */
  raw!: Socket
  from!: Pick<Handshake, 'isOurs' | 'address' | 'userAgent' | 'origin'>
  /** Of its address, as `Ration.networkKey` made it. */
  network = 0
  /** COMPAT: its program draws what it gets as HTML, and the administrator wants that escaped. */
  isDrawnAsHtml = false
  /** Its device number; empty until the handshake's token was looked up. */
  device = ''
  /** When its handshake came, in ms. */
  openedAt = 0
  viewer: Viewer | undefined = undefined
  /** Hash of the login that it will belong to once that has a password of its own. */
  pendingHash: string | undefined = undefined
  /** COMPAT: hash of the dead token that it was opened with, while a 1003 may still be due for it. */
  deadHash: string | undefined = undefined
  /**
   * COMPAT: the sockets of its page, one of which gets the pushes; whether it dropped and came back; and which one gets
   * them in its place.
   */
  page: Page | undefined = undefined
  cameBack = false
  twin: LiveSocket | undefined = undefined
  /** Frames for the end of this turn of the event loop. */
  waiting: Batch | undefined = undefined
  /** Pings without any sign of life since. */
  unanswered = 0
  /** Sends that are not answered yet. */
  sending = 0
  /** Frames that were nonsense since `nonsenseSince`. */
  nonsense = 0
  nonsenseSince = 0
  /** Frames that were refused as too many since `floodSince`. */
  flood = 0
  floodSince = 0
  /** COMPAT: presence frames since `presenceSince`. */
  presence = 0
  presenceSince = 0

  get isOpen(): boolean {
    return this.readyState === WebSocket.OPEN
  }

  /** Closes with a code, and for good where the other side does not answer in time. */
  leave(code: number, reason: string, grace: number): void {
    this.close(code, reason)
    if (this.isPaused) this.resume()
    setTimeout(terminate, grace, this).unref()
  }
}

function terminate(socket: LiveSocket): void {
  if (socket.readyState !== WebSocket.CLOSED) socket.terminate()
}
