/** A box: its type, and where its content begins and ends. */
export type Box = { type: string; from: number; to: number }

/** Of a movie's or a track's header. An unknown duration is all ones. */
export function timesIn(content: Buffer): { scale: number; duration: number } {
  const isLong = content[0] === 1
  if (content.length < (isLong ? 32 : 20)) return { scale: 0, duration: 0 }
  const duration = wholeAt(content, isLong ? 24 : 16, isLong)
  const isUnknown = duration >= (isLong ? 2 ** 63 : 2 ** 32 - 1)
  return { scale: content.readUInt32BE(isLong ? 20 : 12), duration: isUnknown ? 0 : duration }
}

export const wholeAt = (content: Buffer, at: number, isLong: boolean): number => {
  if (content.length < at + (isLong ? 8 : 4)) return 0
  return isLong ? Number(content.readBigUInt64BE(at)) : content.readUInt32BE(at)
}
