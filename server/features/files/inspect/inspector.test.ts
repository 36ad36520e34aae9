import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hostileFiles, png } from './hostile.testing.ts'
import { createInspector, shareOf } from './inspector.ts'
import type { Inspector } from './inspector.ts'

const alice = 1
const mallory = 2
let folder: string
let inspector: Inspector
beforeAll(() => {
  inspector = createInspector({ work: 1000, deadline: 15_000 })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-inspect-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => inspector[Symbol.dispose]())

async function put(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name.replaceAll(' ', '-'))
  await writeFile(path, bytes)
  return path
}
async function look(personId: number, name: string, bytes: Uint8Array) {
  return inspector.look(personId, await put(name, bytes), name.split('.').at(-1) ?? '')
}
/** Of this process; none where the system does not tell. */
const children = async () =>
  (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').catch(() => '')).match(/\d+/g) ?? []
const honest = () => png({ side: 40, depth: 8 })

describe('a file made to cost', () => {
  test.each(hostileFiles)('is known for little work: %s', async (name, make) => {
    const { facts, found } = await look(mallory, name, make())
    expect(facts.extension).toBe(name.split('.').at(-1))
    expect((found.still?.bytes.length ?? 0) + (found.moving?.bytes.length ?? 0)).toBeLessThan(100_000)
    // Whatever became of it, the next one is looked at.
    expect((await look(alice, 'a.png', honest())).found.still?.contentType).toBe('image/webp')
  })

  test('keeps nobody else waiting, however many of them one person sends', async () => {
    const [, make] = hostileFiles.find(([each]) => each === 'empty chunks.wav') ?? ['', () => Buffer.alloc(0)]
    using fresh = createInspector({ work: 1000, deadline: 15_000, shortDeadline: 15_000, shortPatience: 60_000 })
    const [chunks, picture] = [await put('chunks.wav', make()), await put('a.png', honest())]
    // Both processes are there.
    await Promise.all([fresh.look(alice, picture, 'png'), fresh.look(mallory, picture, 'png')])
    let theirs = 0
    for (let count = 0; count < 5; count += 1)
      void fresh.look(mallory, chunks, 'wav').then(() => {
        theirs += 1
      })
    expect((await fresh.look(alice, picture, 'png')).found.still).toBeDefined()
    // Some of theirs may have ended while this one was drawn.
    expect(theirs).toBeLessThanOrEqual(2)
  })
})

describe('the process that looks into files', () => {
  test.each([1, 1.5, 2, 4, 16, 256])(
    'has its share of a machine of %f GB, and no more than half of 2 GB',
    gigabytes => {
      const machine = gigabytes * 1024 ** 3
      const { lanes, memory } = shareOf(machine)
      expect(((lanes + 1) * memory) / machine).toBeLessThan(gigabytes < 2 ? 0.65 : 0.5)
      expect(memory).toBeGreaterThan(300 * 1024 ** 2)
      expect(memory).toBeLessThanOrEqual(512 * 1024 ** 2)
    },
  )

  test.runIf(process.platform === 'linux')('is what Linux ends first where memory runs out', async () => {
    using fresh = createInspector()
    const before = new Set(await children())
    await fresh.look(alice, await put('a.png', honest()), 'png')
    const started = (await children()).filter(pid => !before.has(pid))
    expect(started.length).toBeGreaterThan(0)
    for (const pid of started) expect(Number(await readFile(`/proc/${pid}/oom_score_adj`, 'utf8'))).toBe(800)
  })

  test('may take no more memory than it is given, and is replaced', async () => {
    using small = createInspector({ memory: 130 * 1024 * 1024 })
    const wide = await sharp({ create: { width: 4000, height: 4000, channels: 4, background: 'red' } })
      .png({ progressive: true })
      .toBuffer()
    expect(await small.look(mallory, await put('wide.png', wide), 'png')).toEqual({
      facts: { contentType: 'image/png', extension: 'png' },
      found: {},
    })
    expect((await small.look(alice, await put('a.txt', Buffer.from('words')), 'txt')).facts.contentType).toBe(
      'text/plain',
    )
  })

  test('looks again after it was killed from outside', async () => {
    expect((await look(alice, 'a.png', honest())).found.still).toBeDefined()
    for (const pid of await children()) {
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // One of an inspector of another test, that has ended meanwhile.
      }
    }
    const results = [await look(alice, 'b.png', honest()), await look(alice, 'c.png', honest())]
    expect(results.at(-1)?.found.still).toBeDefined()
  })

  test('sees the path of a file wherever the server was started', async () => {
    const path = await put('a.png', honest())
    const here = process.cwd()
    process.chdir(tmpdir())
    try {
      expect((await inspector.look(alice, path.slice(tmpdir().length + 1), 'png')).found.still).toBeDefined()
    } finally {
      process.chdir(here)
    }
  })

  test('tells what a file is by its name if it could not look', async () => {
    expect(await inspector.look(alice, join(folder, 'gone.csv'), 'csv')).toEqual({
      facts: { contentType: 'text/csv', extension: 'csv' },
      found: {},
    })
  })
})

