import type { Pieces } from './pieces.ts'

/** Bytes of a frame by its kind, its first byte included (RFC 4867); a frame is 20 ms. */
const narrow = [13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 1, 1, 1, 1]
const wide = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 6, 6, 6, 6, 1, 1]
const frame = 0.02

/** Seconds of an AMR recording: its frames counted, and of a long one the rest in proportion. */
export function readAmr(pieces: Pieces): number {
  const begin = pieces.at(0, 9).toString('latin1')
  const start = begin === '#!AMR-WB\n' ? 9 : begin.startsWith('#!AMR\n') ? 6 : undefined
  if (start === undefined) return 0
  const sizes = start === 9 ? wide : narrow
  const bytes = pieces.at(0, pieces.size)
  let frames = 0
  let at = start
  for (; at < bytes.length; frames += 1) at += sizes[((bytes[at] ?? 0) >> 3) & 15] ?? 1
  return (frames * frame * (pieces.size - start)) / Math.max(1, at - start)
}
