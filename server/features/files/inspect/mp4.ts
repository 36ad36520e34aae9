import { timesIn, wholeAt } from './mp4-fields.ts'
import type { Box } from './mp4-fields.ts'
import { fragmentsOf } from './mp4-fragments.ts'
import type { Pieces } from './pieces.ts'

type Mp4Facts = { seconds: number; hasPictures: boolean | undefined }

const mostBoxes = 100_000
const entered = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf'])

/**
 * What the family of MP4 (also QuickTime, 3GPP, M4A) says of itself: how long it lasts, 0 where that cannot be told,
 * and whether it has a track of pictures, undefined where no track was found. Recordings in fragments last until their
 * last one.
 */
export function readMp4(pieces: Pieces): Mp4Facts {
  let hasPictures: boolean | undefined
  let scale = 0
  let duration = 0
  const fragments = fragmentsOf(pieces)
  for (const box of boxesOf(pieces)) {
    const content = () => pieces.at(box.from, Math.min(box.to - box.from, 64))
    if (box.type === 'mvhd') ({ scale, duration } = timesIn(content()))
    if (box.type === 'mehd' && duration === 0) duration = wholeAt(content(), 4, content()[0] === 1)
    if (box.type === 'hdlr') hasPictures = hasPictures === true || content().toString('latin1', 8, 12) === 'vide'
    fragments.see(box)
  }
  return { seconds: duration > 0 && scale > 0 ? duration / scale : fragments.seconds(), hasPictures }
}

/**
 * Every box in the order of the file, each container before what it holds; goes on at a fragment after what is not
 * known.
 */
function* boxesOf(pieces: Pieces): Generator<Box> {
  let at = 0
  for (let count = 0; at < pieces.size && count < mostBoxes; count += 1) {
    const head = pieces.at(at, 16)
    if (head.length < 8) {
      const next = head.length === 0 && at < pieces.tailAt ? nextFragment(pieces) : undefined
      if (next === undefined) return
      at = next
      continue
    }
    const size = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    const isLarge = size === 1 && head.length === 16
    const length = isLarge ? Number(head.readBigUInt64BE(8)) : size === 0 ? pieces.size - at : size
    const start = isLarge ? 16 : 8
    if (length < start) return
    yield { type, from: at + start, to: at + length }
    at += entered.has(type) ? start : length
  }
}

function nextFragment(pieces: Pieces): number | undefined {
  const found = pieces.at(pieces.tailAt, pieces.size).indexOf('moof', 4)
  return found < 4 ? undefined : pieces.tailAt + found - 4
}
