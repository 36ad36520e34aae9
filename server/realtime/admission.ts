import type { Ration } from '../lib/ration.ts'
import type { Viewer } from '../lib/route.ts'
import type { LiveSocket } from './socket.ts'
import type { Sockets } from './sockets.ts'

type Needs = {
  sockets: Sockets
  ration: Ration
  /** Sockets of one login, and waiting devices of one network. */
  bounds: { perLogin: number; waiting: number }
}

/** What a handshake weighs: see `Call.weight`. */
const weight = { known: 5, stranger: 2 }
/** Logins of a person whose sockets may all be open. */
const loginsAtOnce = 5
/** Waiting devices of all networks: far fewer than connections, so that strangers keep nobody out. */
const mostWaiting = 10_000
/** ms after which one more may find room. */
const patience = 10_000

/** Who may open one more socket. */
export function createAdmission({ sockets, ration, bounds }: Needs) {
  /** A line that broke leaves sockets that nobody has closed yet: they make room for the one that comes back. */
  function hasRoom(ofLogin: ReadonlySet<LiveSocket>): boolean {
    if (ofLogin.size < bounds.perLogin) return true
    const dead = [...ofLogin].find(socket => socket.unanswered > 0)
    dead?.terminate()
    return dead !== undefined
  }

  return {
    /** 0 for yes, else the ms after which to try again. */
    wait(network: number, viewer: Viewer | undefined): number {
      const wait = viewer ? ration.person(viewer.user.id, weight.known) : ration.network(network, weight.stranger)
      if (wait > 0) return wait
      if (!viewer) return sockets.waitingOf(network) < bounds.waiting ? 0 : patience
      const isFree =
        sockets.ofUser(viewer.user.id).size < bounds.perLogin * loginsAtOnce
        && hasRoom(sockets.ofToken(viewer.token.hash))
      return isFree ? 0 : patience
    },

    /** Where too many wait, those that have waited longest come back later: employees log in within seconds. */
    bound(): void {
      for (const oldest of sockets.waiting) {
        if (sockets.waiting.size <= mostWaiting) return
        sockets.remove(oldest)
        oldest.leave(1013, 'too many are waiting, try again later', 2000)
      }
    },
  }
}
