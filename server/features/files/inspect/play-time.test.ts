import { expect, test } from 'vitest'
import { detectType } from './detect-type.ts'
import { piecesOf } from './pieces.ts'
import { playTimeOf } from './play-time.ts'
import { readWebm } from './webm.ts'

type Length = 'known' | 'unknown'
const element = (id: number[], content: Buffer, length: Length = 'known') => {
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE((1n << 56n) | (length === 'known' ? BigInt(content.length) : (1n << 56n) - 1n))
  return Buffer.concat([Buffer.from(id), size, content])
}
const uint = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const block = (offset: number) => {
  const head = Buffer.from([0x81, 0, 0, 0x80])
  head.writeInt16BE(offset, 1)
  return Buffer.concat([head, Buffer.alloc(50)])
}

/**
 * A WebM as a browser's recorder makes it: lengths unknown, no duration. One cluster each second, blocks at 0 and 500
 * ms.
 */
function recorded(seconds: number, pictures: boolean, length: Length = 'unknown'): Buffer {
  const track = element(
    [0xae],
    Buffer.concat([
      element([0xd7], Buffer.from([1])),
      element([0x73, 0xc5], Buffer.from([1])),
      element([0x83], Buffer.from([pictures ? 1 : 2])),
      element([0x86], Buffer.from(pictures ? 'V_VP8' : 'A_OPUS')),
      pictures
        ? element([0xe0], Buffer.concat([element([0xb0], uint(64)), element([0xba], uint(48))]))
        : element([0xe1], element([0x9f], Buffer.from([1]))),
    ]),
  )
  const clusters = Array.from({ length: seconds }, (_, second) =>
    element(
      [0x1f, 0x43, 0xb6, 0x75],
      Buffer.concat([element([0xe7], uint(second * 1000)), element([0xa3], block(0)), element([0xa3], block(500))]),
      length,
    ),
  )
  return Buffer.concat([
    element(
      [0x1a, 0x45, 0xdf, 0xa3],
      Buffer.concat([element([0x42, 0x82], Buffer.from('webm')), element([0x42, 0x87], Buffer.from([4]))]),
    ),
    element(
      [0x18, 0x53, 0x80, 0x67],
      Buffer.concat([
        element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], uint(1_000_000))),
        element([0x16, 0x54, 0xae, 0x6b], track),
        ...clusters,
      ]),
      length,
    ),
  ])
}

const webm = (bytes: Buffer) => readWebm(piecesOf(bytes))

test.each(['known', 'unknown'] as const)(
  'a recording without a duration, of %s lengths, lasts until its last block',
  length => {
    expect(webm(recorded(4, false, length)).seconds).toBe(3.5)
  },
)

test('a recording that breaks off lasts as long as what is there', () => {
  const all = recorded(4, false)
  expect(webm(all.subarray(0, -10)).seconds).toBe(3.5)
  expect(webm(all.subarray(0, 30)).seconds).toBe(0)
  expect(webm(Buffer.alloc(1000)).seconds).toBe(0)
})

test.each([
  [true, 'pictures'],
  [false, 'only sound'],
])('a recorded WebM is told to have pictures: %s (%s)', async pictures => {
  const pieces = piecesOf(recorded(4, pictures))
  expect((await detectType(pieces, 'webm', false)).contentType).toBe('video/webm')
  expect(await playTimeOf(pieces, 'video/webm')).toEqual({ seconds: 4, hasPictures: pictures })
})

const box = (type: string, ...content: Buffer[]) => {
  const held = Buffer.concat(content)
  return Buffer.concat([uint(held.length + 8), Buffer.from(type), held])
}

