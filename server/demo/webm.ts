/*
 * A film is a row of VP8 key frames, and a lossy WebP is one VP8 key frame: what makes pictures makes films too.
 *   EBML head │ Segment: Info, Tracks, Cluster: Timecode, SimpleBlock per frame
 */
const ids = {
  head: 0x1a45dfa3,
  version: 0x4286,
  readVersion: 0x42f7,
  idLength: 0x42f2,
  sizeLength: 0x42f3,
  docType: 0x4282,
  docVersion: 0x4287,
  docReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timeScale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  number: 0xd7,
  uid: 0x73c5,
  type: 0x83,
  lacing: 0x9c,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  time: 0xe7,
  block: 0xa3,
}

/** A WebM film of lossy WebP pictures of one size; `frameTime` in ms, 32 s at most. */
export function webmOf(
  pictures: readonly Buffer[],
  { width, height, frameTime }: { width: number; height: number; frameTime: number },
): Buffer {
  const frames = pictures.map(vp8Of)
  return Buffer.concat([
    element(
      ids.head,
      number(ids.version, 1),
      number(ids.readVersion, 1),
      number(ids.idLength, 4),
      number(ids.sizeLength, 8),
      text(ids.docType, 'webm'),
      number(ids.docVersion, 2),
      number(ids.docReadVersion, 2),
    ),
    element(
      ids.segment,
      element(
        ids.info,
        number(ids.timeScale, 1_000_000),
        real(ids.duration, frames.length * frameTime),
        text(ids.muxer, 'hongyan'),
        text(ids.writer, 'hongyan'),
      ),
      element(
        ids.tracks,
        element(
          ids.track,
          number(ids.number, 1),
          number(ids.uid, 1),
          number(ids.lacing, 0),
          number(ids.type, 1),
          text(ids.codec, 'V_VP8'),
          element(ids.video, number(ids.width, width), number(ids.height, height)),
        ),
      ),
      element(
        ids.cluster,
        number(ids.time, 0),
        ...frames.map((frame, at) => element(ids.block, blockHead(at * frameTime), frame)),
      ),
    ),
  ])
}

/** Track 1, place in ms, and the mark of a key frame. */
function blockHead(time: number): Buffer {
  const head = Buffer.from([0x81, 0, 0, 0x80])
  head.writeInt16BE(time, 1)
  return head
}

/** The frame inside a simple lossy WebP. */
function vp8Of(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length;) {
    const size = webp.readUInt32LE(at + 4)
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + size)
    at += 8 + size + (size % 2)
  }
  throw new Error('a lossy WebP without transparency is expected')
}

function element(id: number, ...parts: Buffer[]): Buffer {
  const name = Buffer.from(
    id.toString(16).padStart(id > 0xffff ? (id > 0xffffff ? 8 : 6) : id > 0xff ? 4 : 2, '0'),
    'hex',
  )
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(parts.reduce((sum, part) => sum + part.length, 0)) | (1n << 56n))
  return Buffer.concat([name, size, ...parts])
}

function number(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return element(id, bytes)
}

function real(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return element(id, bytes)
}

const text = (id: number, value: string) => element(id, Buffer.from(value))
