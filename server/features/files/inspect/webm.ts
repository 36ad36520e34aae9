import type { Pieces } from './pieces.ts'

type WebmFacts = { seconds: number; hasPictures: boolean | undefined }

/** A hostile file may consist of nothing but tiny elements. */
const mostElements = 1_000_000
const longestHead = 32
const ids = {
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  group: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackKind: 0x83,
}
const entered = new Set<number>([ids.segment, ids.info, ids.cluster, ids.group, ids.tracks, ids.track])
/**
 * A cluster's id, and that of the time which is the first thing in it: what follows a piece that was left out is found
 * by it.
 */
const clusterMark = Buffer.from([0x1f, 0x43, 0xb6, 0x75])

const pictureTrack = 1

/**
 * Seconds that a WebM says it lasts, else until its last block, as browsers record it; 0 where that cannot be told. And
 * whether it has a track of pictures, undefined where no track was found.
 * Elements are walked one after the other: those of known length are jumped over, containers are entered.
 */
export function readWebm(pieces: Pieces): WebmFacts {
  let hasPictures: boolean | undefined
  let nanoseconds = 1_000_000
  let declared = 0
  let clusterTime = 0
  let last = 0
  let at = 0
  for (let count = 0; at < pieces.size && count < mostElements; count += 1) {
    const head = pieces.at(at, longestHead)
    if (head.length === 0) {
      const next = nextCluster(pieces, at)
      if (next === undefined) break
      at = next
      continue
    }
    const id = number(head, 0, true)
    const length = id && number(head, id.width, false)
    if (!id || !length) break
    const start = id.width + length.width
    const whole = () =>
      length.value >= 1 && length.value <= 6 && start + length.value <= head.length
        ? head.readUIntBE(start, length.value)
        : 0
    if (id.value === ids.scale) nanoseconds = whole()
    if (id.value === ids.duration) declared = floatAt(head, start, length.value)
    if (id.value === ids.trackKind && start < head.length)
      hasPictures = hasPictures === true || head[start] === pictureTrack
    if (id.value === ids.clusterTime) clusterTime = whole()
    if (id.value === ids.simpleBlock || id.value === ids.block) {
      const track = number(head, start, false)
      if (!track || start + track.width + 2 > head.length) break
      last = Math.max(last, clusterTime + head.readInt16BE(start + track.width))
    }
    if (length.isUnknown && !entered.has(id.value)) break
    at += start + (entered.has(id.value) ? 0 : length.value)
  }
  return { seconds: ((declared > 0 ? declared : last) * nanoseconds) / 1e9, hasPictures }
}

/** The first cluster of the end piece, where the walk came to what is not known. */
function nextCluster(pieces: Pieces, at: number): number | undefined {
  if (at >= pieces.tailAt) return undefined
  const tail = pieces.at(pieces.tailAt, pieces.size)
  for (let found = tail.indexOf(clusterMark); found >= 0; found = tail.indexOf(clusterMark, found + 1)) {
    const length = number(tail.subarray(found, found + longestHead), clusterMark.length, false)
    if (length && tail[found + clusterMark.length + length.width] === ids.clusterTime) return pieces.tailAt + found
  }
  return undefined
}

function floatAt(bytes: Buffer, start: number, length: number): number {
  if (start + length > bytes.length) return 0
  const value = length === 4 ? bytes.readFloatBE(start) : length === 8 ? bytes.readDoubleBE(start) : 0
  return Number.isFinite(value) ? value : 0
}

/** An EBML number: the first byte's leading zeros say how many bytes follow; ids keep that mark, lengths lose it. */
function number(bytes: Buffer, at: number, keepMark: boolean) {
  const first = bytes[at]
  if (first === undefined || first === 0) return undefined
  const width = Math.clz32(first) - 23
  if (at + width > bytes.length) return undefined
  let value = keepMark ? first : first & (0xff >> width)
  let isUnknown = value === 0xff >> width
  for (let next = at + 1; next < at + width; next += 1) {
    const byte = bytes[next] ?? 0
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value, width, isUnknown: !keepMark && isUnknown }
}