describe('pictures', () => {
  test('of no more than forty megapixels get a thumbnail, photos of a hundred too', async () => {
    expect((await look(alice, 'a.png', png({ side: 6000, depth: 1 }))).found.still).toBeDefined()
    expect((await look(alice, 'b.png', png({ side: 6500, depth: 1 }))).found.still).toBeUndefined()
  })

  test('of a kind that is decoded as a whole get one if they are smaller', async () => {
    const shot = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: 'red' } })
    const avif = (side: number) => shot(side).avif({ effort: 0, quality: 1 }).toBuffer()
    const jpeg = (progressive: boolean) => shot(7000).jpeg({ progressive, quality: 1 }).toBuffer()
    expect((await look(alice, 'a.avif', await avif(2000))).found.still).toBeDefined()
    expect((await look(alice, 'b.avif', await avif(3700))).found.still).toBeUndefined()
    expect((await look(alice, 'a.jpg', await jpeg(false))).found.still).toBeDefined()
    expect((await look(alice, 'b.jpg', await jpeg(true))).found.still).toBeUndefined()
  })

  test('of a kind that is not read are never decoded', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
    )
    expect(await look(mallory, 'a.svg', svg)).toMatchObject({
      facts: { contentType: 'application/octet-stream' },
      found: {},
    })
  })

  test('that move have a thumbnail that moves, one that stands, and no words of their owner', async () => {
    const frame = (colour: string) =>
      sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
        .png()
        .toBuffer()
    const all = await Promise.all(['red', 'green', 'blue'].map(frame))
    const gif = await sharp(all, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer()
    const webp = await sharp(all, { join: { animated: true } })
      .withExif({ IFD0: { Make: 'Camera' } })
      .webp({ delay: [100, 100, 100] })
      .toBuffer()
    expect((await sharp(webp).metadata()).exif).toBeDefined()
    for (const [name, bytes] of [
      ['a.gif', gif],
      ['a.webp', webp],
    ] as const) {
      const {
        found: { still, moving },
      } = await look(alice, name, bytes)
      expect((await sharp(still?.bytes).metadata()).pages ?? 1).toBe(1)
      const about = await sharp(moving?.bytes).metadata()
      expect(about).toMatchObject({ pages: 3, format: 'webp' })
      expect(about.exif).toBeUndefined()
    }
  })

  test('that are an animated PNG move without what is not drawn', async () => {
    const { found } = await look(alice, 'a.png', apng(3))
    expect(found.still).toBeDefined()
    const text = Buffer.from(found.moving?.bytes ?? []).toString('latin1')
    expect(text).toContain('fdAT')
    expect(text).not.toContain('secret place')
    expect((await look(alice, 'b.png', apng(1))).found.moving).toBeUndefined()
    expect((await look(alice, 'c.png', apng(500))).found.moving).toBeUndefined()
  })
})

/** Frames of one pixel; with a text chunk and an EXIF chunk. */
function apng(frames: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const plain = png({ side: 1, depth: 8 })
    const sum = crc32(Buffer.concat([Buffer.from(type), content]))
    return type === 'IHDR'
      ? plain.subarray(8, 33)
      : Buffer.concat([whole(content.length), Buffer.from(type), content, whole(sum)])
  }
  const whole = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length)
    for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
    return bytes
  }
  const control = (sequence: number) =>
    chunk('fcTL', Buffer.concat([whole(sequence, 1, 1, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]))
  const pixel = deflateSync(Buffer.from([0, 128]))
  const rest = Array.from({ length: frames - 1 }, (_, index) =>
    Buffer.concat([control(2 * index + 1), chunk('fdAT', Buffer.concat([whole(2 * index + 2), pixel]))]),
  )
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.alloc(0)),
    chunk('acTL', whole(frames, 0)),
    chunk('tEXt', Buffer.from('Comment\0secret place')),
    chunk('eXIf', Buffer.from('MM\0*\0\0\0\x08\0\0secret place')),
    control(0),
    chunk('IDAT', pixel),
    ...rest,
    chunk('IEND', Buffer.alloc(0)),
  ])
}
