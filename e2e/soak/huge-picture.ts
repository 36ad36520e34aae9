import sharp from 'sharp'

let made: Promise<Buffer> | undefined

/** A small file of 98 megapixels, made once: in a turn it would take the processors from the server. */
export function hugePicture(): Promise<Buffer> {
  made ??= sharp({ create: { width: 9900, height: 9900, channels: 3, background: '#123456' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
  return made
}
