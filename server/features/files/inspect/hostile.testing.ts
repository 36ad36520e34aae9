import { crc32, deflateSync } from 'node:zlib'

/*
 * Files made to cost whoever looks into them: each says that it is something common, is small for what it costs, and is
 * made in some milliseconds.
 */

const repeat = (piece: Uint8Array, bytes: number) =>
  Buffer.alloc(Math.floor(bytes / piece.length) * piece.length, piece)
const u32le = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const u32 = (value: number) => u32le(value).reverse()
const syncSafe = (value: number) =>
  Buffer.from([(value >> 21) & 127, (value >> 14) & 127, (value >> 7) & 127, value & 127])
const text = (words: string) => Buffer.from(words, 'latin1')

/** Frames of MPEG sound, so that the file is known as such. */
const mpegFrames = repeat(Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]), 4170)

function tagged(version: number, frame: Buffer, bytes: number): Buffer {
  const frames = repeat(frame, bytes)
  return Buffer.concat([text('ID3'), Buffer.from([version, 0, 0]), syncSafe(frames.length), frames, mpegFrames])
}

/** An RIFF of chunks that hold nothing. */
function listed(bytes: number): Buffer {
  const chunks = repeat(Buffer.concat([text('INAM'), u32le(0)]), bytes)
  const list = Buffer.concat([text('LIST'), u32le(4 + chunks.length), text('INFO'), chunks])
  const format = Buffer.concat([
    text('fmt '),
    u32le(16),
    Buffer.from([1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]),
  ])
  return Buffer.concat([text('RIFF'), u32le(4 + format.length + list.length), text('WAVE'), format, list])
}

function voids(bytes: number): Buffer {
  const head = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d])
  const segment = Buffer.from([0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
  return Buffer.concat([head, segment, repeat(Buffer.from([0xec, 0x80]), bytes)])
}

function boxes(type: string, bytes: number): Buffer {
  const begin = Buffer.concat([u32(16), text('ftypisom'), u32(0)])
  return Buffer.concat([
    begin,
    u32(8 + Math.floor(bytes / 8) * 8),
    text('moov'),
    repeat(Buffer.concat([u32(8), text(type)]), bytes),
  ])
}

/** A FLAC of empty blocks of padding, or of comments that hold nothing. */
function blocks(kind: number, content: Buffer, bytes: number): Buffer {
  const streamInfo = Buffer.concat([Buffer.from([0, 0, 0, 34]), Buffer.alloc(34, 16)])
  return Buffer.concat([
    text('fLaC'),
    streamInfo,
    repeat(Buffer.concat([Buffer.from([kind, 0, 0, content.length]), content]), bytes),
  ])
}

/** The shortest frames of ADTS. */
const adts = (bytes: number) => repeat(Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x01, 0x1f, 0xfc, 0x00]), bytes)

const pngChunk = (type: string, content: Buffer) =>
  Buffer.concat([u32(content.length), text(type), content, u32(crc32(content, crc32(text(type))))])

/**
 * A PNG of one colour: `depth` bits in each of `channels`, maybe interlaced; its lines are all alike, so it is small.
 */
export function png({
  side,
  depth,
  interlaced = false,
  colour = 0,
}: {
  side: number
  depth: number
  interlaced?: boolean
  colour?: 0 | 6
}): Buffer {
  const channels = colour === 6 ? 4 : 1
  // Seven passes of an interlaced picture hold a little more than its lines; what is too much is not read.
  const bytes = Math.ceil((side * depth * channels) / 8 + 1) * side + (interlaced ? 16 * side : 0)
  const header = Buffer.concat([u32(side), u32(side), Buffer.from([depth, colour, 0, 0, interlaced ? 1 : 0])])
  const content = deflateSync(Buffer.alloc(bytes), { level: 9, memLevel: 9 })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', content),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A GIF whose frames are one pixel each. */
function frames(count: number, side: number): Buffer {
  const size = Buffer.from([side & 255, side >> 8, side & 255, side >> 8])
  const begin = Buffer.concat([text('GIF89a'), size, Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255])])
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]),
  ])
  return Buffer.concat([begin, repeat(frame, frame.length * count), Buffer.from([0x3b])])
}

