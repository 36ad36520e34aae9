import { hasPixels, isPlayed } from '../media-type.ts'
import { detectType } from './detect-type.ts'
import { id3Length } from './id3.ts'
import type { Facts, Found, Job } from './messages.ts'
import { readPieces } from './pieces.ts'
import { playTimeOf } from './play-time.ts'
import { openReader } from './reader.ts'
import { smallPictures } from './thumbnail.ts'

/** Looks into a file; `tell` hears what it is before the long work begins. */
export async function inspect(
  { path, extension }: Pick<Job, 'path' | 'extension'>,
  tell: (facts: Facts) => void,
): Promise<Found> {
  using file = openReader(path)
  const tag = id3Length(file)
  const pieces = readPieces(file, tag)
  const facts = await detectType(pieces, extension, tag > 0)
  tell(facts)
  return {
    playing: isPlayed(facts.contentType) ? await playTimeOf(pieces, facts.contentType) : undefined,
    ...(hasPixels(facts.contentType) && (await smallPictures(path, pieces, facts.contentType))),
  }
}
