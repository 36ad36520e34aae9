import type { IncomingMessage } from 'node:http'

type Page = {
  /** This server's public origin as the client sees it. */
  ours: string
  allowedOrigins: readonly string[]
}

/** Whether the browser says that the page behind a request is ours or an allowed one; false where it says nothing. */
export function isFromOwnPage(request: IncomingMessage, { ours, allowedOrigins }: Page): boolean {
  const from = request.headers.origin
  if (from === undefined || !URL.canParse(from)) return false
  const page = new URL(from)
  if (!/^https?:$/.test(page.protocol)) return false
  return page.host === new URL(ours).host || page.host === request.headers.host || allowedOrigins.includes(page.origin)
}

/**
 * Whether a page of another site makes this request. A program that is no browser says nothing of pages, and is none.
 */
export function isFromOtherSite(request: IncomingMessage, page: Page): boolean {
  if (request.headers.origin !== undefined) return !isFromOwnPage(request, page)
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}
