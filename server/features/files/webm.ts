import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

export type WebmFacts = { seconds: number, hasPictures: boolean | undefined }

/** Bytes; in longer ones the walk would take too long. */
const longest = 64 * 1024 * 1024
/** A hostile file may consist of nothing but tiny elements. */
const mostElements = 1_000_000
const ids = {
  segment: 0x18538067, info: 0x1549a966, scale: 0x2ad7b1, cluster: 0x1f43b675, clusterTime: 0xe7, group: 0xa0, block: 0xa1, simpleBlock: 0xa3,
  tracks: 0x1654ae6b, track: 0xae, trackKind: 0x83,
}
const entered = new Set<number>([ids.segment, ids.info, ids.cluster, ids.group, ids.tracks, ids.track])

const pictureTrack = 1

/**
 * Seconds until the last block of a WebM that does not say how long it is, as browsers record it, 0 where that cannot
 * be told; and whether it has a track of pictures, undefined where no track was found.
 * Elements are walked one after the other: those of known length are jumped over, containers are entered.
 */
export async function readWebm(path: string): Promise<WebmFacts> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    return size > longest ? { seconds: 0, hasPictures: undefined } : await walk(file, size)
  } finally {
    await file.close()
  }
}

async function walk(file: FileHandle, size: number): Promise<WebmFacts> {
  let hasPictures: boolean | undefined
  let nanoseconds = 1_000_000
  let clusterTime = 0
  let last = 0
  let at = 0
  const view = createView(file, size)
  for (let count = 0; at < size && count < mostElements; count += 1) {
    const head = await view(at)
    const bytesRead = head.length
    const id = number(head, 0, bytesRead, true)
    const length = id && number(head, id.width, bytesRead, false)
    if (!id || !length) break
    const start = id.width + length.width
    const number48 = () => length.value >= 1 && length.value <= 6 && start + length.value <= bytesRead ? head.readUIntBE(start, length.value) : 0
    if (id.value === ids.scale) nanoseconds = number48()
    if (id.value === ids.trackKind && start < bytesRead) hasPictures = hasPictures === true || head[start] === pictureTrack
    if (id.value === ids.clusterTime) clusterTime = number48()
    if (id.value === ids.simpleBlock || id.value === ids.block) {
      const track = number(head, start, bytesRead, false)
      if (!track || start + track.width + 2 > bytesRead) break
      last = Math.max(last, clusterTime + head.readInt16BE(start + track.width))
    }
    if (length.isUnknown && !entered.has(id.value)) break
    at += start + (entered.has(id.value) ? 0 : length.value)
  }
  return { seconds: last * nanoseconds / 1e9, hasPictures }
}

/** The first bytes of an element, at any place; the file is read in pieces. */
function createView(file: FileHandle, size: number) {
  const piece = Buffer.alloc(64 * 1024)
  const longestHead = 32
  let from = 0
  let to = 0
  return async (at: number): Promise<Buffer> => {
    if (at < from || Math.min(at + longestHead, size) > to) {
      from = at
      to = at + (await file.read(piece, 0, piece.length, at)).bytesRead
    }
    return piece.subarray(at - from, Math.min(at + longestHead, to) - from)
  }
}

/** An EBML number: the first byte's leading zeros say how many bytes follow; ids keep that mark, lengths lose it. */
function number(bytes: Buffer, at: number, end: number, keepMark: boolean) {
  const first = bytes[at]
  if (first === undefined || first === 0 || at >= end) return undefined
  const width = Math.clz32(first) - 23
  if (at + width > end || at + width > bytes.length) return undefined
  let value = keepMark ? first : first & (0xff >> width)
  let isUnknown = value === 0xff >> width
  for (let next = at + 1; next < at + width; next += 1) {
    const byte = bytes[next] ?? 0
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value, width, isUnknown: !keepMark && isUnknown }
}
