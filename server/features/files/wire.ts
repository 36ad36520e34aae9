import type { z } from 'zod'
import type { FileInfo } from '../../../contract/files.ts'
import type { Url } from '../../lib/route.ts'
import type { StoredFile } from '../../store/store.ts'

/** The name of the picture that stands for every video: nothing here can take one out of a video. */
export const posterName = 'video-poster.svg'

/** A file as answers and frames carry it. */
export function fileWire(file: StoredFile, url: Url): z.input<typeof FileInfo> {
  const path = (name: string) => url(`/files/${name}`)
  const isVideo = file.contentType.startsWith('video/')
  return {
    id: file.id,
    text: file.name,
    hdUrl: path(file.blob),
    type: null,
    thumbUrl: path(file.thumbBlob ?? (isVideo ? posterName : file.blob)),
    size: file.size,
    playTime: file.playTime,
    category: file.extension,
  }
}
