import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream'

/** How much of a refused request is still read. Bytes, and ms. */
export const drainable = { bytes: 64 * 1024 * 1024, ms: 30_000 }
/** All refused requests together are read at 20 MB a second. Bytes, and ms. */
const portion = { bytes: 1024 * 1024, ms: 50 }

let draining = 0

/**
 * Reads the rest of a refused request away, within bounds: a sender that is cut off in the middle sees a dead line
 * instead of the answer. In portions that all refused requests take in turns, so that whoever is refused again and
 * again takes little from the others.
 */
export function drain(raw: IncomingMessage): void {
  if (raw.readableEnded || raw.destroyed) return
  // All of it is here already, as of most requests: nothing is left to be paced.
  if (raw.complete) return void raw.resume()
  let [bytes, sincePause] = [0, 0]
  let pause: NodeJS.Timeout | undefined
  const deadline = setTimeout(() => raw.destroy(), drainable.ms).unref()
  draining += 1
  finished(raw, { writable: false }, () => {
    draining -= 1
    clearTimeout(deadline)
    clearTimeout(pause)
  })
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    sincePause += chunk.length
    if (bytes > drainable.bytes) return raw.destroy()
    if (sincePause < portion.bytes) return
    sincePause = 0
    raw.pause()
    pause = setTimeout(() => raw.resume(), portion.ms * draining).unref()
  })
  raw.resume()
}
