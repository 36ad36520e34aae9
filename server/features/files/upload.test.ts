import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer, json, text } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '../../../contract/failures.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { drain } from '../../http/drain.ts'
import { urlsOn } from '../../lib/route.ts'
import type { Viewer } from '../../lib/route.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import { createFiles } from './files.ts'
import type { Files } from './files.ts'
import { createInspector } from './inspect/inspector.ts'
import { png } from './inspect/hostile.testing.ts'
import { fileWire } from './wire.ts'

type Said = { failure?: string; message?: string; file?: StoredFile }

const fileLimit = 1024 * 1024
const inspector = createInspector()
afterAll(() => inspector[Symbol.dispose]())
let folder: string
let origin: string
let store: Store
let files: Files
let alice: Viewer
let heard: Promise<Said>[]
let blobs: ReturnType<typeof createFolderBlobs>
let server: ReturnType<typeof createServer>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-files-'))
  store = await openSqliteStore({ folder: join(folder, 'store') })
  blobs = createFolderBlobs({ folder: join(folder, 'blobs') })
  files = createFiles({ store, blobs, clock: () => 1000, fileLimit, inspector })
  const id = await store.users.create({ username: 'alice', trueName: '爱丽丝', passwordHash: '-', createdAt: 1 })
  const user = await store.users.find(id)
  if (!user) throw new Error('alice is missing')
  alice = {
    user,
    token: {
      hash: 'x',
      userId: id,
      platform: 'web',
      kind: 'web',
      device: '',
      brand: '',
      address: '',
      createdAt: 1,
      usedAt: 1,
      stage: 'full',
    },
  }
  heard = []
  server = createServer((raw, answer) => {
    const said = files.upload(alice, raw).then(
      (file): Said => ({ file }),
      (reason: unknown): Said => ({
        failure: reason instanceof Failure ? reason.failure : String(reason),
        message: String(reason),
      }),
    )
    heard.push(said)
    void said.then(result => {
      drain(raw) // as the server does for whatever is refused
      answer.end(JSON.stringify(result))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const kept = async () => Array.fromAsync(blobs.list())
const post = async (body: FormData | string, headers: Record<string, string> = {}) =>
  (await (await fetch(origin, { method: 'POST', body, headers })).json()) as Said
const form = (...parts: [string, string | Uint8Array<ArrayBuffer>, string?][]) => {
  const data = new FormData()
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value)
    else data.append(name, new Blob([value], { type: 'text/html' }), fileName)
  }
  return data
}
const bytes = (text: string) => new TextEncoder().encode(text)
const multipart = (lines: string[]) => post(lines.join('\r\n'), { 'Content-Type': 'multipart/form-data; boundary=cut' })

describe('an upload', () => {
  test('is kept with its name, size and owner, the file after the fields', async () => {
    const { file } = await post(
      form(['userId', String(alice.user.id)], ['size', '5'], ['file', bytes('hello'), '报告 v2.TXT']),
    )
    expect(file).toMatchObject({
      ownerId: alice.user.id,
      name: '报告 v2.TXT',
      extension: 'txt',
      contentType: 'text/plain',
      size: 5,
      playTime: 0,
      thumbBlob: null,
      createdAt: 1000,
    })
    expect(file?.blob).toMatch(/^[A-Za-z0-9_-]{32}\.txt$/)
    expect(await kept()).toEqual([file?.blob])
    expect(await store.files.find(file?.id ?? 0)).toEqual(file)
  })

  test('is kept with the file before the fields', async () => {
    const { file } = await post(form(['file', bytes('hello'), 'a.txt'], ['userId', String(alice.user.id)]))
    expect(file?.size).toBe(5)
  })

  test.each(['before', 'after'])(
    'in the name of somebody else is refused when that is said %s the file',
    async place => {
      const other: [string, string] = ['userId', '999']
      const file: [string, Uint8Array<ArrayBuffer>, string] = ['file', new Uint8Array(300_000), 'a.bin']
      const { failure } = await post(place === 'before' ? form(other, file) : form(file, other))
      expect(failure).toBe('viewer.mismatch')
      expect(await kept()).toEqual([])
    },
  )

  test('of exactly the limit is taken, one byte more is not', async () => {
    expect((await post(form(['file', new Uint8Array(fileLimit), 'a.bin']))).file?.size).toBe(fileLimit)
    expect(await kept()).toHaveLength(1)
    const { failure, message } = await post(form(['file', new Uint8Array(fileLimit + 1), 'a.bin']))
    expect(failure).toBe('file.tooLarge')
    expect(message).toContain('1 MB')
    expect(await kept()).toHaveLength(1)
  })

  test('that is far too large is answered although its sender goes on sending', async () => {
    expect((await post(form(['file', new Uint8Array(20 * fileLimit), 'a.bin']))).failure).toBe('file.tooLarge')
    const sending = request(origin, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=cut' },
    })
    sending.write('--cut\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n')
    for (let count = 0; count < 20; count += 1) sending.write(Buffer.alloc(fileLimit))
    sending.end()
    const [answer] = await once(sending, 'response')
    const done = once(sending, 'close')
    expect(await json(answer)).toMatchObject({ failure: 'file.tooLarge' })
    await done
    expect(await kept()).toEqual([])
  })

  test('without a file, with an unnamed empty one or with two is refused', async () => {
    expect((await post(form(['size', '1']))).failure).toBe('file.missing')
    expect((await post(form(['other', bytes('x'), 'a.txt']))).failure).toBe('file.missing')
    expect(
      await multipart([
        '--cut',
        'Content-Disposition: form-data; name="file"; filename=""',
        'Content-Type: application/octet-stream',
        '',
        '',
        '--cut--',
        '',
      ]),
    ).toMatchObject({ failure: 'file.missing' })
    expect((await post(form(['file', bytes('x'), 'a.txt'], ['file', bytes('y'), 'b.txt']))).failure).toBe(
      'file.missing',
    )
    expect(await kept()).toEqual([])
  })

  test('is one of a bounded number of one person, of whom others hear nothing', async () => {
    files = createFiles({ store, blobs, clock: () => 1, fileLimit, inspector, uploadsAtOnce: 2 })
    const slow = Array.from({ length: 2 }, () => {
      const sending = request(origin, {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/form-data; boundary=cut' },
      })
      sending.on('error', () => undefined)
      sending.write('--cut\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n')
      return sending
    })
    while (heard.length < 2) await once(server, 'request')
    expect((await post(form(['file', bytes('x'), 'a.txt']))).failure).toBe('request.tooMany')
    const other = alice
    alice = { ...alice, user: { ...alice.user, id: 999 } }
    expect((await post(form(['file', bytes('x'), 'a.txt']))).file?.ownerId).toBe(999)
    alice = other
    for (const sending of slow) sending.destroy()
    await Promise.all(heard)
    expect((await post(form(['file', bytes('x'), 'a.txt']))).file?.size).toBe(1)
  })

  test('that is not multipart is refused', async () => {
    expect((await post('{}', { 'Content-Type': 'application/json' })).failure).toBe('request.unsupportedType')
    expect((await post('x', { 'Content-Type': 'multipart/mixed; boundary=x' })).failure).toBe('request.unsupportedType')
    expect((await post('x', { 'Content-Type': 'multipart/form-data' })).failure).toBe('file.broken')
  })

  test('whose form ends in the middle leaves nothing', async () => {
    const head = ['--cut', 'Content-Disposition: form-data; name="file"; filename="a.txt"', '', 'half of']
    expect((await multipart([...head, '--cut--', ''])).file?.size).toBe(7)
    expect((await multipart(head)).failure).toBe('file.broken')
    expect((await multipart(['--cut', 'Content-Disposition: form-da'])).failure).toBe('file.broken')
    expect((await multipart([''])).failure).toBe('file.broken')
    expect(await kept()).toHaveLength(1)
  })

  test('whose sender hangs up leaves nothing', async () => {
    const sending = request(origin, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=cut', 'Content-Length': '500000' },
    })
    sending.on('error', () => undefined)
    sending.write('--cut\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n')
    sending.write(Buffer.alloc(200_000))
    await once(server, 'request')
    sending.destroy()
    expect(await heard[0]).toMatchObject({ failure: 'file.broken' })
    expect(await kept()).toEqual([])
  })

  test('while storage is away is refused as such, and works again afterwards', async () => {
    await rm(join(folder, 'blobs', 'tmp'), { recursive: true })
    await writeFile(join(folder, 'blobs', 'tmp'), 'in the way')
    expect((await post(form(['file', new Uint8Array(500_000), 'a.bin']))).failure).toBe('server.storageAway')
    await rm(join(folder, 'blobs', 'tmp'))
    createFolderBlobs({ folder: join(folder, 'blobs') })
    expect((await post(form(['file', bytes('x'), 'a.bin']))).file?.size).toBe(1)
  })

  test.skipIf(process.platform === 'win32').each([20_000, 300_000, 3_000_000])(
    'of %i bytes while the disk is full is refused as such, and leaves nothing',
    async size => {
      const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
      const script = `
      const { createServer } = await import('node:http')
      const { createFolderBlobs } = await import(${module('../../blobs/folder.ts')})
      const { receiveUpload } = await import(${module('./upload.ts')})
      const { drain } = await import(${module('../../http/drain.ts')})
      const blobs = createFolderBlobs({ folder: ${JSON.stringify(join(folder, 'full'))} })
      const server = createServer((raw, answer) => {
        const needs = { ownerId: 1, limit: 1e9, nameFor: () => 'name', write: blobs.write }
        receiveUpload(raw, needs).then(() => 'taken', reason => (drain(raw), reason.name)).then(said => answer.end(said))
      }).listen(0, '127.0.0.1', async () => {
        const body = new FormData()
        body.append('file', new Blob([new Uint8Array(${size})]), 'a.bin')
        const said = await (await fetch('http://127.0.0.1:' + server.address().port, { method: 'POST', body })).text()
        console.log(said, (await Array.fromAsync(blobs.list())).length)
        process.exit()
      })`
      // A file may have 8 KB: the rest meets the same errors as on a full disk.
      const child = spawn('sh', ['-c', 'ulimit -f 16; exec "$0" --input-type=module -e "$1"', process.execPath, script])
      expect((await text(child.stdout)).trim()).toBe('BlobsUnavailable 0')
      expect(await readdir(join(folder, 'full', 'tmp'))).toEqual([])
    },
  )

  test('that cannot be written to the store leaves no bytes', async () => {
    const closed = await openSqliteStore({ folder: join(folder, 'closed') })
    await closed[Symbol.asyncDispose]()
    files = createFiles({ store: closed, blobs, clock: () => 1, fileLimit, inspector })
    const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    expect((await post(form(['file', new Uint8Array(picture), 'a.png']))).file).toBeUndefined()
    expect(await kept()).toEqual([])
  })

  test('may have an encoded name, and folders in it are dropped', async () => {
    const named = async (name: string) =>
      (await multipart(['--cut', `Content-Disposition: form-data; name=file; ${name}`, '', 'x', '--cut--', ''])).file
        ?.name
    expect(await named(`filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`)).toBe('报告.pdf')
    expect(await named('filename="../../etc/passwd"')).toBe('passwd')
    expect(await named('filename="C:\\\\dir\\\\照片.png"')).toBe('照片.png')
  })
})

