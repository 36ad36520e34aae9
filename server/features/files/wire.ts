import type { z } from 'zod'
import { fileSign } from '../../../contract/files.ts'
import type { FileInfo } from '../../../contract/files.ts'
import type { Url } from '../../lib/route.ts'
import type { StoredFile } from '../../store/store.ts'

/** Names of the drawn pictures that stand for what has no thumbnail: every video, and everything else but sound. */
export const posterName = 'video-poster.svg'
export const signName = fileSign

/**
 * What is drawn for a file. Never its own bytes: a client draws what it is told is a picture, and a few of them can
 * hold a picture that fills its memory. Sound has no picture; its place is where the existing client plays it from.
 */
function thumbOf({ blob, thumbBlob, motionBlob, contentType }: StoredFile): string {
  if (motionBlob) return motionBlob
  if (thumbBlob !== null) return thumbBlob
  if (contentType.startsWith('video/')) return posterName
  return contentType.startsWith('audio/') ? blob : signName
}

/** A file as answers and frames carry it. */
export function fileWire(file: StoredFile, url: Url): z.input<typeof FileInfo> {
  const path = (name: string) => url(`/files/${name}`)
  return {
    id: file.id,
    text: file.name,
    hdUrl: path(file.blob),
    type: null,
    thumbUrl: path(thumbOf(file)),
    stillUrl: file.motionBlob && file.thumbBlob !== null ? path(file.thumbBlob) : null,
    size: file.size,
    playTime: file.playTime,
    category: file.extension,
  }
}
