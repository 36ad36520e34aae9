import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Frame } from '../../../contract/frames.ts'
import { createBackOff } from './back-off.ts'
import type { LineState } from './facts.ts'
import { createHeartbeat } from './heartbeat.ts'

export type Line = {
  state(): LineState
  /** The device number that frame 1001 gave. */
  device(): string | undefined
  /** False where there is no line now; true promises nothing but that it was handed to the socket. */
  send(frames: readonly unknown[]): boolean
  /**
   * Something happened after which a line may be there again, or may be gone: the network changed, the page is looked
   * at.
   */
  wake(): void
  close(): void
}

type Needs = {
  /** The server's origin, `http…`. */
  origin: string
  /** Undefined: a waiting device, to be logged in by QR code. */
  token(): string | undefined
  onFrame(frame: Frame): void
  onState?(state: LineState): void
  /** The server's time, Unix ms, at some moment after `asked` of this device's clock. */
  hearTime?(time: number, asked: number): void
  /** ms between heartbeats, and until one without any answer ends the socket. */
  heartbeat?: { every: number; patience: number }
  /** ms of the waits between tries. */
  waits?: { first: number; most: number }
  random?: () => number
  /** Whether somebody looks at the page: then a dead line is noticed, and opened again, within seconds. */
  isLookedAt?: () => boolean
}

/**
 * ms after which a socket that never opened is given up; every fourth try waits longer, for slow ways to the server.
 */
const openingPatience = { usual: 15_000, lookedAt: 4000 }
/**
 * While somebody looks at the page: ms between heartbeats and until one without an answer ends the socket, and the
 * longest wait.
 */
const urgent = { every: 5000, patience: 5000, most: 3000 }
/** ms that a line must have held for the next loss to count as the first one. */
const stableAfter = 10_000
/** ms within which everyone comes back to a server that restarts, or that asks for patience. */
const spread = { restart: 3000, tryLater: 5000, refused: 30_000 }

/** One WebSocket at a time, opened again whenever it is lost, until it is closed for good. */
export function createLine({
  origin,
  token,
  onFrame,
  onState,
  hearTime,
  heartbeat = { every: 25_000, patience: 10_000 },
  waits = { first: 1000, most: 30_000 },
  random = Math.random,
  isLookedAt = () => false,
}: Needs): Line {
  const backOff = createBackOff({ ...waits, random })
  let socket: WebSocket | undefined
  let number: string | undefined
  let state: LineState = 'connecting'
  let connectedAt = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let opening: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  let tries = 0
  let beatAt = 0
  const beat = createHeartbeat({
    pace: () => (isLookedAt() ? urgent : heartbeat),
    send: () => {
      beatAt = Date.now()
      send([{ code: frameCodes.heartbeat }])
    },
    onDead: () => lose(0),
  })

  function become(next: LineState): void {
    if (state === next) return
    state = next
    onState?.(next)
  }

  function open(): void {
    clearTimeout(retry)
    retry = undefined
    const login = token()
    const query = new URLSearchParams({
      v: '1',
      ...(login === undefined ? {} : { Authorization: login }),
      ...(number === undefined ? {} : { device: number }),
    })
    const fresh = new WebSocket(`${origin.replace(/^http/, 'ws')}/cnbi.io/?${query}`)
    socket = fresh
    tries += 1
    opening = setTimeout(
      () => {
        lose(0)
      },
      isLookedAt() && tries % 4 !== 0 ? openingPatience.lookedAt : openingPatience.usual,
    )
    fresh.onmessage = ({ data }) => {
      if (socket === fresh && typeof data === 'string') take(data)
    }
    fresh.onclose = ({ code }) => {
      if (socket === fresh) lose(code)
    }
    fresh.onerror = () => undefined // a close follows
  }

  function take(text: string): void {
    beat.alive()
    const frame = frameOf(text)
    if (!frame) return
    if (frame.code === frameCodes.heartbeatAnswer)
      return void hearTime?.(Number((frame.data as { time?: number } | null)?.time), beatAt)
    if (frame.code === frameCodes.connected) welcome(frame)
    onFrame(frame)
  }

  function welcome({ data }: Frame): void {
    clearTimeout(opening)
    tries = 0
    number = (data as { token?: string } | null)?.token ?? number
    connectedAt = performance.now()
    beat.start()
    become('connected')
  }

  /** The socket is gone, or is not to be trusted any more. */
  function lose(code: number): void {
    const lost = socket
    socket = undefined
    clearTimeout(opening)
    beat.stop()
    if (lost) {
      lost.onmessage = lost.onclose = null
      lost.close()
    }
    if (isClosed) return
    const wasStable = state === 'connected' && performance.now() - connectedAt >= stableAfter
    if (wasStable) backOff.reset()
    become('offline')
    retry ??= setTimeout(open, waitAfter(code))
  }

  function waitAfter(code: number): number {
    const wait = isLookedAt() ? Math.min(backOff.next(), urgent.most) : backOff.next()
    if (code === 1012) return random() * spread.restart
    if (code === 1013) return random() * spread.tryLater + wait
    return code === 1008 ? spread.refused * (1 + random()) : wait
  }

  function send(frames: readonly unknown[]): boolean {
    if (state !== 'connected' || socket?.readyState !== WebSocket.OPEN) return false
    for (const frame of frames) socket.send(JSON.stringify(frame))
    return true
  }

  open()

  return {
    state: () => state,
    device: () => number,
    send,
    wake() {
      if (isClosed) return
      // The browser says that there is no network: nobody waits for a heartbeat to find it out.
      if (state === 'connected' && typeof navigator !== 'undefined' && navigator.onLine === false) return lose(0)
      if (retry !== undefined) open()
      else if (state === 'connected') beat.probe()
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      lose(1000)
      become('offline')
    },
  }
}

function frameOf(text: string): Frame | undefined {
  try {
    const value = JSON.parse(text) as Partial<Frame> | null
    return typeof value?.code === 'number' ? { code: value.code, msg: value.msg ?? '', data: value.data } : undefined
  } catch {
    return undefined
  }
}
