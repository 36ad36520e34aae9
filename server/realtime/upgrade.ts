import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isFromOwnPage } from '../lib/page-origin.ts'
import { clientOf, handshakeCookie, tokenIn, type Trust } from '../lib/request.ts'

type UpgradeSettings = Trust & { allowedOrigins: readonly string[] }

/** What a handshake says of the page, browser and machine behind it. */
export type Handshake = {
  /** The token in the query. */
  token: string | undefined
  /** The token in the cookie that login sets; only where the page that opens the socket may use it. */
  cookieToken: string | undefined
  /** The device number that the browser sends back. */
  device: string | undefined
  /** Said `v=1`: takes the frames marked + and needs no `COMPAT:`. */
  isOurs: boolean
  address: string
  userAgent: string
  /** This server's public origin as the client sees it. */
  origin: string
}

const socketPath = /^(\/api)?\/cnbi\.io\/?$/

/** Undefined where the address is not the WebSocket's. Throws `request.invalid` for a Host that is none. */
export function readHandshake(request: IncomingMessage, settings: UpgradeSettings): Handshake | undefined {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2)
  if (!socketPath.test(path)) return undefined
  const query = new URLSearchParams(search)
  const { address, userAgent, origin, device, isOurs } = clientOf(request, settings)
  return {
    token: tokenIn(query.get('Authorization') ?? query.get('authorization')),
    // COMPAT: our own clients name their token, and must not become whoever this browser logged in last. The cookie
    // comes along whoever's page opens the socket.
    cookieToken:
      !isOurs && isFromOwnPage(request, { ours: origin, allowedOrigins: settings.allowedOrigins })
        ? tokenIn(cookie(request, handshakeCookie(origin)))
        : undefined,
    device: query.get('device') ?? device,
    isOurs,
    address,
    userAgent,
    origin,
  }
}

type Refusal = '400 Bad Request' | '404 Not Found' | '429 Too Many Requests' | '503 Service Unavailable'

/** Answers a handshake that does not become a WebSocket, and lets go of the connection. `wait`: ms, of 429 and 503. */
export function refuseUpgrade(raw: Duplex, status: Refusal, wait = 2000): void {
  const retry = /^(?:429|503)/.test(status) ? `Retry-After: ${Math.max(1, Math.ceil(wait / 1000))}\r\n` : ''
  raw.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`, () => raw.destroy())
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim())
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
