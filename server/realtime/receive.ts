import type { RawData } from 'ws'
import type { z } from 'zod'
import { Failure, type FailureName } from '../../contract/failures.ts'
import { frameCodes } from '../../contract/frame-codes.ts'
import { frameOf } from '../../contract/frame-texts.ts'
import { clientFrames, type ClientFrameCode, ClientFrame, type Frame } from '../../contract/frames.ts'
import { limits } from '../../contract/limits.ts'
import { messageWeight } from '../../contract/messages.ts'
import type { MessageDraft, Receipt, SentMessage } from '../../contract/messages.ts'
import type { Bus } from '../bus/bus.ts'
import { createRate } from '../lib/rate.ts'
import type { Ration } from '../lib/ration.ts'
import type { Viewer } from '../lib/route.ts'
import { wellFormed } from '../lib/well-formed.ts'
import { StoreUnavailable } from '../store/store.ts'
import type { Outbox } from './outbox.ts'
import type { LiveSocket } from './socket.ts'

type Draft = z.output<typeof MessageDraft>
type Send = (viewer: Viewer, draft: Draft, fromDevice: string | null) => Promise<z.output<typeof SentMessage>>

/** What frames of clients ask for. Sends must keep the order in which they are called. */
export type SocketMessages = {
  sendDirect: Send
  sendGroup: Send
  receipt(viewer: Viewer, receipt: z.output<typeof Receipt>, fromDevice: string | null): Promise<unknown>
  /** Who would get a message of this viewer's there: nobody where it would be refused. */
  mayReach(viewer: Viewer, target: { receiverId: number; miniType: 1100 | 1101 }): Promise<readonly number[]>
}

type Needs = {
  messages: SocketMessages
  bus: Bus
  outbox: Outbox
  /** Writes a frame as the client of this socket takes it. */
  tell(socket: LiveSocket, frame: Frame): void
  ration: Ration
  fault(error: unknown): void
  clock(): number
}

/** Sends of one socket that may be under way before we stop reading from it. */
const sendsAtOnce = 256
/** Frames that are none, in a minute, after which a client is closed. */
const nonsenseAllowed = 20
const minute = 60_000
/** Frames that were too many, in a minute, after which a client is closed: it was told to wait, and does not. */
const floodAllowed = 300
/** What frames weigh, where that is not 1: see `Call.weight`. */
const weights: Partial<Record<number, number>> = {
  [frameCodes.direct]: messageWeight,
  [frameCodes.group]: messageWeight,
  [frameCodes.command]: 5,
}
/** Typing frames of one person that are passed on, over all of their sockets. */
const typingRate = { perSecond: 2, burst: 1 }

