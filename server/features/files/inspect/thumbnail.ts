import sharp from 'sharp'
import type { Metadata } from 'sharp'
import { strippedApng } from './apng.ts'
import type { Found, SmallPicture } from './messages.ts'
import type { Pieces } from './pieces.ts'

const side = 360
/** Bytes of the largest picture that is decoded. */
const largest = 64 * 1024 * 1024
/** Bytes that a decoded picture may take: 40 megapixels of 4 bytes. A small file can say that it holds far more. */
const decodedBytes = 160_000_000
/** Frames of a moving thumbnail, pixels that are decoded for it, and its largest size in bytes. */
const moving = { frames: 150, pixels: 30_000_000, bytes: 1024 * 1024 }

sharp.concurrency(1)
sharp.cache(false)
// Whatever a file claims to be, it is read by nothing but what reads these.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map(kind => `VipsForeignLoad${kind}`) })

/**
 * WebP of at most 360 × 360 pixels, upright, without any metadata (place, camera, owner): one that stands still, and
 * one that moves where the picture does. Nothing where it is broken, too large or of a kind that cannot be read.
 */
export async function smallPictures(
  path: string,
  pieces: Pieces,
  contentType: string,
): Promise<Pick<Found, 'still' | 'moving'>> {
  try {
    if (pieces.size > largest) return {}
    const about = await sharp(path, { limitInputPixels: false }).metadata()
    const pixels = Math.floor(decodedBytes / bytesPerPixel(about))
    if (about.width * about.height > pixels) return {}
    const still = await small(path, { pages: 1, side, quality: 80, pixels })
    const isApng = contentType === 'image/apng'
    return {
      still,
      moving: isApng ? strippedApng(pieces, moving) : await movingOf(path, about, pixels).catch(() => undefined),
    }
  } catch {
    return {}
  }
}

/**
 * As many frames from its beginning as may be decoded at once; undefined where that is one, or where they take too many
 * bytes.
 */
async function movingOf(
  path: string,
  { pages = 1, width, height }: Metadata,
  pixels: number,
): Promise<SmallPicture | undefined> {
  const frames = Math.min(pages, moving.frames, Math.floor(Math.min(pixels, moving.pixels) / (width * height)))
  if (frames < 2) return undefined
  for (const attempt of [
    { side: 300, quality: 60 },
    { side: 180, quality: 40 },
  ]) {
    const picture = await small(path, { pages: frames, pixels, ...attempt })
    if (picture.bytes.length <= moving.bytes) return picture
  }
  return undefined
}

async function small(
  path: string,
  wanted: { pages: number; side: number; quality: number; pixels: number },
): Promise<SmallPicture> {
  const bytes = await sharp(path, {
    limitInputPixels: wanted.pixels,
    failOn: 'error',
    sequentialRead: true,
    pages: wanted.pages,
  })
    .autoOrient()
    .resize({ width: wanted.side, height: wanted.side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: wanted.quality, effort: wanted.pages > 1 ? 1 : 4 })
    .toBuffer()
  return { bytes, contentType: 'image/webp' }
}

/** How much decoding takes for each pixel, at least. */
function bytesPerPixel({ format, depth, isProgressive }: Metadata): number {
  if (format === 'heif') return 13 // decoded as a whole, in several copies
  if (format === 'jpeg' && !isProgressive) return 1.6 // decoded in rows, and shrunk by the decoder
  return depth === 'uchar' ? 4 : depth === 'ushort' ? 8 : 16
}
