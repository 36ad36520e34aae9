import type { z } from 'zod'
import { login } from '../contract/accounts.ts'
import type { Login } from '../contract/accounts.ts'
import type { Call } from '../contract/call.ts'
import { ourVersion } from '../contract/our-clients.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'

/** What a call answered. */
type Replied<T> = { status: number; code: number; msg: string; data: T; failure?: string; headers: Headers }

/** The path, query and body of a call as a client writes them. */
type Parts<C extends Call> = {
  params?: z.input<NonNullable<C['params']>>
  query?: z.input<NonNullable<C['query']>>
  body?: z.input<NonNullable<C['body']>>
}

export const agents = {
  linux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Electron/4.0.0',
  windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Electron/4.0.0',
  android: 'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 Mobile',
}

/** One program of one person: its login, its calls, its sockets. */
export type Client = {
  origin: string
  /** The token and the person, after a login. */
  token: string
  userId: number
  /** Sent as header `device` with every call, where set. */
  device: string | undefined
  userAgent: string
  /** Says in every call and on its sockets that it is one of our own; the existing client does not. */
  isOurs: boolean
  /** Cookies that logging in has set, as a browser sends them back. */
  cookie: string
  login(account: string, password: string): Promise<z.output<typeof Login>>
  /** Makes a call; whatever it answered. */
  try<C extends Call>(call: C, parts?: Parts<C>): Promise<Replied<z.output<C['reply']>>>
  /** Makes a call that must succeed; its `data`. */
  ask<C extends Call>(call: C, parts?: Parts<C>): Promise<z.output<C['reply']>>
  /** A socket with this login: `isOurs` says `v=1`. */
  line(options?: { isOurs?: boolean }): Promise<Line>
  /** A socket that does not say who it is. */
  bareLine(headers?: Record<string, string>): Promise<Line>
}

export function createClient(origin: string, userAgent = agents.linux): Client {
  const client: Client = {
    origin,
    userAgent,
    token: '',
    userId: 0,
    device: undefined,
    cookie: '',
    isOurs: true,
    async login(account, password) {
      const { data, code, msg, headers } = await client.try(login, { query: { account, password } })
      if (code !== 200) throw new Error(`${account} cannot log in: ${code} ${msg}`)
      client.token = data.authorization
      client.userId = data.user.id
      client.cookie = headers
        .getSetCookie()
        .map(cookie => cookie.split(';')[0])
        .join('; ')
      return data
    },
    async try<C extends Call>(call: C, parts: Parts<C> = {}) {
      const { status, headers, json } = await send(client, call, parts)
      return {
        status,
        headers,
        ...(json as { code: number; msg: string; data: z.output<C['reply']>; failure?: string }),
      }
    },
    async ask(call, parts) {
      const { code, msg, data } = await client.try(call, parts)
      if (code !== 200) throw new Error(`${call.method} ${call.path}: ${code} ${msg}`)
      return data
    },
    line: ({ isOurs = client.isOurs } = {}) =>
      openLine(`${wsOf(client.origin)}?Authorization=${client.token}${isOurs ? '&v=1' : ''}`, {
        'User-Agent': userAgent,
      }),
    bareLine: (headers = {}) => openLine(wsOf(client.origin), { 'User-Agent': userAgent, ...headers }),
  }
  return client
}

/** The existing client: it says of no call and no socket that it is one of ours. */
export function createExistingClient(origin: string, userAgent = agents.linux): Client {
  return Object.assign(createClient(origin, userAgent), { isOurs: false })
}

const wsOf = (origin: string) => `${origin.replace('http', 'ws')}/cnbi.io/`

async function send(
  client: Client,
  call: Call,
  { params, query, body }: { params?: unknown; query?: unknown; body?: unknown },
) {
  const filled = Object.entries(params ?? {}).reduce(
    (path, [name, value]) => path.replace(`:${name}`, String(value)),
    call.path,
  )
  const search = new URLSearchParams(
    Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  )
  const form = body instanceof FormData ? body : undefined
  const response = await fetch(`${client.origin}${filled}${search.size > 0 ? `?${search}` : ''}`, {
    method: call.method,
    headers: {
      'User-Agent': client.userAgent,
      ...(client.token ? { Authorization: client.token } : {}),
      ...(client.isOurs ? { version: ourVersion('e2e') } : {}),
      ...(client.device ? { device: client.device } : {}),
      ...(body && !form ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: form ?? JSON.stringify(body) } : {}),
  })
  return { status: response.status, headers: response.headers, json: (await response.json()) as unknown }
}

let made = 0
/** A message id as the existing client makes them. */
export const newId = (): string => `cnbift${Date.now()}${String(++made).padStart(13, '0')}`
