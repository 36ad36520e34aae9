import type { Pieces } from './pieces.ts'

type OggFacts = { seconds: number; hasPictures: boolean | undefined }

type Stream = { serial: number; rate: number; skipped: number }

const mostPages = 16
const mark = 'OggS'

/**
 * How long an Ogg file lasts: the place of its last page, in the samples that its first ones speak of; 0 where that
 * cannot be told.
 */
export function readOgg(pieces: Pieces): OggFacts {
  let at = 0
  let sound: Stream | undefined
  let hasPictures: boolean | undefined
  for (let count = 0; count < mostPages; count += 1) {
    const page = pieces.at(at, 27 + 255 + 64)
    if (page.length < 28 || page.toString('latin1', 0, 4) !== mark) break
    const segments = page[26] ?? 0
    const packet = page.subarray(27 + segments)
    sound ??= streamIn(packet, page.readUInt32LE(14))
    hasPictures = hasPictures === true || packet.toString('latin1', 1, 7) === 'theora'
    at += 27 + segments + page.subarray(27, 27 + segments).reduce((sum, length) => sum + length, 0)
  }
  return { seconds: sound ? Math.max(0, lastPlace(pieces, sound.serial) - sound.skipped) / sound.rate : 0, hasPictures }
}

function streamIn(packet: Buffer, serial: number): Stream | undefined {
  const stream = (rate: number, skipped = 0) => (rate > 0 ? { serial, rate, skipped } : undefined)
  if (packet.length < 40) return undefined
  // Opus counts in 48 kHz whatever the sound was recorded in (RFC 7845).
  if (packet.toString('latin1', 0, 8) === 'OpusHead') return stream(48_000, packet.readUInt16LE(10))
  if (packet.toString('latin1', 1, 7) === 'vorbis') return stream(packet.readUInt32LE(12))
  if (packet.toString('latin1', 0, 8) === 'Speex   ') return stream(packet.readUInt32LE(36))
  return undefined
}

function lastPlace(pieces: Pieces, serial: number): number {
  const tail = pieces.at(pieces.tailAt, pieces.size)
  for (let at = tail.lastIndexOf(mark), count = 0; at >= 0 && count < 10 * mostPages; count += 1) {
    // A page that no packet ends on has a place of minus one.
    if (at + 18 <= tail.length && tail.readUInt32LE(at + 14) === serial && tail.readBigInt64LE(at + 6) >= 0n)
      return Number(tail.readBigInt64LE(at + 6))
    at = at === 0 ? -1 : tail.lastIndexOf(mark, at - 1)
  }
  return 0
}
