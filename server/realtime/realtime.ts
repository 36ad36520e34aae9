import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { randomBytes } from 'node:crypto'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { frameCodes } from '../../contract/frame-codes.ts'
import { frameOf } from '../../contract/frame-texts.ts'
import type { Frame } from '../../contract/frames.ts'
import { Failure } from '../../contract/failures.ts'
import type { Bus, UserEvent } from '../bus/bus.ts'
import type { Ration } from '../lib/ration.ts'
import type { Client, Url, Viewer } from '../lib/route.ts'
import { hashToken } from '../lib/secret.ts'
import type { User } from '../store/people.ts'
import { createAdmission } from './admission.ts'
import { createBinding } from './binding.ts'
import { createDelivery } from './delivery.ts'
import { drain } from './drain.ts'
import { startHeartbeat } from './heartbeat.ts'
import { createOutbox } from './outbox.ts'
import { createPresence } from './presence.ts'
import { createReceiver, type SocketMessages } from './receive.ts'
import { LiveSocket } from './socket.ts'
import { createSockets } from './sockets.ts'
import { encodeFrame } from './text-frame.ts'
import { followStatuses } from './wide-news.ts'
import { type Handshake, readHandshake, refuseUpgrade } from './upgrade.ts'

export type RealtimeNeeds = {
  server: Server
  /** Told of connections on which somebody is known. */
  knownOn?(socket: Socket): void
  bus: Bus
  ration: Ration
  /** Who logged in with a token, and with the token of a hash; undefined if it is dead. */
  tokens: {
    viewerOf(token: string): Promise<Viewer | undefined>
    viewerOfHash(hash: string): Promise<Viewer | undefined>
  }
  people: {
    user(id: number): Promise<User | undefined>
    /** Friends and the people last talked with: who hears of somebody's coming and going. */
    latestPeers(userId: number): Promise<number[]>
    /** Whether one sees the other's card as a colleague or friend. */
    reaches(viewerId: number, otherId: number): Promise<boolean>
  }
  messages: SocketMessages
  /** What connections are told. */
  frames: {
    /** What each socket gets of an event: undefined for nothing, the same object for the same. */
    ofEvent(event: UserEvent): (socket: LiveSocket) => Frame | undefined
    /** A frame as the client of this socket takes it. */
    finish(socket: LiveSocket, frame: Frame): Frame
  }
  /** Data of frame 10011, as login answers it. */
  loginData(userId: number, token: string, url: Url): Promise<unknown>
  config: {
    origin: string | undefined
    allowedOrigins: readonly string[]
    trustProxy: boolean
    escapeHtml: boolean
    socketsPerLogin: number
    waitingDevices: number
  }
  log: { error(details: object, text: string): void; warn(text: string): void }
  clock?(): number
  /** ms between pings, and how many may stay without an answer. */
  heartbeat?: { every: number; missed: number }
  /** ms that a user may be without a device before contacts hear of it. */
  presenceGrace?: number
  /** ms over which a stopping server closes its sockets, so that they do not all come back at once. */
  drainSpread?: number
  /** Bytes that may wait for one client before it is closed with 1013. */
  backlog?: number
}

type Realtime = AsyncDisposable & {
  /** Whether a socket of this login is open here. */
  isConnected(tokenHash: string): boolean
  /** Whether an open socket with this device number waits to be logged in. */
  isWaiting(device: string): boolean
  /** Whether a device of this person is connected, or was a moment ago: as frames 1004 and 1005 tell it. */
  isOnline(userId: number): boolean
  /** To be called for each call with a good token: binds the waiting device that its header names. */
  sawViewer(viewer: Viewer, client: Pick<Client, 'device'>): void
  /** Takes no new connections, answers what is under way, and closes every socket with 1012. */
  drain(): Promise<void>
}

/** ws closes the connection by itself, with the right code; without a listener the process would end. */
const ignore = () => undefined

/** Frames above this end the connection (1009); those between `limits.frameBytes` and this are answered with 3400. */
const hardFrameLimit = 1024 * 1024
const devicePattern = /^[A-Za-z0-9_-]{22}$/

