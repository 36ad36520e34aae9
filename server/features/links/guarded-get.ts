import { Resolver } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isPublicAddress } from '../../lib/public-address.ts'

/** What may be reached from here. */
export type Guard = {
  /** Addresses of a host; rejects where there are none. */
  resolve(host: string): Promise<string[]>
  /** Whether a connection to this IP address may be made. */
  mayConnect(address: string): boolean
  mayUsePort(port: number): boolean
}

/** ms for one question to a name server. */
const lookupPatience = 2_000

/**
 * The public internet. Names are asked of name servers alone, and not by the threads that files need: one that does not
 * answer holds nobody up, and names that only this machine knows are none.
 */
export function publicInternet(): Guard {
  const resolver = new Resolver({ timeout: lookupPatience, tries: 2 })
  return {
    async resolve(host) {
      const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
      return found.flatMap(each => (each.status === 'fulfilled' ? each.value : []))
    },
    mayConnect: isPublicAddress,
    mayUsePort: port => port === 80 || port === 443,
  }
}

/** What was got: its address after all redirects, its `Content-Type`, and its bytes, unpacked. */
export type Got = { url: URL; contentType: string; bytes: Buffer; isCut: boolean }

type Options = {
  guard: Guard
  /** Of the whole, redirects included. */
  signal: AbortSignal
  /** Bytes, packed and unpacked. */
  most: number
  /** What is longer is refused, not cut. */
  isWhole?: boolean
  /** `Accept`, and what of it is read. */
  accept: string
  takes(contentType: string): boolean
}

const mostRedirects = 3
const redirects = [301, 302, 303, 307, 308]
const headerBytes = 16 * 1024

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

/** It may not be had, for whatever reason. */
class Refused extends Error {}

/**
 * Gets what anybody on the internet may have: without cookies or credentials, from addresses and ports that the guard
 * lets through. A name is asked once and the very addresses that were looked at are connected to; every redirect goes
 * through the same. Undefined where it cannot be had, or is not what is wanted.
 */
export async function guardedGet(address: string, options: Options): Promise<Got | undefined> {
  try {
    let url = new URL(address)
    for (let steps = 0; steps <= mostRedirects; steps++) {
      const answer = await ask(url, options)
      try {
        const next = redirects.includes(answer.statusCode ?? 0) ? answer.headers.location : undefined
        if (next === undefined) return await read(answer, url, options)
        url = new URL(next, url)
      } finally {
        answer.destroy()
      }
    }
    return undefined
  } catch {
    // Whatever a strange server does is no fault of ours.
    return undefined
  }
}

function ask(url: URL, { guard, signal, accept }: Options): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  if (!isSecure && url.protocol !== 'http:') throw new Refused('no http')
  if (url.username || url.password) throw new Refused('credentials')
  if (!guard.mayUsePort(Number(url.port) || (isSecure ? 443 : 80))) throw new Refused('port')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // An address in place of a name is never looked up.
  if (isIP(host) !== 0 && !guard.mayConnect(host)) throw new Refused('address')
  return new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(url, {
      agent: false,
      signal,
      lookup: guardedLookup(guard),
      maxHeaderSize: headerBytes,
      headers: {
        Accept: accept,
        'Accept-Encoding': 'gzip, br',
        'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.8',
        'User-Agent': 'Mozilla/5.0 (compatible; HongyanLinkPreview/1.0)',
        Connection: 'close',
      },
    })
    request.on('socket', socket => {
      socket.on('connect', () => {
        if (!guard.mayConnect(socket.remoteAddress ?? '')) request.destroy(new Refused('address'))
      })
    })
    request.on('response', resolve)
    request.on('upgrade', (_, socket) => socket.destroy())
    request.on('error', reject)
    request.end()
  })
}

/** The addresses of a name, if each of them may be connected to: one that may not is a sign of something else. */
const guardedLookup =
  (guard: Guard): LookupFunction =>
  (host, { all }, callback) => {
    guard.resolve(host).then(
      addresses => {
        const [first] = addresses
        if (first === undefined || !addresses.every(guard.mayConnect)) return callback(new Refused('address'), '')
        const found = addresses.map(address => ({ address, family: isIP(address) }))
        if (all) callback(null, found)
        else callback(null, first, isIP(first))
      },
      () => callback(new Refused('no address'), ''),
    )
  }

async function read(answer: IncomingMessage, url: URL, options: Options): Promise<Got | undefined> {
  const contentType = answer.headers['content-type'] ?? ''
  if (answer.statusCode !== 200 || !options.takes(contentType)) return undefined
  const { bytes, isCut } = await firstBytes(answer, options)
  return isCut && options.isWhole ? undefined : { url, contentType, bytes, isCut }
}

async function firstBytes(answer: IncomingMessage, { most }: Options): Promise<{ bytes: Buffer; isCut: boolean }> {
  const packing = (answer.headers['content-encoding'] ?? '').trim().toLowerCase()
  const isPlain = packing === '' || packing === 'identity'
  if (!isPlain && !Object.hasOwn(unpackers, packing)) throw new Refused('packing')
  const unpacker = isPlain ? undefined : unpackers[packing as keyof typeof unpackers]()
  let packed = 0
  if (unpacker) {
    // Its end without a fault is an error to who unpacks: it is passed on.
    answer.on('data', (part: Buffer) => {
      packed += part.length
      if (packed > most) answer.destroy(new Refused('too much'))
    })
    answer.on('error', error => unpacker.destroy(error))
    answer.on('aborted', () => unpacker.destroy(new Refused('broken off')))
    answer.pipe(unpacker)
  }
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of (unpacker ?? answer) as AsyncIterable<Buffer>) {
      parts.push(part)
      size += part.length
      if (size > most) break
    }
  } finally {
    unpacker?.destroy()
  }
  return { bytes: Buffer.concat(parts).subarray(0, most), isCut: size > most }
}
