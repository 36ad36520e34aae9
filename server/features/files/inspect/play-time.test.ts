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
