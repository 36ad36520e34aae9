import { parseFromTokenizer } from 'music-metadata'
import { readAdts } from './adts.ts'
import { readAmr } from './amr.ts'
import { readCaf } from './caf.ts'
import { readMp4 } from './mp4.ts'
import { readOgg } from './ogg.ts'
import { PiecesTokenizer } from './pieces-tokenizer.ts'
import type { Pieces } from './pieces.ts'
import { readWebm } from './webm.ts'

export type Playing = { seconds: number; hasPictures: boolean | undefined }
type Reader = (pieces: Pieces) => Playing

const onlySound = (seconds: number): Playing => ({ seconds, hasPictures: undefined })

/**
 * Containers that are walked here, because what phones and browsers record in them does not say at its beginning how
 * long it lasts.
 */
const readers: [RegExp, Reader][] = [
  [/webm|matroska/, readWebm],
  [/mp4|m4a|m4v|m4b|quicktime|3gpp/, readMp4],
  [/ogg|opus/, readOgg],
  [/aac/, pieces => onlySound(readAdts(pieces))],
  [/amr/, pieces => onlySound(readAmr(pieces))],
  [/caf/, pieces => onlySound(readCaf(pieces))],
]

/**
 * How long it plays in whole seconds, at least 1 where there is anything to play and 0 where that cannot be told; and
 * whether there are pictures, undefined where that cannot be told. `pieces` begin after any ID3 tag.
 */
export async function playTimeOf(pieces: Pieces, contentType: string): Promise<Playing> {
  const own = readers.find(([pattern]) => pattern.test(contentType))?.[1](pieces)
  const seconds =
    own && (own.seconds > 0 || !/ogg/.test(contentType)) ? own.seconds : await parsedSeconds(pieces, contentType)
  return { seconds: wholeSeconds(seconds), hasPictures: own?.hasPictures }
}

/** What the library finds, also where it breaks off at what it may not see. */
async function parsedSeconds(pieces: Pieces, contentType: string): Promise<number> {
  const tokenizer = new PiecesTokenizer(pieces, contentType)
  let seconds = 0
  const observer = ({ tag }: { tag: { type: string; id: string; value: unknown } }) => {
    if (tag.type === 'format' && tag.id === 'duration' && typeof tag.value === 'number') seconds = tag.value
  }
  await parseFromTokenizer(tokenizer, { duration: pieces.tailAt === 0, skipCovers: true, observer }).catch(
    () => undefined,
  )
  return tokenizer.hasMissed && isCounted(contentType)
    ? (seconds * pieces.size) / Math.max(1, tokenizer.position)
    : seconds
}

/** Sound without a table of contents: its frames are counted. */
const isCounted = (contentType: string) => contentType === 'audio/mpeg'

const wholeSeconds = (exact: number) => (Number.isFinite(exact) && exact > 0 ? Math.max(1, Math.round(exact)) : 0)
