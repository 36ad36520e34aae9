import sharp from 'sharp'

const side = 360
/** An image that says it is larger is not decoded: a small file can hold a picture that fills the memory. */
const pixels = 100_000_000

export const thumbnailType = 'image/webp'

/**
 * A WebP of at most 360 × 360 pixels, upright, without any metadata (place, camera, owner); undefined where the image
 * is broken, too large or of a kind that cannot be read.
 */
export async function thumbnailOf(path: string): Promise<Buffer | undefined> {
  sharp.concurrency(1)
  sharp.cache(false)
  try {
    return await sharp(path, { limitInputPixels: pixels, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: 20 })
      .toBuffer()
  } catch {
    return undefined
  }
}
