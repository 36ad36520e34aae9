import { hasPixels, isPlayed } from '../media-type.ts'
import { detectType } from './detect-type.ts'
import { id3Length } from './id3.ts'
import type { Facts, Found, Job } from './messages.ts'
import { readPieces } from './pieces.ts'
import { openReader } from './reader.ts'

/**
 * Looks into a file; `tell` hears what it is before the long work begins. What decodes is large, and read once there is
 * something to decode: a process for notes is there in less time.
 */
export async function inspect(
  { path, extension }: Pick<Job, 'path' | 'extension'>,
  tell: (facts: Facts) => void,
): Promise<Found> {
  using file = openReader(path)
  const tag = id3Length(file)
  const pieces = readPieces(file, tag)
  const facts = await detectType(pieces, extension, tag > 0)
  tell(facts)
  if (isPlayed(facts.contentType)) {
    const { playTimeOf } = await import('./play-time.ts')
    return { playing: await playTimeOf(pieces, facts.contentType) }
  }
  if (hasPixels(facts.contentType)) {
    const { smallPictures } = await import('./thumbnail.ts')
    return smallPictures(path, pieces, facts.contentType)
  }
  return {}
}
