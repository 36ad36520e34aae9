import type { IncomingMessage } from 'node:http'

const allowedHeaders = 'Authorization, device, version, Content-Type, Range'
const exposedHeaders = 'Content-Disposition, Content-Range, Accept-Ranges, ETag, Retry-After'

/**
 * Headers that let the pages of other origins call us: only configured ones, named one by one, because answers to a
 * wildcard may not carry credentials. Nothing is said to an origin that is not on the list.
 */
export function createCors(allowedOrigins: readonly string[]): (raw: IncomingMessage) => Record<string, string> {
  const allowed = new Set(allowedOrigins)
  return (raw): Record<string, string> => {
    if (allowed.size === 0) return {}
    const origin = raw.headers.origin
    if (origin === undefined || !allowed.has(origin)) return { vary: 'Origin' }
    const headers: Record<string, string> = {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    }
    if (raw.method !== 'OPTIONS') return { ...headers, 'access-control-expose-headers': exposedHeaders }
    return {
      ...headers,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers': allowedHeaders,
      'access-control-max-age': '600',
    }
  }
}