/** Takes what clients send: frames of one socket in their order, none waiting for another's answer. */
export function createReceiver({ messages, bus, outbox, tell, ration, fault, clock }: Needs) {
  const passTyping = createRate<number>(typingRate, clock)

  function refuse(socket: LiveSocket, failure: Failure, id?: string): void {
    const { code, failure: name, values, retryAfter } = failure
    const data = { code, id, failure: name, values, retryAfter: retryAfter && Math.ceil(retryAfter) }
    tell(socket, { code: frameCodes.refused, msg: failure.message, data })
  }

  /** Answers what is no frame at all, and closes a client that keeps on. */
  function refuseNonsense(
    socket: LiveSocket,
    name: FailureName,
    words: Record<string, string | number>,
    id?: string,
  ): void {
    refuse(socket, new Failure(name, words), id)
    const now = clock()
    if (now - socket.nonsenseSince > minute) {
      socket.nonsenseSince = now
      socket.nonsense = 0
    }
    socket.nonsense += 1
    if (socket.nonsense > nonsenseAllowed) hangUp(socket, 'too many bad frames')
  }

  /** Answers a frame that is too many, and closes a client that does not wait. */
  function refuseForNow(socket: LiveSocket, failure: Failure, code: number, id: string | undefined): void {
    // COMPAT: it sends receipts for whatever it shows, and does not know 3400.
    const isReceipt = code === frameCodes.receipt || code === frameCodes.readUntil
    if (!isReceipt || socket.from.isOurs) refuse(socket, failure, id)
    countFlood(socket)
  }

  function countFlood(socket: LiveSocket): void {
    const now = clock()
    if (now - socket.floodSince > minute) {
      socket.floodSince = now
      socket.flood = 0
    }
    socket.flood += 1
    if (socket.flood > floodAllowed) hangUp(socket, 'too many frames')
  }

  /** The ms to wait, 0 where there was room. */
  const weigh = ({ viewer, network }: LiveSocket, weight: number): number =>
    viewer ? ration.person(viewer.user.id, weight) : ration.network(network, weight)

  function hangUp(socket: LiveSocket, reason: string): void {
    outbox.write(socket)
    socket.leave(1008, reason, 2000)
  }

  function refuseFor(socket: LiveSocket, error: unknown, code: number, id?: string): void {
    if (error instanceof Failure && error.failure === 'request.tooMany') refuseForNow(socket, error, code, id)
    else if (error instanceof Failure) refuse(socket, error, id)
    else if (error instanceof StoreUnavailable) refuse(socket, new Failure('server.storageAway'), id)
    else {
      fault(error)
      refuse(socket, new Failure('server.fault'), id)
    }
  }

  function settled(socket: LiveSocket): void {
    socket.sending -= 1
    if (socket.isPaused && socket.sending <= sendsAtOnce / 2) socket.resume()
  }

  function send(socket: LiveSocket, viewer: Viewer, miniType: 1100 | 1101, draft: Draft): void {
    if (draft.senderId !== undefined && draft.senderId !== viewer.user.id) {
      refuse(socket, new Failure('viewer.mismatch', { name: 'senderId' }), draft.id)
      return
    }
    socket.sending += 1
    if (socket.sending >= sendsAtOnce) socket.pause()
    const sent =
      miniType === frameCodes.group
        ? messages.sendGroup(viewer, draft, socket.device)
        : messages.sendDirect(viewer, draft, socket.device)
    sent
      .then(
        data => tell(socket, frameOf(frameCodes.accepted, { ...data, miniType })),
        error => refuseFor(socket, error, miniType, draft.id),
      )
      .then(() => settled(socket), fault)
  }

  function receipt(socket: LiveSocket, viewer: Viewer, given: z.output<typeof Receipt>): void {
    messages.receipt(viewer, given, socket.device).catch((error: unknown) => {
      // COMPAT: it sends receipts for whatever it shows, and does not know 3400.
      if (error instanceof Failure && !socket.from.isOurs) return
      refuseFor(socket, error, frameCodes.receipt, given.id ?? undefined)
    })
  }

  function typing(socket: LiveSocket, viewer: Viewer, target: z.output<(typeof clientFrames)[3001]>): void {
    if (passTyping(viewer.user.id, 1) > 0) return
    messages.mayReach(viewer, target).then(
      userIds => {
        const others = userIds.filter(id => id !== viewer.user.id)
        if (others.length > 0) bus.toUsers(others, { type: 'typing', senderId: viewer.user.id, ...target })
      },
      (error: unknown) => refuseFor(socket, error, frameCodes.typing),
    )
  }

  function command(socket: LiveSocket, viewer: Viewer, code: 1500 | 15001, data: Record<string, unknown>): void {
    bus.toUsers([viewer.user.id], { type: 'command', code, data, fromDevice: socket.device })
  }

  /** `data` validated by the frame's own schema; undefined where it was refused. */
  function read<C extends ClientFrameCode>(
    socket: LiveSocket,
    code: C,
    data: unknown,
  ): { data: z.output<(typeof clientFrames)[C]> } | undefined {
    const parsed = clientFrames[code].safeParse(data)
    if (parsed.success) return { data: parsed.data as z.output<(typeof clientFrames)[C]> }
    const issue = parsed.error.issues[0]
    refuseNonsense(
      socket,
      'request.invalid',
      { name: issue?.path.join('.') || 'data', expected: issue?.message ?? '' },
      idIn(data),
    )
    return undefined
  }

  function take(socket: LiveSocket, given: unknown): void {
    const frame = ClientFrame.safeParse(given)
    if (!frame.success) {
      refuseNonsense(socket, 'frame.invalid', {
        expected: frame.error.issues[0]?.path.length ? '缺少数字 code' : '应为 {code, data}',
      })
      return
    }
    const { code, data } = frame.data
    const { viewer } = socket
    const wait = weigh(socket, weights[code] ?? 1)
    if (wait > 0) refuseForNow(socket, new Failure('request.tooMany', {}, wait / 1000), code, idIn(data))
    else if (code === frameCodes.heartbeat)
      tell(socket, frameOf(frameCodes.heartbeatAnswer, socket.from.isOurs ? { time: clock() } : {}))
    else if (code === frameCodes.accepted) return
    else if (!isClientCode(code)) refuseNonsense(socket, 'frame.unknownCode', { name: code }, idIn(data))
    else if (!viewer) refuseNonsense(socket, 'token.missing', {}, idIn(data))
    else perform(socket, viewer, code, data)
  }

  function perform(socket: LiveSocket, viewer: Viewer, code: ClientFrameCode, data: unknown): void {
    switch (code) {
      case frameCodes.direct:
      case frameCodes.group: {
        const draft = read(socket, code, data)
        if (draft) send(socket, viewer, code, draft.data)
        return
      }
      case frameCodes.receipt:
      case frameCodes.readUntil: {
        const given = read(socket, code, data)
        if (given) receipt(socket, viewer, code === frameCodes.readUntil ? { ...given.data, state: 2 } : given.data)
        return
      }
      case frameCodes.command:
      case frameCodes.commandReceipt: {
        const given = read(socket, code, data)
        if (given) command(socket, viewer, code, given.data)
        return
      }
      case frameCodes.typing: {
        const target = read(socket, code, data)
        if (target) typing(socket, viewer, target.data)
        return
      }
    }
  }

  /** Takes a message of the WebSocket. */
  function message(socket: LiveSocket, raw: RawData, isBinary: boolean): void {
    if (!socket.isOpen) return
    socket.unanswered = 0
    const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from('')
    if (isBinary) return refuseNonsense(socket, 'frame.invalid', { expected: '应为文本帧' })
    if (bytes.length > limits.frameBytes) return refuseNonsense(socket, 'frame.tooLarge', { limit: limits.frameBytes })
    const parsed = parse(bytes)
    if (!parsed) return refuseNonsense(socket, 'frame.invalid', { expected: '应为 JSON 对象或数组' })
    const { value } = parsed
    if (!Array.isArray(value)) return take(socket, value)
    if (value.length > limits.framesAtOnce)
      return refuseNonsense(socket, 'frame.invalid', { expected: `一次最多 ${limits.framesAtOnce} 帧` })
    // An empty one is a frame as well: it was read.
    if (value.length === 0) return refuseNonsense(socket, 'frame.invalid', { expected: '应为 JSON 对象或数组' })
    for (const frame of value) if (socket.isOpen) take(socket, frame)
  }

  /** Takes a ping or a pong of the WebSocket: a sign of life, which weighs as much as a heartbeat. */
  function control(socket: LiveSocket): void {
    if (!socket.isOpen) return
    socket.unanswered = 0
    if (weigh(socket, 1) > 0) countFlood(socket)
  }

  return { message, control }
}

const isClientCode = (code: number): code is ClientFrameCode => Object.hasOwn(clientFrames, code)

function parse(bytes: Buffer): { value: unknown } | undefined {
  try {
    const text = bytes.toString()
    return { value: wellFormed(JSON.parse(text), text) }
  } catch {
    return undefined
  }
}

function idIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('id' in data)) return undefined
  return typeof data.id === 'string' && data.id.length <= 64 ? data.id : undefined
}
