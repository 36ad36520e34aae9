import type { Socket } from 'node:net'
import { frameCodes } from '../../contract/frame-codes.ts'
import { frameOf } from '../../contract/frame-texts.ts'
import type { Frame } from '../../contract/frames.ts'
import { faceUrl } from '../lib/avatar.ts'
import { type Url, urlsOn, type Client, type Viewer } from '../lib/route.ts'
import type { Bus, DeviceEvent, NodeEvent } from '../bus/bus.ts'
import { encodeFrame } from './text-frame.ts'
import type { Outbox } from './outbox.ts'
import type { Presence } from './presence.ts'
import { createExpiringSet } from './expiring-set.ts'
import type { LiveSocket } from './socket.ts'
import type { Sockets } from './sockets.ts'
import { areTwins, createTwins } from './twins.ts'

type Needs = {
  sockets: Sockets
  outbox: Outbox
  /** Writes a frame as the client of this socket takes it. */
  tell(socket: LiveSocket, frame: Frame): void
  presence: Presence
  bus: Bus
  /** Who logged in with the token of this hash; undefined if it is dead. */
  viewerOfHash(hash: string): Promise<Viewer | undefined>
  /** Data of frame 10011, as login answers it. */
  loginData(userId: number, token: string, url: Url): Promise<unknown>
  fault(error: unknown): void
  clock(): number
  /** Sockets that one login may have. */
  perLogin: number
  knownOn(socket: Socket): void
}

const elsewhere = encodeFrame(frameOf(frameCodes.loggedInElsewhere))
const over = encodeFrame(frameOf(frameCodes.loginOver))
const cancelled = encodeFrame(frameOf(frameCodes.scanCancelled))

/** ms between a socket that opens with a dead token and a call that is refused for it, in either order. */
const deadTokenWindow = 10_000

/**
 * Which login a socket belongs to. A socket is bound by its handshake, or it is a waiting device and is bound by
 * a login or a call that names its device number. When its login ends it waits again.
 */