/** A TIFF whose directories go on and on, each pointing to the next. */
function directories(count: number): Buffer {
  const entry = (tag: number, kind: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(tag, 0)
    bytes.writeUInt16LE(kind, 2)
    bytes.writeUInt32LE(1, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const entries = [
    entry(256, 4, 30_000),
    entry(257, 4, 30_000),
    entry(258, 3, 8),
    entry(259, 3, 1),
    entry(262, 3, 1),
    entry(273, 4, 8),
    entry(278, 4, 30_000),
    entry(279, 4, 8),
  ]
  const length = 2 + entries.length * 12 + 4
  const all = Array.from({ length: count }, (_, index) =>
    Buffer.concat([Buffer.from([entries.length, 0]), ...entries, u32le(8 + (index + 1) * length)]),
  )
  return Buffer.concat([text('II'), Buffer.from([42, 0]), u32le(8), ...all])
}

/** An Ogg of pages that hold nothing. */
function pages(bytes: number): Buffer {
  const page = (flags: number, content: Buffer) =>
    Buffer.concat([
      text('OggS'),
      Buffer.from([0, flags]),
      Buffer.alloc(8),
      u32le(7),
      Buffer.alloc(8),
      Buffer.from([1, content.length]),
      content,
    ])
  const head = Buffer.concat([text('OpusHead'), Buffer.from([1, 1, 0, 0]), u32le(48_000), Buffer.from([0, 0, 0])])
  return Buffer.concat([page(2, head), repeat(page(0, Buffer.alloc(0)), bytes)])
}

/** A ZIP whose entries are empty. */
function entries(bytes: number): Buffer {
  return repeat(Buffer.concat([text('PK\x03\x04'), Buffer.alloc(22), Buffer.from([1, 0, 0, 0]), text('a')]), bytes)
}

/** Name and bytes of each, of some megabytes at most. */
export const hostileFiles: [string, () => Buffer][] = [
  ['empty frames of ID3v2.2.mp3', () => tagged(2, Buffer.concat([text('TXX'), Buffer.from([0, 0, 0])]), 3_000_000)],
  ['empty frames of ID3v2.3.mp3', () => tagged(3, Buffer.concat([text('TXXX'), u32(1), Buffer.alloc(3)]), 3_000_000)],
  [
    'empty frames of ID3v2.4.mp3',
    () => tagged(4, Buffer.concat([text('TXXX'), syncSafe(1), Buffer.alloc(3)]), 3_000_000),
  ],
  [
    'empty tags one after the other.mp3',
    () => repeat(Buffer.concat([text('ID3'), Buffer.from([3, 0, 0]), Buffer.alloc(4)]), 3_000_000),
  ],
  ['empty chunks.wav', () => listed(3_000_000)],
  ['empty elements.webm', () => voids(3_000_000)],
  ['empty boxes.mp4', () => boxes('free', 3_000_000)],
  ['empty tracks.mp4', () => boxes('trak', 3_000_000)],
  ['empty fragments.mp4', () => boxes('moof', 3_000_000)],
  ['empty padding.flac', () => blocks(1, Buffer.alloc(0), 3_000_000)],
  ['empty comments.flac', () => blocks(4, Buffer.alloc(8), 3_000_000)],
  ['shortest frames.aac', () => adts(3_000_000)],
  ['empty pages.opus', () => pages(3_000_000)],
  ['empty entries.zip', () => entries(3_000_000)],
  ['16000 by 16000.png', () => png({ side: 16_000, depth: 1 })],
  ['interlaced, 16 bit.png', () => png({ side: 5000, depth: 16, interlaced: true })],
  ['interlaced, 16 bit, four channels.png', () => png({ side: 4000, depth: 16, interlaced: true, colour: 6 })],
  ['many frames.gif', () => frames(200_000, 1)],
  ['many frames on a large screen.gif', () => frames(10_000, 6000)],
  ['many directories.tiff', () => directories(20_000)],
]
