import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/**
 * What the client's page may do: run our own scripts and nothing that stands in the page, talk to this server (`'self'`
 * covers its WebSocket), and show pictures, voice and video, which may live at another address.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data: http: https:",
  "media-src 'self' blob: data: http: https:",
  // What the page itself put together, under its own policy: a PDF for the browser's viewer.
  'frame-src blob:',
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const pageHeaders = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
}

/** Paths that are for programs: never answered by a page. */
const forPrograms = /^\/(?:api|auth|files|avatars|cnbi\.io|docs|openapi\.json|healthz|assets)(?:[/?]|$)/

type Packed = 'br' | 'gzip'
type ClientFile = {
  type: string
  tag: string
  isHashed: boolean
  plain: Buffer
  packed: Partial<Record<Packed, Buffer>>
}

type WebClient = {
  /** A file of the client at its own path. */
  send(request: FastifyRequest, reply: FastifyReply, path: string): void
  /**
   * Answers with the client's page where a person's browser asks for a path that is no program's; false where it is not
   * for us.
   */
  sendPage(request: FastifyRequest, reply: FastifyReply): boolean
  paths: string[]
}

/** The built client in `folder`, kept in memory; undefined where it is not built. */
export function loadWebClient(folder: string): WebClient | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined
  const files = readFiles(folder)

  function send(request: FastifyRequest, reply: FastifyReply, path: string): void {
    const file = files.get(path)
    if (file === undefined) throw new Error(`${path} is no file of the web client`)
    const accepted = request.headers['accept-encoding'] ?? ''
    const packing = (['br', 'gzip'] as const).find(
      name => file.packed[name] && new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))`).test(accepted),
    )
    const tag = `"${file.tag}${packing ? `-${packing}` : ''}"`
    const added = reply.getHeader('vary')
    reply.headers({
      'content-type': file.type,
      'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: added ? `${String(added)}, Accept-Encoding` : 'Accept-Encoding',
      etag: tag,
      ...(path === '/index.html' ? pageHeaders : {}),
    })
    const seen = request.headers['if-none-match']?.split(',').map(part => part.trim().replace(/^W\//, ''))
    if (seen?.includes(tag)) return void reply.code(304).send()
    const body = packing ? (file.packed[packing] ?? file.plain) : file.plain
    if (packing && body !== file.plain) reply.header('content-encoding', packing)
    reply.header('content-length', body.length)
    void reply.send(request.method === 'HEAD' ? '' : body)
  }

  return {
    send,
    sendPage(request, reply) {
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (!isRead || forPrograms.test(request.url) || !request.headers.accept?.includes('text/html')) return false
      send(request, reply, '/index.html')
      return true
    },
    paths: [...files.keys()],
  }
}

function readFiles(folder: string): Map<string, ClientFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(entry => join(entry.parentPath, entry.name))
  const all = new Set(names)
  return new Map(
    names
      .filter(name => !/\.(?:br|gz)$/.test(name))
      .map(name => {
        const plain = readFileSync(name)
        const path = name.slice(folder.length).split(sep).join('/')
        return [
          path,
          {
            type: types[extname(name)] ?? 'application/octet-stream',
            tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
            isHashed: path.startsWith('/assets/'),
            plain,
            packed: {
              ...(all.has(`${name}.br`) ? { br: readFileSync(`${name}.br`) } : {}),
              ...(all.has(`${name}.gz`) ? { gzip: readFileSync(`${name}.gz`) } : {}),
            },
          },
        ]
      }),
  )
}

/** Serves the client's files, each at its own path: nothing outside of them can be asked for. */
export function addWebClient(app: FastifyInstance, client: WebClient): void {
  for (const path of client.paths.filter(path => path !== '/index.html')) {
    app.route({ method: ['GET', 'HEAD'], url: path, handler: (request, reply) => client.send(request, reply, path) })
  }
  app.route({
    method: ['GET', 'HEAD'],
    url: '/',
    handler: (request, reply) => client.send(request, reply, '/index.html'),
  })
}
