import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BlobsUnavailable } from './blobs.ts'
import type { Blobs } from './blobs.ts'
import { createFolderBlobs } from './folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-blobs-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const backends: [string, () => Blobs][] = [['a folder', () => createFolderBlobs({ folder })]]
const namesOf = async (blobs: Blobs) => (await Array.fromAsync(blobs.list())).sort()

describe.each(backends)('blobs in %s', (_, open) => {
  test('give back what was written, from a buffer and from a stream', async () => {
    const blobs = open()
    expect(await blobs.write('abc.txt', Buffer.from('hello'))).toBe(5)
    expect(await blobs.write('_-x', Readable.from([Buffer.from('你'), Buffer.from('好')]))).toBe(6)
    expect(await text(blobs.read('abc.txt'))).toBe('hello')
    expect(await text(blobs.read('_-x'))).toBe('你好')
    expect(await blobs.size('abc.txt')).toBe(5)
    expect(await namesOf(blobs)).toEqual(['_-x', 'abc.txt'])
  })

  test('keep an empty blob', async () => {
    const blobs = open()
    expect(await blobs.write('empty', Readable.from([]))).toBe(0)
    expect(await blobs.size('empty')).toBe(0)
    expect((await buffer(blobs.read('empty'))).length).toBe(0)
  })

  test('give a range with both ends', async () => {
    const blobs = open()
    await blobs.write('digits', Buffer.from('0123456789'))
    expect(await text(blobs.read('digits', { start: 2, end: 4 }))).toBe('234')
    expect(await text(blobs.read('digits', { start: 9, end: 9 }))).toBe('9')
  })

  test('lend a path that holds the bytes', async () => {
    const blobs = open()
    await blobs.write('lent.txt', Buffer.from('on loan'))
    expect(await blobs.withPath('lent.txt', path => readFile(path, 'utf8'))).toBe('on loan')
  })

  test('keep nothing of a source that breaks off', async () => {
    const blobs = open()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000)
        throw new Error('line is dead')
      })(),
    )
    await expect(blobs.write('broken', broken)).rejects.toThrow('line is dead')
    expect(await blobs.size('broken')).toBeUndefined()
    expect(await namesOf(blobs)).toEqual([])
  })

  test('keep nothing of a source that is destroyed without an error', async () => {
    const blobs = open()
    const source = new PassThrough()
    source.once('data', () => source.destroy())
    source.write(Buffer.alloc(1000))
    await expect(blobs.write('destroyed', source)).rejects.toThrow()
    expect(await namesOf(blobs)).toEqual([])
  })

  test('are gone after being removed, and removing what is not there is nothing', async () => {
    const blobs = open()
    await blobs.write('gone', Buffer.from('x'))
    await blobs.remove('gone')
    await blobs.remove('gone')
    expect(await blobs.size('gone')).toBeUndefined()
  })

  test.each(['../escape', 'a/b', '.hidden', 'a.TXT', 'a.b.c', '', 'x'.repeat(200), 'nul\0'])(
    'refuse the name %j',
    async name => {
      const blobs = open()
      await expect(blobs.write(name, Buffer.from('x'))).rejects.toThrow('not a name')
      expect(await namesOf(blobs)).toEqual([])
    },
  )

  test('outlive the object that wrote them', async () => {
    await open().write('kept', Buffer.from('still here'))
    expect(await text(open().read('kept'))).toBe('still here')
  })
})

describe('the folder', () => {
  test('forgets what a crash left half-written', async () => {
    createFolderBlobs({ folder })
    await writeFile(join(folder, 'tmp', 'half'), 'half')
    createFolderBlobs({ folder })
    expect(await readdir(join(folder, 'tmp'))).toEqual([])
  })

  test('says that it is unavailable when its place is taken away, and works again afterwards', async () => {
    const blobs = createFolderBlobs({ folder })
    await blobs.write('before', Buffer.from('x'))
    await rm(join(folder, 'tmp'), { recursive: true })
    await writeFile(join(folder, 'tmp'), 'in the way')
    await expect(blobs.write('during', Buffer.from('x'))).rejects.toThrow(BlobsUnavailable)
    await rm(join(folder, 'tmp'))
    createFolderBlobs({ folder })
    expect(await blobs.write('after', Buffer.from('x'))).toBe(1)
    expect(await namesOf(blobs)).toEqual(['after', 'before'])
  })

  test.skipIf(process.platform === 'win32')(
    'keeps nothing and says so when the disk takes no more bytes in the middle',
    async () => {
      const module = fileURLToPath(new URL('./folder.ts', import.meta.url))
      const script = `
      const { createFolderBlobs } = await import(${JSON.stringify(module)})
      const blobs = createFolderBlobs({ folder: ${JSON.stringify(folder)} })
      await blobs.write('small', Buffer.alloc(1000))
      const said = await blobs.write('large', Buffer.alloc(10_000_000)).catch(reason => reason.name)
      console.log(said, (await Array.fromAsync(blobs.list())).join())`
      const child = spawn('sh', [
        '-c',
        'ulimit -f 200; exec "$0" --input-type=module -e "$1"',
        process.execPath,
        script,
      ])
      expect((await text(child.stdout)).trim()).toBe('BlobsUnavailable small')
      expect(await readdir(join(folder, 'tmp'))).toEqual([])
    },
  )
})
