/** Types that a browser may show in place; everything else is only ever downloaded. */
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf)$/

/** Types that could run as a page or a script of our origin: they are never told to a browser. */
const active =
  /^text\/(?!plain$|csv$|markdown$)|[/+]xml$|svg|html|(?:java|ecma)script|xslt|multipart|shockwave|x-mimearchive/

/** For what has no magic bytes of its own, or only those of a container. Nothing here is ever shown in place. */
const byExtension: Record<string, string> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

export const unknownType = 'application/octet-stream'

/** What is known of a file that nobody looked into: its extension's type, if that has no mark of its own. */
export const typeByExtension = (extension: string): string => byExtension[extension] ?? unknownType

export const isActive = (contentType: string): boolean => active.test(contentType)

/** Whether a browser may show this type in place. */
export const isShown = (contentType: string) => shown.test(contentType) && !active.test(contentType)

/** Images that can be decoded for a thumbnail: pixels only, never drawings that could load other things. */
export const hasPixels = (contentType: string) =>
  /^image\/(?:png|apng|jpeg|gif|webp|avif|tiff|heic|heif)$/.test(contentType)

export const isPlayed = (contentType: string) => /^(?:audio|video)\//.test(contentType)
