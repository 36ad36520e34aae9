import type { Pieces } from './pieces.ts'

const rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
const samplesPerFrame = 1024
const headLength = 7

/** Seconds of a stream of AAC frames: counted, and of a long one the rest in proportion. */
export function readAdts(pieces: Pieces): number {
  const bytes = pieces.at(0, pieces.size)
  let rate = 0
  let samples = 0
  let at = 0
  while (at + headLength <= bytes.length && bytes.readUInt16BE(at) >> 4 === 0xfff) {
    rate ||= rates[((bytes[at + 2] ?? 0) >> 2) & 15] ?? 0
    samples += samplesPerFrame * (((bytes[at + 6] ?? 0) & 3) + 1)
    const length = (bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff
    if (length < headLength) break
    at += length
  }
  return rate > 0 ? ((samples / rate) * pieces.size) / Math.max(1, at) : 0
}