/** The WebSocket of contract sections 3 and 5, on the HTTP server's upgrade. */
export function createRealtime(needs: RealtimeNeeds): Realtime {
  const { server, bus, tokens, people, messages, frames, loginData, config, log } = needs
  const { clock = Date.now, backlog = 1024 * 1024 } = needs
  const fault = (error: unknown) => log.error({ err: error }, 'A fault in the WebSocket edge')
  let isOpen = true
  let hasWarned = false

  const sockets = createSockets()
  const outbox = createOutbox({
    bound: backlog,
    tooSlow: socket => {
      binding.closed(socket)
      socket.leave(1013, 'too slow, come back and catch up', 5000)
    },
  })
  const tell = (socket: LiveSocket, frame: Frame) => outbox.push(socket, encodeFrame(frames.finish(socket, frame)))
  const presence = createPresence({ sockets, bus, people, grace: needs.presenceGrace ?? 5000, fault })
  const binding = createBinding({
    sockets,
    outbox,
    tell,
    presence,
    bus,
    loginData,
    fault,
    clock,
    viewerOfHash: tokens.viewerOfHash,
    perLogin: config.socketsPerLogin,
    knownOn: needs.knownOn ?? ignore,
  })
  const admission = createAdmission({
    sockets,
    ration: needs.ration,
    bounds: { perLogin: config.socketsPerLogin, waiting: config.waitingDevices },
  })
  const receiver = createReceiver({ messages, bus, outbox, tell, ration: needs.ration, fault, clock })
  const heartbeat = startHeartbeat({ sockets, outbox, ...(needs.heartbeat ?? { every: 30_000, missed: 2 }) })
  const deliver = createDelivery({ sockets, outbox, framesOf: frames.ofEvent, clock })
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: hardFrameLimit,
    WebSocket: LiveSocket,
  })

  function onUpgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', () => raw.destroy())
    admit(request, raw, head).catch((error: unknown) => {
      if (error instanceof Failure) return refuseUpgrade(raw, '400 Bad Request')
      fault(error)
      refuseUpgrade(raw, '503 Service Unavailable')
    })
  }

  /** Finds out whose socket it will be, and whether there is room for it, before it becomes one. */
  async function admit(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    const handshake = readHandshake(request, config)
    if (!handshake) return refuseUpgrade(raw, '404 Not Found')
    const { token, cookieToken } = handshake
    const viewer = await firstViewer([token, cookieToken])
    if (!isOpen) return refuseUpgrade(raw, '503 Service Unavailable')
    const network = needs.ration.networkKey(handshake.address)
    const wait = admission.wait(network, viewer)
    if (wait > 0) return refuseUpgrade(raw, '429 Too Many Requests', wait)
    acceptor.handleUpgrade(request, raw, head, socket => {
      socket.network = network
      accept(socket, raw as Socket, handshake, viewer)
    })
  }

  /** 1001 goes first, and pushes from then on. */
  function accept(
    socket: LiveSocket,
    raw: Socket,
    { token, cookieToken: _, device, ...from }: Handshake,
    viewer: Viewer | undefined,
  ): void {
    socket.raw = raw
    socket.from = from
    socket.isDrawnAsHtml = config.escapeHtml && !from.isOurs
    socket.openedAt = clock()
    raw.setNoDelay(true)
    socket.on('message', onMessage).on('ping', onControl).on('pong', onControl).on('close', onClose).on('error', ignore)
    sockets.add(socket)
    sockets.name(socket, numberFor(device, viewer?.user.id))
    tell(socket, frameOf(frameCodes.connected, { token: socket.device }))
    if (viewer) binding.bind(socket, viewer)
    if (viewer && !socket.from.isOurs) warnOfHtml()
    if (token !== undefined && !socket.viewer && socket.pendingHash === undefined)
      binding.openedWithDeadToken(socket, hashToken(token))
    admission.bound()
  }

  /** Whose the first live one of these tokens is. */
  async function firstViewer(tokens: readonly (string | undefined)[]): Promise<Viewer | undefined> {
    for (const token of tokens) {
      const viewer = token === undefined ? undefined : await liveViewer(token)
      if (viewer) return viewer
    }
    return undefined
  }

  /** Once: who runs this may not know that the client in use draws messages as HTML. */
  function warnOfHtml(): void {
    if (config.escapeHtml || hasWarned) return
    hasWarned = true
    log.warn(
      'A client other than ours is connected. If it draws what it gets as HTML, as the existing desktop client does, '
        + 'any message can take it over: set HONGYAN_ESCAPE_HTML=1.',
    )
  }

  async function liveViewer(token: string): Promise<Viewer | undefined> {
    const viewer = await tokens.viewerOf(token)
    return viewer && !binding.hasEnded(viewer.token.hash) ? viewer : undefined
  }

  /** The number that the browser had, unless somebody else is connected under it. */
  function numberFor(device: string | undefined, userId: number | undefined): string {
    const isOurs =
      device !== undefined
      && devicePattern.test(device)
      && [...sockets.ofDevice(device)].every(other => userId !== undefined && other.viewer?.user.id === userId)
    return isOurs ? device : randomBytes(16).toString('base64url')
  }

  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    try {
      receiver.message(this as LiveSocket, data, isBinary)
    } catch (error) {
      fault(error)
    }
  }

  function onControl(this: WebSocket): void {
    receiver.control(this as LiveSocket)
  }

  function onClose(this: WebSocket): void {
    binding.closed(this as LiveSocket)
  }

  /** What sockets know of these people is read again. */
  async function refresh(userIds: readonly number[]): Promise<void> {
    for (const userId of userIds.filter(id => sockets.ofUser(id).size > 0)) {
      const user = await people.user(userId)
      for (const { viewer } of sockets.ofUser(userId)) if (user && viewer) viewer.user = user
    }
  }

  server.on('upgrade', onUpgrade)
  bus.onUsers((userIds, event) => deliver(userIds, event))
  followStatuses({ sockets, bus, people, deliver, fault })
  bus.onAll(event => {
    if (event.type === 'usersChanged') refresh(event.userIds).catch(fault)
    else binding.onAll(event)
  })

  return {
    isConnected: hash => sockets.ofToken(hash).size > 0,
    isWaiting: binding.isWaiting,
    isOnline: presence.isHere,
    sawViewer: binding.sawViewer,
    async drain() {
      isOpen = false
      presence.stop()
      await drain({ sockets, outbox, spread: needs.drainSpread ?? 2000 })
    },
    async [Symbol.asyncDispose]() {
      isOpen = false
      server.off('upgrade', onUpgrade)
      heartbeat[Symbol.dispose]()
      for (const socket of [...sockets.all]) socket.terminate()
      acceptor.close()
      presence.stop()
    },
  }
}