describe('a picture', () => {
  test('gets an upright thumbnail without its place and camera', async () => {
    const picture = await sharp({ create: { width: 1200, height: 600, channels: 3, background: 'red' } })
      .withExif({
        IFD0: { Orientation: '6', Make: 'Camera' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(picture).metadata()).exif?.includes('Camera')).toBe(true)
    const { file } = await post(form(['file', new Uint8Array(picture), 'p.jpg']))
    expect(file).toMatchObject({ contentType: 'image/jpeg', extension: 'jpg' })
    const small = await blobs.withPath(file?.thumbBlob ?? '', path => sharp(path).metadata())
    expect(small).toMatchObject({ format: 'webp', width: 180, height: 360 })
    expect(small.exif).toBeUndefined()
    expect(small.orientation).toBeUndefined()
  })

  test('that is broken is kept without a thumbnail', async () => {
    const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { file } = await post(form(['file', new Uint8Array(picture.subarray(0, 200)), 'p.png']))
    expect(file).toMatchObject({ contentType: 'image/png', thumbBlob: null })
  })

  test('of more pixels than anybody should decode is never drawn as itself', async () => {
    const { file } = await post(form(['file', new Uint8Array(png({ side: 16_000, depth: 1 })), 'bomb.png']))
    expect(file).toMatchObject({ contentType: 'image/png', thumbBlob: null })
    if (!file) throw new Error('refused')
    expect(fileWire(file, path => path).thumbUrl).toBe('/files/file-sign.svg')
  })

  test('that is a drawing with scripts is only a download', async () => {
    const { file } = await post(
      form([
        'file',
        bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        'x.svg',
      ]),
    )
    expect(file).toMatchObject({ contentType: 'application/octet-stream', extension: 'svg', thumbBlob: null })
    const answer = await files.open(file?.blob ?? '', { method: 'HEAD', headers: {} })
    expect(answer.headers['Content-Disposition']).toMatch(/^attachment/)
  })

  test('is known by its content, not by its name', async () => {
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    expect((await post(form(['file', new Uint8Array(picture), 'x.txt']))).file).toMatchObject({
      contentType: 'image/png',
      extension: 'txt',
    })
    expect((await post(form(['file', new Uint8Array(picture), 'blob']))).file).toMatchObject({ extension: 'png' })
    expect((await post(form(['file', bytes('<html><script>'), 'x.png']))).file?.contentType).toBe(
      'application/octet-stream',
    )
  })
})

describe('sound', () => {
  test('has its time in whole seconds, at least one', async () => {
    const { file } = await post(form(['file', wave(2.6), 'voice.wav']))
    expect(file).toMatchObject({ contentType: 'audio/wav', playTime: 3 })
    expect((await post(form(['file', wave(0.2), 'voice.wav']))).file?.playTime).toBe(1)
  })
})

describe('an opened file', () => {
  test('comes by the name of its bytes or of its thumbnail, each with its own type', async () => {
    const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { file } = await post(form(['file', new Uint8Array(picture), 'a.png']))
    const whole = await files.open(file?.blob ?? '', { method: 'GET', headers: {} })
    expect(whole.headers).toMatchObject({ 'Content-Type': 'image/png', 'Content-Length': String(picture.length) })
    expect(await buffer(whole.body as Readable)).toEqual(picture)
    const fresh = createFiles({ store, blobs, clock: () => 1, fileLimit, inspector })
    const small = await fresh.open(file?.thumbBlob ?? '', { method: 'HEAD', headers: {} })
    expect(small.headers).toMatchObject({ 'Content-Type': 'image/webp', ETag: `"${file?.thumbBlob}"` })
  })

  test('must be known, and its bytes must be there', async () => {
    const { file } = await post(form(['file', bytes('x'), 'a.txt']))
    const open = (name: string) => files.open(name, { method: 'HEAD', headers: {} })
    expect((await open(file?.blob ?? '')).status).toBe(200)
    await expect(open('unknown.txt')).rejects.toMatchObject({ failure: 'file.unknown' })
    await expect(open('../../etc/passwd')).rejects.toMatchObject({ failure: 'file.unknown' })
    await blobs.remove(file?.blob ?? '')
    await expect(open(file?.blob ?? '')).rejects.toMatchObject({ failure: 'file.unknown' })
    for (const name of ['video-poster.svg', 'file-sign.svg'])
      expect((await open(name)).headers['Content-Type']).toBe('image/svg+xml')
  })
})

describe('files on the wire', () => {
  const url = urlsOn('https://im.example')
  test('carry absolute addresses, and a thumbnail where there is one', async () => {
    const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { file } = await post(form(['file', new Uint8Array(picture), 'a.png']))
    if (!file) throw new Error('refused')
    expect(fileWire(file, url)).toEqual({
      id: file.id,
      text: 'a.png',
      hdUrl: `https://im.example/files/${file.blob}`,
      thumbUrl: `https://im.example/files/${file.thumbBlob}`,
      type: null,
      stillUrl: null,
      size: picture.length,
      playTime: 0,
      category: 'png',
    })
    expect(fileWire({ ...file, thumbBlob: null, contentType: 'video/mp4' }, url).thumbUrl).toBe(
      'https://im.example/files/video-poster.svg',
    )
    for (const contentType of ['image/png', 'application/octet-stream', 'text/plain']) {
      expect(fileWire({ ...file, thumbBlob: null, contentType }, url).thumbUrl).toBe(
        'https://im.example/files/file-sign.svg',
      )
    }
    expect(fileWire({ ...file, thumbBlob: null, contentType: 'audio/mpeg' }, url).thumbUrl).toBe(
      `https://im.example/files/${file.blob}`,
    )
  })

  test('may be attached by who uploaded them, and by nobody who never got them', async () => {
    const { file } = await post(form(['file', bytes('x'), 'a.txt']))
    expect(await files.mayAttach(alice.user.id, file?.id ?? 0)).toEqual(file)
    expect(await files.mayAttach(999, file?.id ?? 0)).toBe('notYours')
    expect(await files.mayAttach(999, 12345)).toBeUndefined()
    expect([...(await files.findMany([file?.id ?? 0, 12345, file?.id ?? 0])).keys()]).toEqual([file?.id])
  })
})

/** Silence of this many seconds: 8000 samples of 8 bits each second. */
function wave(seconds: number): Uint8Array<ArrayBuffer> {
  const length = Math.round(8000 * seconds)
  const all = Buffer.alloc(44 + length, 128)
  all.write('RIFF', 0)
  all.writeUInt32LE(36 + length, 4)
  all.write('WAVEfmt ', 8)
  all.writeUInt32LE(16, 16)
  all.writeUInt16LE(1, 20)
  all.writeUInt16LE(1, 22)
  all.writeUInt32LE(8000, 24)
  all.writeUInt32LE(8000, 28)
  all.writeUInt16LE(1, 32)
  all.writeUInt16LE(8, 34)
  all.write('data', 36)
  all.writeUInt32LE(length, 40)
  return new Uint8Array(all)
}