export function createBinding({
  sockets,
  outbox,
  tell,
  presence,
  bus,
  viewerOfHash,
  loginData,
  fault,
  clock,
  perLogin,
  knownOn,
}: Needs) {
  /** Tokens that ended a moment ago: a lookup that began before must not bind. */
  const ended = createExpiringSet({ life: 60_000, most: 100_000, clock })
  const twins = createTwins({ clock })
  const refused = createExpiringSet({ life: deadTokenWindow, most: 10_000, clock })
  /** Dead tokens whose page has logged in again. */
  const outlived = createExpiringSet({ life: deadTokenWindow, most: 10_000, clock })

  function bind(socket: LiveSocket, viewer: Viewer): void {
    if (
      socket.viewer
      || !socket.isOpen
      || ended.has(viewer.token.hash)
      || sockets.ofToken(viewer.token.hash).size >= perLogin
    )
      return
    if (socket.deadHash !== undefined) forgetDeadToken(socket, socket.deadHash)
    // A one-time password opens nothing but its replacement: the socket goes on waiting, for that.
    if (viewer.token.stage !== 'full') return sockets.setPendingHash(socket, viewer.token.hash)
    sockets.setPendingHash(socket, undefined)
    sockets.setViewer(socket, viewer)
    knownOn(socket.raw)
    twins.bound(socket, viewer.token.hash, sockets.ofToken(viewer.token.hash))
    presence.came(socket)
  }

  /** The page has logged in anew: refusals of its old token, still under way, must not throw the new login out. */
  function forgetDeadToken(socket: LiveSocket, hash: string): void {
    refused.delete(hash)
    outlived.add(hash)
    sockets.setDeadHash(socket, undefined)
    for (const other of [...sockets.ofDeadToken(hash)]) {
      if (other.from.address === socket.from.address && other.from.userAgent === socket.from.userAgent)
        sockets.setDeadHash(other, undefined)
    }
  }

  function endLogin(hash: string, frame: Buffer | undefined): void {
    const bound = [...sockets.ofToken(hash)]
    const active = bound.filter(socket => !socket.twin)
    const viewer = bound[0]?.viewer
    for (const socket of [...sockets.ofPending(hash)]) sockets.setPendingHash(socket, undefined)
    twins.ended(hash, bound)
    for (const socket of bound) sockets.setViewer(socket, undefined)
    if (frame) for (const socket of active) outbox.push(socket, frame)
    if (viewer) presence.went(viewer.user.id, viewer.token.platform)
  }

  async function openLogin({ tokenHash }: Extract<NodeEvent, { type: 'loginOpened' }>): Promise<void> {
    const viewer = await viewerOfHash(tokenHash)
    if (viewer) for (const socket of [...sockets.ofPending(tokenHash)]) bind(socket, viewer)
  }

  /** COMPAT: one 1003 for a page, whose sockets are twins, and once. */
  function tellOver(socket: LiveSocket, hash: string): void {
    outbox.push(socket, over)
    sockets.setDeadHash(socket, undefined)
    for (const other of [...sockets.ofDeadToken(hash)])
      if (areTwins(socket, other)) sockets.setDeadHash(other, undefined)
  }

  function deadTokenRefused(hash: string): void {
    if (outlived.has(hash)) return
    let told = false
    for (const socket of [...sockets.ofDeadToken(hash)]) {
      if (socket.deadHash === undefined || clock() - socket.openedAt > deadTokenWindow) continue
      tellOver(socket, hash)
      told = true
    }
    if (!told) refused.add(hash)
  }

  const waitingAs = (device: string) => [...sockets.ofDevice(device)].filter(socket => !socket.viewer && socket.isOpen)

  async function logIn(
    device: string,
    { userId, tokenHash, login }: Extract<DeviceEvent, { type: 'loggedIn' }>,
  ): Promise<void> {
    if (waitingAs(device).length === 0) return
    const viewer = await viewerOfHash(tokenHash)
    if (!viewer) return
    for (const socket of waitingAs(device)) {
      const data = login ? await loginData(userId, login.token, urlsOn(socket.from.origin)) : undefined
      bind(socket, viewer)
      if (login && socket.viewer === viewer) tell(socket, frameOf(frameCodes.scanLoggedIn, data))
    }
  }

  bus.onDevice((device, event) => {
    if (event.type === 'loggedIn') {
      logIn(device, event).catch(fault)
      return
    }
    for (const socket of waitingAs(device)) {
      if (event.type === 'scanCancelled') {
        if (socket.from.isOurs) outbox.push(socket, cancelled)
        continue
      }
      const { id, name, avatar } = event.user
      const data = { id, trueName: name, avatar: faceUrl(urlsOn(socket.from.origin), { id, name, avatar }) }
      tell(socket, frameOf(frameCodes.scanned, data))
    }
  })

  return {
    bind,
    isWaiting: (device: string): boolean => waitingAs(device).length > 0,
    hasEnded: (hash: string): boolean => ended.has(hash),

    /** COMPAT: a call with a good token names an open waiting device: that page has logged in since. */
    sawViewer(viewer: Viewer, client: Pick<Client, 'device'>): void {
      if (client.device === undefined) return
      for (const socket of sockets.ofDevice(client.device)) bind(socket, viewer)
    },

    /** To be called once the socket got its 1001 and was bound to nothing. */
    openedWithDeadToken(socket: LiveSocket, hash: string): void {
      sockets.setDeadHash(socket, hash)
      if (!refused.has(hash)) return
      refused.delete(hash)
      tellOver(socket, hash)
    },

    onAll(event: NodeEvent): void {
      if (event.type === 'deadTokenRefused') deadTokenRefused(event.hash)
      if (event.type === 'loginOpened') openLogin(event).catch(fault)
      if (event.type !== 'tokensEnded') return
      const frame = { replaced: elsewhere, over, loggedOut: undefined }[event.reason]
      for (const hash of event.hashes) {
        ended.add(hash)
        endLogin(hash, frame)
      }
    },

    closed(socket: LiveSocket): void {
      const { viewer } = socket
      if (viewer) twins.closed(socket)
      sockets.setViewer(socket, undefined)
      sockets.remove(socket)
      if (viewer) presence.went(viewer.user.id, viewer.token.platform)
    },
  }
}
