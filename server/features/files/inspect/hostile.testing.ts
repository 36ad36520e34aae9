import { crc32, deflateSync, inflateRawSync } from 'node:zlib'

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

/** An AVIF of one colour with 9990 by 9990 pixels, which takes 2.4 KB, in a container of this brand. */
function heif(brand: 'avif' | 'heic'): Buffer {
  const bytes = inflateRawSync(Buffer.from(avif, 'base64'))
  bytes.write(brand, 8, 'latin1')
  return bytes
}

/** A WebP of one colour and so many pixels on each side, at most 16,384: what it takes does not grow with them. */
function webp(side: number): Buffer {
  const bytes = Buffer.from('UklGRiIAAABXRUJQVlA4TBUAAAAvPoAPAAcQ/Y/+B4CE8P+9FtH/1A4A', 'base64')
  bytes.writeUInt32LE(((side - 1) | ((side - 1) << 14)) >>> 0, 21)
  return bytes
}

/** A progressive JPEG that says it has so many pixels on each side, and whose last scan comes again and again. */
function scans(small: Buffer, side: number, bytes: number): Buffer {
  const head = Buffer.from(small)
  const frame = head.indexOf(Buffer.from([0xff, 0xc2]))
  head.writeUInt16BE(side, frame + 5)
  head.writeUInt16BE(side, frame + 7)
  const last = head.lastIndexOf(Buffer.from([0xff, 0xda]))
  return Buffer.concat([head.subarray(0, last), repeat(head.subarray(last, -2), bytes), Buffer.from([0xff, 0xd9])])
}

const avif =
  'Y2BgkEkrqSxILMtMYwCC3Mw0QxA7NzMRxL+Wm1qSyAABihkpOUVQNkNBZnIJAxpQyszJTwYxXBwYGIEQBH5BaQaOc0BCOTMzD2wNWFQUyEllgv'
  + 'ISywwMQUy+gsySXLiSsMyCogIgbZFZkJwPpHkSywydG+3BmkQyiwtSIYars0Ewg0BBZkUmSISZg4MDSIllFuTC3A90EnMjEzPQKddyUxJLhBi4'
  + 'uO2/p7POEV3CYiLlYLRHUJj/U1LL+///P6Y/cGA4ef6U1nfJmp1JIrfDsxK9nqksabH03v9o7b5XDhFsNV1fu2y4RBeoLVE33P3hm4zjlU1ZBR'
  + 'NF386e9FzZ8Hxn4vSJXtv2G9fPc3USWWrW073fNYxdSPelau6eFVU+G2pu9dhXCh6d9Xe3cFCSTHlQeP4De1dnSTcTx7rV3xl01nibuJq/ly5w'
  + 'r7Xi/WwkFS6q9sm2wlCpRyNUns1Wd0J1zfS7LKVeU7nubH+ZtCCiUDXtn5m59fQp3qd2iH6Vdbo9t5nB0J8n5HPh1bjO24e3f3uw5E4NqlceC8'
  + '1Xjw/Mun78VLKWYJrrJU3pvdUsU+b7Ve8XWX5UKat03dU5Z2+91JM0fXlvVXBoknVyyBtuz22Ve9a/229he3qfoGDIpK/vD1X3lh6Tu+66ZZfr'
  + '3ylLLPfpvi/Rc/SP/93Z58J+dE9gKZ+wWrqtzHpmJoGBtX02BbY/E3F7E112PzFyi5n+Be3nwmkZTuudIoJ+5z4QuXipTGvK3p5/Ia7TroRcPL'
  + 'XOyGxaua3PZl55w0kpYjYy/bxC+ws2fwr+9M8htuO+x+f579xqAzmTb6379yV536P3R839O6ftMXTYjeI4Ti3fj9mmN+7++77lylx3SYtZ4sz7'
  + '3Gd8yt0op99/gXPa/AcW3w+/Ku5be+63nb6f/c1/ps7BVW7K3kzVB1cvSOhYf+bfjVbmPdyLophyjhcFSt8Wavz44+apnq0Ls+24bLSK+HbGVb'
  + '8oqjVbkbRp/fKgXr2mjgdnHu47t45x+5Fdh541f1PQbniop6mucaT19xIjk6DSBcUVPubhczar88wob1i1PTtv4ZRoG47lCycsEii4/o/916bY'
  + '86c0hU6J7LV8m7La4mrFUQ1eBzvRBSs0vGTs96xqCVu7wuwOzzafmw8X8xp7+Tl41kr4e5RvLX/7+fTDTU9vnf38dmNlR3ZAaFg2z33xDc5qDR'
  + 'HfJCInr9uz22SSbtxD5wgXGhtfQ6rxIZnfD/3Q2mjIq6c6u27WsftTY/MZUz6/vbDhb5PsnId7rx8xvii8/JC914HQzzNjnPkdPhx+lOJ3Z73+'
  + '/j1zups2qOb+Vzkq4qHVczBUaIVo42jEj9CIPz/EIt7uv5X9rgXrLx5r8dn999CX1l3nZokI1hfeOso6sWrNkrrZbyppFlvxXO/mVb684FWwNG'
  + '/ycq+4r5/OCDa7O3uuF9vBYc8ZcF4zawCtHpg01Mvi9Wil6pKJR1ocL4impVkfF981dR9ndHprUFUFAA=='

/** A progressive JPEG of 8 by 8 pixels. */
const progressive = Buffer.from(
  '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE'
    + '4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAIAAgDASIAAhEBAxEB/8QAFQAB'
    + 'AQAAAAAAAAAAAAAAAAAAAAT/xAAVAQEBAAAAAAAAAAAAAAAAAAADBf/aAAwDAQACEAMQAAABnA0v/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA'
    + 'gBAQABBQJ//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPwF//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPwF//8QAFBABAAAA'
    + 'AAAAAAAAAAAAAAAAAP/aAAgBAQAGPwJ//8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPyF//9oADAMBAAIAAwAAABDz/8QAFBEBAAAAAA'
    + 'AAAAAAAAAAAAAAAP/aAAgBAwEBPxB//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxB//8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgB'
    + 'AQABPxB//9k=',
  'base64',
)

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
  ['9990 by 9990.avif', () => heif('avif')],
  ['9990 by 9990.heic', () => heif('heic')],
  ['16383 by 16383.webp', () => webp(16_383)],
  ['6300 by 6300.webp', () => webp(6300)],
  ['progressive, 60000 by 60000.jpg', () => scans(progressive, 60_000, 0)],
  ['progressive, many scans.jpg', () => scans(progressive, 6300, 3_000_000)],
  ['many directories.tiff', () => directories(20_000)],
]
