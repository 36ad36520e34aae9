import type { LiveSocket } from './socket.ts'

const none: ReadonlySet<LiveSocket> = new Set()

export type Sockets = ReturnType<typeof createSockets>

/** Which connections there are: all of them, by user and login where they are bound, by device number. */
export function createSockets() {
  const all = new Set<LiveSocket>()
  const waiting = new Set<LiveSocket>()
  const waitingByNetwork = new Map<number, number>()
  const byUser = new Map<number, Set<LiveSocket>>()
  const byToken = new Map<string, Set<LiveSocket>>()
  const byDevice = new Map<string, Set<LiveSocket>>()
  const byPending = new Map<string, Set<LiveSocket>>()
  const byDeadToken = new Map<string, Set<LiveSocket>>()

  function leaveLogin(socket: LiveSocket): void {
    if (!socket.viewer) return
    remove(byUser, socket.viewer.user.id, socket)
    remove(byToken, socket.viewer.token.hash, socket)
  }

  /** Whether it is a waiting device, for the counts. */
  function setWaiting(socket: LiveSocket, isWaiting: boolean): void {
    if (waiting.has(socket) === isWaiting) return
    const others = waitingByNetwork.get(socket.network) ?? 0
    if (isWaiting) {
      waiting.add(socket)
      waitingByNetwork.set(socket.network, others + 1)
    } else {
      waiting.delete(socket)
      if (others > 1) waitingByNetwork.set(socket.network, others - 1)
      else waitingByNetwork.delete(socket.network)
    }
  }

  return {
    all,
    /** Those bound to no login, the one that has waited longest first. */
    waiting: waiting as ReadonlySet<LiveSocket>,
    /** How many of them are of this network. */
    waitingOf: (network: number): number => waitingByNetwork.get(network) ?? 0,
    ofUser: (userId: number): ReadonlySet<LiveSocket> => byUser.get(userId) ?? none,
    /** Everybody who is connected. */
    users: () => byUser.keys(),
    ofToken: (hash: string): ReadonlySet<LiveSocket> => byToken.get(hash) ?? none,
    ofDevice: (device: string): ReadonlySet<LiveSocket> => byDevice.get(device) ?? none,
    /** Waiting sockets that were opened with this dead token. */
    ofDeadToken: (hash: string): ReadonlySet<LiveSocket> => byDeadToken.get(hash) ?? none,
    /** Waiting sockets of a login that has yet to replace its one-time password. */
    ofPending: (hash: string): ReadonlySet<LiveSocket> => byPending.get(hash) ?? none,

    add(socket: LiveSocket): void {
      all.add(socket)
      setWaiting(socket, true)
    },

    name(socket: LiveSocket, device: string): void {
      socket.device = device
      put(byDevice, device, socket)
    },

    /** Bound to this login, or waiting. */
    setViewer(socket: LiveSocket, viewer: LiveSocket['viewer']): void {
      leaveLogin(socket)
      socket.viewer = viewer
      setWaiting(socket, viewer === undefined && all.has(socket))
      if (!viewer) return
      put(byUser, viewer.user.id, socket)
      put(byToken, viewer.token.hash, socket)
    },

    setPendingHash(socket: LiveSocket, hash: string | undefined): void {
      if (socket.pendingHash !== undefined) remove(byPending, socket.pendingHash, socket)
      socket.pendingHash = hash
      if (hash !== undefined) put(byPending, hash, socket)
    },

    setDeadHash(socket: LiveSocket, hash: string | undefined): void {
      if (socket.deadHash !== undefined) remove(byDeadToken, socket.deadHash, socket)
      socket.deadHash = hash
      if (hash !== undefined) put(byDeadToken, hash, socket)
    },

    remove(socket: LiveSocket): void {
      all.delete(socket)
      setWaiting(socket, false)
      leaveLogin(socket)
      remove(byDevice, socket.device, socket)
      if (socket.pendingHash !== undefined) remove(byPending, socket.pendingHash, socket)
      if (socket.deadHash !== undefined) remove(byDeadToken, socket.deadHash, socket)
    },
  }
}

function put<K>(map: Map<K, Set<LiveSocket>>, key: K, socket: LiveSocket): void {
  const set = map.get(key)
  if (set) set.add(socket)
  else map.set(key, new Set([socket]))
}

function remove<K>(map: Map<K, Set<LiveSocket>>, key: K, socket: LiveSocket): void {
  const set = map.get(key)
  if (set?.delete(socket) && set.size === 0) map.delete(key)
}
