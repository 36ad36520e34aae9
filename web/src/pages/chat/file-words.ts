import { firstSigns, splitBeforeLast } from '../../../../contract/graphemes.ts'

/** `1.4 MB`, as people read sizes. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let [size, unit] = [bytes, 0]
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1).replace(/\.0$/, '')} ${units[unit]}`
}

export type FileKind =
  'document' | 'sheet' | 'slides' | 'pdf' | 'archive' | 'code' | 'image' | 'audio' | 'video' | 'other'

const kinds: Record<Exclude<FileKind, 'other'>, string> = {
  document: 'doc docx odt rtf txt md pages wps log',
  sheet: 'xls xlsx ods csv numbers et',
  slides: 'ppt pptx odp key dps',
  pdf: 'pdf',
  archive: 'zip rar 7z tar gz tgz bz2 xz',
  code: 'js ts json html css xml yaml yml py java c cpp h go rs sh sql vue',
  image: 'jpg jpeg png gif webp bmp svg heic avif',
  audio: 'mp3 wav m4a ogg oga flac aac amr opus',
  video: 'mp4 mov mkv webm avi wmv m4v',
}

const byExtension = new Map(
  Object.entries(kinds).flatMap(([kind, endings]) =>
    endings.split(' ').map(ending => [ending, kind as FileKind] as const),
  ),
)

/** What a file is, by its extension. */
export const fileKind = (extension: string): FileKind => byExtension.get(extension.toLowerCase()) ?? 'other'

export const extensionOf = (name: string): string => /\.([^.]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/**
 * A name of at most so many signs: of a longer one the middle is left out, since its beginning says what it is about,
 * and its end what it is.
 */
export function shortName(name: string, most: number): string {
  if (firstSigns(name, most) === name) return name
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0].length ?? 0
  const [start, end] = splitBeforeLast(name, Math.min(ending + 4, most - 2))
  return `${firstSigns(start, most - Math.min(ending + 4, most - 2) - 1).trimEnd()}…${end.trimStart()}`
}

const shownPictures = /^image\/(?:png|jpeg|gif|webp|bmp|avif)$/
const shownVideos = /^video\/(?:mp4|webm|quicktime|x-m4v|3gpp2?)$/

/**
 * What a file is sent as: pictures and videos that browsers show, everything else as a file. Of an ending that it does
 * not know, a system says no type: then the name says it.
 */
export function messageTypeOf({ type, name }: { type: string; name: string }): 2 | 3 | 5 {
  const ending = extensionOf(name)
  const isVideo = ['mp4', 'webm', 'm4v', 'mov', '3gp', '3g2'].includes(ending)
  if (type === '') return isVideo ? 5 : ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'avif'].includes(ending) ? 2 : 3
  if (shownPictures.test(type)) return 2
  return isVideo && shownVideos.test(type) ? 5 : 3
}
