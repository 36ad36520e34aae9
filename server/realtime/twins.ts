import type { LiveSocket } from './socket.ts'

/** ms between the handshakes of twins. */
const apart = 1000

/**
 * COMPAT: whether a page opened both: it opens two sockets, shows and counts whatever comes on both twice, and
 * a second tab comes later. Which login they belong to is for the caller to compare.
 */
export function areTwins(one: LiveSocket, other: LiveSocket): boolean {
  return one !== other && !one.from.isOurs && !other.from.isOurs
    && Math.abs(one.openedAt - other.openedAt) <= apart
    && one.from.address === other.from.address && one.from.userAgent === other.from.userAgent
}

/** COMPAT: lets a socket that was just bound rest where a twin of the same login gets the pushes. */
export function restBesideTwin(socket: LiveSocket, sameLogin: Iterable<LiveSocket>): void {
  if (socket.from.isOurs) return
  for (const other of sameLogin) {
    if (!other.twin && areTwins(socket, other)) {
      socket.twin = other
      return
    }
  }
}

/** COMPAT: a socket closes or loses its login: the first of those that rested beside it takes over. */
export function wakeTwins(gone: LiveSocket, sameLogin: Iterable<LiveSocket>): void {
  gone.twin = undefined
  let heir: LiveSocket | undefined
  for (const other of sameLogin) {
    if (other === gone || other.twin !== gone) continue
    other.twin = heir
    heir ??= other
  }
}
