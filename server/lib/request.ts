import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { Failure } from '../../contract/failures.ts'
import { isFromOurs } from '../../contract/our-clients.ts'
import type { Client } from './route.ts'

/** How much of a request's own claims is believed. */
export type Trust = {
  /** Public origin; taken from each request where it is not set. */
  origin: string | undefined
  /** Whether `X-Forwarded-*` comes from a proxy of ours. */
  trustProxy: boolean
}

const prefixed = /^\/api(?=\/(?:auth|api|files|avatars)(?:[/?]|$))/

/**
 * Drops one extra leading `/api`: the existing client is deployed behind a proxy that strips it (docs/protocol.md,
 * section 1).
 */
export const withoutExtraPrefix = (url: string): string => (url.startsWith('/api/') ? url.replace(prefixed, '') : url)

/** A host name or address with or without a port: the only thing that may become part of a URL we hand out. */
const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

/** The last of a list header: what the proxy nearest to us wrote; anything before it may be the client's invention. */
const last = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value.at(-1) : value)?.split(',').at(-1)?.trim()

const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/i, '')

/** The address that a request comes from; the forwarded one where a proxy is trusted. */
export function addressOf(raw: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? plain(last(raw.headers['x-forwarded-for'])) : ''
  return isIP(forwarded) ? forwarded : plain(raw.socket.remoteAddress)
}

/** Throws `request.invalid` for a Host that is none: it would end up in the URLs of the answer. */
function originOf(raw: IncomingMessage, { origin, trustProxy }: Trust): string {
  if (origin !== undefined) return origin
  const forwardedHost = trustProxy ? last(raw.headers['x-forwarded-host']) : undefined
  const forwardedProto = trustProxy ? last(raw.headers['x-forwarded-proto']) : undefined
  const host = forwardedHost || raw.headers.host || localHost(raw)
  if (!hostPattern.test(host)) throw new Failure('request.invalid', { name: 'Host', expected: '应为主机名' })
  return `${forwardedProto === 'https' ? 'https' : 'http'}://${host}`
}

const localHost = (raw: IncomingMessage): string => {
  const address = plain(raw.socket.localAddress) || 'localhost'
  return `${isIP(address) === 6 ? `[${address}]` : address}:${raw.socket.localPort ?? 80}`
}

const single = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Prefers a page to JSON. */
export const wantsPage = (raw: IncomingMessage): boolean => raw.headers.accept?.includes('text/html') ?? false

/** Who is at the other end, as far as headers and the socket tell. */
export function clientOf(raw: IncomingMessage, trust: Trust): Client {
  const device = single(raw.headers, 'device')
  return {
    address: addressOf(raw, trust.trustProxy),
    userAgent: raw.headers['user-agent']?.slice(0, 500) ?? '',
    origin: originOf(raw, trust),
    device: device !== undefined && device.length <= 200 ? device : undefined,
    isOurs: isFromOurs(raw.headers.version, raw.url ?? ''),
    wantsPage: wantsPage(raw),
  }
}

/** The token of the header, raw or `Bearer`; `null` and `undefined` are what a logged-out browser writes there. */
export const tokenIn = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined
  const token = value.replace(/^bearer(?:\s+|$)/i, '').trim()
  return token === '' || token === 'null' || token === 'undefined' ? undefined : token
}

/**
 * Name of the cookie that login sets. It holds the token and counts for the WebSocket's handshake alone, never for
 * calls. Over https browsers take a cookie of this prefix from this very host alone, not from its neighbours.
 */
export const handshakeCookie = (origin: string): string =>
  origin.startsWith('https:') ? '__Host-hongyan_device' : 'hongyan_device'
