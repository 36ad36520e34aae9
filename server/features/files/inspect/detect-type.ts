import { fileTypeFromTokenizer } from 'file-type'
import { isActive, typeByExtension, unknownType } from '../media-type.ts'
import type { Facts } from './messages.ts'
import { PiecesTokenizer } from './pieces-tokenizer.ts'
import type { Pieces } from './pieces.ts'

/**
 * The type by the content, by the extension where the content has no mark; what the client said plays no part. `pieces`
 * begin after any ID3 tag, which only sound has.
 */
export async function detectType(pieces: Pieces, extension: string, hasTag: boolean): Promise<Facts> {
  // Content that confuses the detector is content of no known type.
  const found =
    (await fileTypeFromTokenizer(new PiecesTokenizer(pieces)).catch(() => undefined))
    ?? (hasTag ? { mime: 'audio/mpeg', ext: 'mp3' } : undefined)
  const isContainer = found === undefined || found.mime === 'application/x-cfb'
  const byName = isContainer ? typeByExtension(extension) : unknownType
  const contentType = byName !== unknownType ? byName : (found?.mime.split(';')[0]?.toLowerCase() ?? unknownType)
  return {
    contentType: isActive(contentType) ? unknownType : contentType,
    extension: extension || (found?.ext.split('.').at(-1) ?? ''),
  }
}
