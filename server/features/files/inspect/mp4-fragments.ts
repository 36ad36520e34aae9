import type { Box } from './mp4-fields.ts'
import { timesIn, wholeAt } from './mp4-fields.ts'
import type { Pieces } from './pieces.ts'

type Track = { scale: number; sample: number; end: number }

/** Flags of `tfhd` and `trun`: which of their fields are there. */
const has = {
  baseOffset: 0x1,
  description: 0x2,
  sampleDuration: 0x8,
  dataOffset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  composition: 0x800,
}

const flagsOf = (content: Buffer) => (content.length < 4 ? 0 : content.readUInt32BE(0) & 0xffffff)

/** How far the fragments of a recording reach, from the boxes in their order. */
export function fragmentsOf(pieces: Pieces) {
  const tracks = new Map<number, Track>()
  const trackOf = (id: number): Track => {
    const known = tracks.get(id)
    if (known) return known
    const track = { scale: 0, sample: 0, end: 0 }
    tracks.set(id, track)
    return track
  }
  let track = trackOf(0)
  let sample = 0

  const readers: Record<string, (content: Buffer) => void> = {
    tkhd(content) {
      track = trackOf(wholeAt(content, content[0] === 1 ? 20 : 12, false))
    },
    mdhd(content) {
      track.scale = timesIn(content).scale
    },
    trex(content) {
      trackOf(wholeAt(content, 4, false)).sample = wholeAt(content, 12, false)
    },
    tfhd(content) {
      const flags = flagsOf(content)
      track = trackOf(wholeAt(content, 4, false))
      const at = 8 + (flags & has.baseOffset ? 8 : 0) + (flags & has.description ? 4 : 0)
      sample = flags & has.sampleDuration ? wholeAt(content, at, false) : track.sample
    },
    tfdt(content) {
      track.end = wholeAt(content, 4, content[0] === 1)
    },
    trun(content) {
      track.end += durationOf(content, sample)
    },
  }

  return {
    see(box: Box): void {
      // Few fragments belong to many tracks in what is honest.
      if (tracks.size < 1000) readers[box.type]?.(pieces.at(box.from, box.to - box.from))
    },
    seconds: (): number => Math.max(0, ...[...tracks.values()].map(({ scale, end }) => (scale > 0 ? end / scale : 0))),
  }
}

function durationOf(content: Buffer, sample: number): number {
  const flags = flagsOf(content)
  const count = wholeAt(content, 4, false)
  if (!(flags & has.duration)) return count * sample
  const width = 4 * [has.duration, has.size, has.flags, has.composition].filter(flag => flags & flag).length
  let at = 8 + (flags & has.dataOffset ? 4 : 0) + (flags & has.firstFlags ? 4 : 0)
  let sum = 0
  for (; at + 4 <= content.length; at += width) sum += content.readUInt32BE(at)
  return sum
}
