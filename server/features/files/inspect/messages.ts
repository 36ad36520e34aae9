import type { Playing } from './play-time.ts'

/** What the server asks: `path` is absolute. */
export type Job = { id: number; path: string; extension: string }

/** What a file is. */
export type Facts = { contentType: string; extension: string }

/** A small picture, and its content type. */
export type SmallPicture = { bytes: Uint8Array; contentType: 'image/webp' | 'image/png' }

/** What else was found in it. `moving` where it is animated. */
export type Found = {
  playing?: Playing | undefined
  still?: SmallPicture | undefined
  moving?: SmallPicture | undefined
}

/**
 * What the process says: once `isReady`, then for each job its facts as soon as they are known, and at its end what was
 * found.
 */
export type Said = { isReady: true } | { id: number; facts: Facts } | { id: number; found: Found }
