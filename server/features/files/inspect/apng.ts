import type { SmallPicture } from './messages.ts'
import type { Pieces } from './pieces.ts'

/** Chunks that make the picture; whatever else a file carries (place, camera, words) is left out. */
const drawn = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'cHRM', 'acTL', 'fcTL', 'IDAT', 'fdAT', 'IEND'])
const mostPixels = 1_000_000
const signatureLength = 8

/**
 * An animated PNG as it is, without its metadata: nothing here can make a smaller one. Undefined where it is too large,
 * has too many frames, or breaks off.
 */
export function strippedApng(
  pieces: Pieces,
  { frames, bytes }: { frames: number; bytes: number },
): SmallPicture | undefined {
  if (pieces.size > bytes) return undefined
  const all = pieces.at(0, pieces.size)
  if (all.length < 33 || all.readUInt32BE(16) * all.readUInt32BE(20) > mostPixels) return undefined
  const parts = [all.subarray(0, signatureLength)]
  let counted = 0
  for (let at = signatureLength; at + 12 <= all.length;) {
    const end = at + 12 + all.readUInt32BE(at)
    if (end > all.length) return undefined
    const type = all.toString('latin1', at + 4, at + 8)
    if (type === 'fcTL') counted += 1
    if (drawn.has(type)) parts.push(all.subarray(at, end))
    if (type === 'IEND')
      return counted > 1 && counted <= frames ? { bytes: Buffer.concat(parts), contentType: 'image/png' } : undefined
    at = end
  }
  return undefined
}