/** A film as phones record it: its facts come after the pictures. */
function filmed(brand: string, milliseconds: number): Buffer {
  const handler = (of: string) => box('hdlr', uint(0), uint(0), Buffer.from(of), Buffer.alloc(13))
  const track = (of: string) => box('trak', box('mdia', handler(of)))
  return Buffer.concat([
    box('ftyp', Buffer.from(brand), uint(0), Buffer.from(brand)),
    box('mdat', Buffer.alloc(3000)),
    box('moov', box('mvhd', uint(0), uint(0), uint(0), uint(1000), uint(milliseconds)), track('soun'), track('vide')),
  ])
}

/** Frames of AAC, of 1,024 samples each at 44,100 a second, with `size` bytes. */
function adts(frames: number, size = 100): Buffer {
  const head = Buffer.from([0xff, 0xf1, 0x50, 0x80 | (size >> 11), (size >> 3) & 255, ((size & 7) << 5) | 31, 0xfc])
  return Buffer.concat(Array.from({ length: frames }, () => Buffer.concat([head, Buffer.alloc(size - head.length)])))
}

/** Frames of AMR, of 20 ms each. */
const amr = (magic: string, kind: number, size: number, frames: number) =>
  Buffer.concat([
    Buffer.from(magic),
    ...Array.from({ length: frames }, () => Buffer.concat([Buffer.from([(kind << 3) | 4]), Buffer.alloc(size - 1)])),
  ])

/** Sound of Apple's Voice Memos: packets of 1,024 samples at 44,100 a second, counted at its beginning. */
function caf(packets: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const head = Buffer.alloc(12)
    head.write(type)
    head.writeBigInt64BE(BigInt(content.length), 4)
    return Buffer.concat([head, content])
  }
  const description = Buffer.alloc(32)
  description.writeDoubleBE(44_100)
  description.write('aac ', 8)
  description.writeUInt32BE(1024, 20)
  const table = Buffer.alloc(24)
  table.writeBigInt64BE(BigInt(packets))
  table.writeBigInt64BE(BigInt(packets * 1024), 8)
  return Buffer.concat([
    Buffer.from([0x63, 0x61, 0x66, 0x66, 0, 1, 0, 0]),
    chunk('desc', description),
    chunk('pakt', table),
    chunk('data', Buffer.alloc(500)),
  ])
}

test.each([
  ['a film of an iPhone', 'mov', 'video/quicktime', filmed('qt  ', 3400), { seconds: 3, hasPictures: true }],
  ['a film of an Android phone', 'mp4', 'video/mp4', filmed('mp42', 61_000), { seconds: 61, hasPictures: true }],
  ['a film of an older phone', '3gp', 'video/3gpp', filmed('3gp5', 200), { seconds: 1, hasPictures: true }],
  ['sound in AAC', 'aac', 'audio/aac', adts(431), { seconds: 10 }],
  ['sound in AMR', 'amr', 'audio/amr', amr('#!AMR\n', 7, 32, 250), { seconds: 5 }],
  ['sound in wide AMR', 'amr', 'audio/amr', amr('#!AMR-WB\n', 2, 33, 350), { seconds: 7 }],
  ['sound in CAF', 'caf', 'audio/x-caf', caf(129), { seconds: 3 }],
])('%s is known by its bytes, and for how long it plays', async (_, extension, contentType, bytes, played) => {
  const pieces = piecesOf(bytes)
  expect((await detectType(pieces, extension, false)).contentType).toBe(contentType)
  expect(await playTimeOf(pieces, contentType)).toMatchObject(played)
})

test('what cannot be read plays for no time', async () => {
  expect(await playTimeOf(piecesOf(Buffer.from('no sound at all')), 'audio/mpeg')).toMatchObject({ seconds: 0 })
})

test('nonsense after a good beginning does no harm', () => {
  const begin = recorded(1, false)
  for (let seed = 1; seed < 200; seed += 1) {
    const noise = Buffer.from(Array.from({ length: 60 }, (_, at) => (seed * 7919 + at * at * seed * 31) % 256))
    expect(webm(Buffer.concat([begin, noise])).seconds).toBeGreaterThanOrEqual(0)
  }
})
