import { parseFile } from 'music-metadata'
import { readWebm } from './webm.ts'

/** Containers whose list of tracks is read. */
const tracked = /^video\/(?:webm|matroska|x-matroska|mp4|quicktime|3gpp|ogg)$/

/**
 * How long it plays in whole seconds, at least 1 where there is anything to play and 0 where that cannot be told; and
 * whether there are pictures, undefined where that cannot be told.
 */
export async function playTimeOf(path: string, contentType: string): Promise<{ seconds: number, hasPictures: boolean | undefined }> {
  const { format } = await parseFile(path, { duration: true, skipCovers: true }).catch(() => ({ format: undefined }))
  const webm = /webm|matroska/.test(contentType) ? await readWebm(path).catch(() => undefined) : undefined
  return {
    seconds: wholeSeconds(format?.duration || webm?.seconds || 0),
    hasPictures: webm?.hasPictures ?? (tracked.test(contentType) ? format?.hasVideo : undefined),
  }
}

const wholeSeconds = (exact: number) => Number.isFinite(exact) && exact > 0 ? Math.max(1, Math.round(exact)) : 0
