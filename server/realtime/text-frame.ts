import type { Frame } from '../../contract/frames.ts'

/** A whole text frame of the protocol, unmasked, as a server sends it. */
export function encodeFrame(frame: Frame): Buffer {
  const text = JSON.stringify(frame)
  const length = Buffer.byteLength(text)
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(head + length)
  bytes[0] = 0x81
  if (head === 2) {
    bytes[1] = length
  } else if (head === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.write(text, head)
  return bytes
}

/** A ping without a payload. */
export const pingFrame = Buffer.from([0x89, 0])
