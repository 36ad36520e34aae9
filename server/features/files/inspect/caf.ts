import type { Pieces } from './pieces.ts'

const mostChunks = 1000

/** Seconds of a sound in Apple's Core Audio Format; 0 where it does not say. */
export function readCaf(pieces: Pieces): number {
  let rate = 0
  let packet = { bytes: 0, frames: 0 }
  let counted = 0
  let dataBytes = 0
  let at = 8
  for (let count = 0; count < mostChunks; count += 1) {
    const head = pieces.at(at, 12 + 32)
    if (head.length < 12) break
    const type = head.toString('latin1', 0, 4)
    const length = Number(head.readBigInt64BE(4))
    if (type === 'desc' && head.length >= 44) {
      rate = head.readDoubleBE(12)
      packet = { bytes: head.readUInt32BE(28), frames: head.readUInt32BE(32) }
    }
    if (type === 'pakt' && head.length >= 28) counted = Number(head.readBigInt64BE(20))
    if (type === 'data') dataBytes = (length < 0 ? pieces.size - at - 12 : length) - 4
    if (length < 0) break
    at += 12 + length
  }
  const frames = counted > 0 ? counted : packet.bytes > 0 ? (dataBytes / packet.bytes) * packet.frames : 0
  return rate > 0 ? frames / rate : 0
}
