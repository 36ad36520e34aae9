import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Answer } from '../../lib/route.ts'
import { isShown, unknownType } from './media-type.ts'

/** What is asked of a file: the method, and the headers that pick a part of it or spare it. */
export type FileRequest = Pick<IncomingMessage, 'method' | 'headers'>

type Served = {
  /** Unguessable, and the same bytes for ever. */
  blob: string
  contentType: string
  /** For saving it. */
  name: string
  /** Bytes. */
  size: number
  read: (range?: { start: number; end: number }) => Readable
}

/**
 * A file as HTTP serves it: whole, one range of it (206), "you have it" (304) or "there is no such range" (416).
 * Whatever a person uploaded, it never runs as a page of our origin: only images, sound, film and PDF are shown, in a
 * sandbox without scripts; anything else is a download.
 */
export function answerFile(file: Served, { method, headers }: FileRequest): Answer {
  const tag = `"${file.blob}"`
  const common = {
    ETag: tag,
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Accept-Ranges': 'bytes',
    ...safety(),
  }
  if (matches(headers['if-none-match'], tag)) return new Answer(304, common)

  const ifRange = headers['if-range']
  const mayRange = method !== 'HEAD' && (ifRange === undefined || ifRange === tag)
  const range = mayRange ? rangeOf(headers.range, file.size) : undefined
  if (range === 'none')
    return new Answer(416, { ...common, 'Content-Range': `bytes */${file.size}`, 'Content-Length': '0' })

  const whole = {
    ...common,
    'Content-Type': isShown(file.contentType) ? file.contentType : charset(file.contentType),
    'Content-Disposition': disposition(isShown(file.contentType) ? 'inline' : 'attachment', file.name),
    'Content-Length': String(range ? range.end - range.start + 1 : file.size),
  }
  if (method === 'HEAD') return new Answer(200, whole)
  if (!range) return new Answer(200, whole, file.read())
  return new Answer(
    206,
    { ...whole, 'Content-Range': `bytes ${range.start}-${range.end}/${file.size}` },
    file.read(range),
  )
}

/** Headers for bytes that somebody else chose. */
function safety(): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy':
      "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'",
    // The web client may be served from another origin, and the name is all that is needed to load a file.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
  }
}

const charset = (contentType: string) =>
  contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType || unknownType

const matches = (header: string | undefined, tag: string) =>
  header?.split(',').some(part => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag) ?? false

/** The one range asked for; undefined for none, for several and for what is no range: then everything is served. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'none' | undefined {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'none' : { start, end }
}

/** RFC 6266: an ASCII name for old programs, the true one beside it. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const exact = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${exact}`
}

const drawing = (
  parts: string,
) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 240" width="360" height="240">
<rect width="360" height="240" fill="#3a4149"/>${parts}</svg>
`
const poster = drawing(
  '<circle cx="180" cy="120" r="44" fill="#fff" fill-opacity=".18"/><path d="M166 96v48l40-24z" fill="#fff" fill-opacity=".9"/>',
)
const sign = drawing(
  '<path d="M150 74h40l22 22v70h-62z" fill="#fff" fill-opacity=".18"/><path d="M190 74v22h22z" fill="#fff" fill-opacity=".9"/>',
)

const answerDrawing =
  (svg: string) =>
  ({ method }: FileRequest): Answer =>
    new Answer(
      200,
      {
        ...safety(),
        'Content-Type': 'image/svg+xml',
        'Cache-Control': 'public, max-age=86400',
        'Content-Length': String(Buffer.byteLength(svg)),
      },
      method === 'HEAD' ? undefined : svg,
    )

/** The picture that stands for every video. */
export const answerPoster = answerDrawing(poster)

/** The picture that stands for whatever else cannot be drawn. */
export const answerSign = answerDrawing(sign)
