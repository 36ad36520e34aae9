import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Call, Input, Reply } from '../../contract/call.ts'
import type { Token } from '../store/logins.ts'
import type { User } from '../store/people.ts'

/** Who makes a request, by a good token. */
export type Viewer = { user: User; token: Token }

/** What is known of the machine and program behind a request. */
export type Client = {
  /** IP address; the forwarded one where a proxy is trusted. */
  address: string
  userAgent: string
  /** This server's public origin as this client sees it, without a slash at the end. */
  origin: string
  /** The header `device`: a device number that frame 1001 gave, maybe a stale one. */
  device: string | undefined
  /**
   * One of our own clients: it takes everything as it is and needs no `COMPAT:`. Said by each call, and by the
   * handshake of a socket.
   */
  isOurs: boolean
  /** Prefers a page to JSON (`Accept: text/html`). */
  wantsPage: boolean
}

/** An answer that is not the envelope: a page, a redirect, a file. */
export class Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer | Readable | undefined
  constructor(status: number, headers: Record<string, string>, body?: string | Buffer | Readable) {
    this.status = status
    this.headers = headers
    this.body = body
  }
}

/** A success with headers of its own, such as a cookie. */
export class WithHeaders<T> {
  readonly data: T
  readonly headers: Record<string, string>
  constructor(data: T, headers: Record<string, string>) {
    this.data = data
    this.headers = headers
  }
}

export type Ask<C extends Call, V> = Input<C> & {
  viewer: V
  client: Client
  /** Makes a path of this server (`/files/…`) an absolute URL; leaves absolute URLs alone. */
  url: Url
  /** The raw request, for streams (multipart bodies are not read before the handler is called). */
  raw: IncomingMessage
}

/** Makes a path of this server an absolute URL; leaves absolute URLs alone. */
export type Url = (path: string) => string

/** Absolute URLs on this public origin. */
export const urlsOn =
  (origin: string): Url =>
  path =>
    path.startsWith('/') ? origin + path : path

type Result<C extends Call> = Reply<C> | Answer | WithHeaders<Reply<C>>
type Handler<C extends Call, V> = (ask: Ask<C, V>) => Promise<Result<C>> | Result<C>

/** A call and what answers it. */
export type Route = { call: Call; handle: Handler<Call, Viewer | undefined> }

/** Answers a call that needs a viewer. */
export function route<C extends Call>(call: C, handle: Handler<C, Viewer>): Route {
  if (call.access !== 'viewer') throw new Error(`${call.path} does not promise a viewer: use openRoute`)
  return { call, handle: handle as unknown as Route['handle'] }
}

/** Answers a call that strangers may make; `viewer` is there where the access is `optional` and the token good. */
export function openRoute<C extends Call>(call: C, handle: Handler<C, Viewer | undefined>): Route {
  return { call, handle: handle as unknown as Route['handle'] }
}
