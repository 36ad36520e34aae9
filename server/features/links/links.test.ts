import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createInspector } from '../files/inspect/inspector.ts'
import { publicInternet } from './guarded-get.ts'
import type { Guard } from './guarded-get.ts'
import { createLinks } from './links.ts'

/** The machine of these tests, by any name: what a server that is not told so never reaches. */
const local: Guard = {
  resolve: async () => ['127.0.0.2'],
  mayConnect: address => address === '127.0.0.2',
  mayUsePort: () => true,
}

const inspector = createInspector()
const servers: Server[] = []
let time = 1
const shrink = async (personId: number, path: string, size: number) =>
  (await inspector.look(personId, path, '', size)).found.still
const open = (given: Partial<Parameters<typeof createLinks>[0]> = {}) =>
  createLinks({ isOn: true, guard: local, shrink, clock: () => time, ...given })
let picture: Buffer

beforeAll(async () => {
  picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0e6470' } })
    .png()
    .toBuffer()
})
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})
afterAll(() => inspector[Symbol.dispose]())

/** A site; what it was asked for, and where it is. */
async function site(answer: RequestListener): Promise<{ asked: IncomingMessage[]; port: number; at: string }> {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    response.on('error', () => undefined)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  return { asked, port, at: `http://site.example:${port}` }
}
const page =
  (html: string | Buffer, type = 'text/html; charset=utf-8'): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'Content-Type': type }).end(html)
const titleOf = async (html: string | Buffer, type?: string) =>
  (await open().preview(1, (await site(page(html, type))).at))?.title

test('a page is shown by its title, words, site and a small picture', async () => {
  const { at, asked } = await site((request, response) => {
    if (request.url === '/face.png') return void response.writeHead(200, { 'Content-Type': 'image/png' }).end(picture)
    response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'track=1' })
    response.end(`<!doctype html><html><head>
      <!-- <title>commented out</title> --><script>document.write("<title>written</title>")</script>
      <title>The page&#39;s own</title>
      <META content='发布 &amp; 说明 &#x1F680;' property="og:title"><meta name=description content="第一行
      第二行"><meta property="og:site_name" content="文档站"><meta property="og:image" content="/face.png">
      </head><body><meta property="og:title" content="of the body"></body></html>`)
  })
  const links = open()
  const preview = await links.preview(1, `${at}/a?b=1#part`)
  expect(preview).toMatchObject({ title: '发布 & 说明 🚀', description: '第一行 第二行', site: '文档站' })
  const [type, bytes = ''] = preview?.picture.split(',') ?? []
  expect(type).toMatch(/^data:image\/(webp|png);base64$/)
  const { width = 0, height = 0 } = await sharp(Buffer.from(bytes, 'base64')).metadata()
  expect(Math.max(width, height)).toBeLessThan(900)
  expect(asked.map(({ url }) => url)).toEqual(['/a?b=1', '/face.png'])
  for (const { headers } of asked) {
    expect(headers).not.toHaveProperty('cookie')
    expect(headers).not.toHaveProperty('authorization')
    expect(headers).not.toHaveProperty('referer')
    expect(headers['user-agent']).toContain('HongyanLinkPreview')
  }
})

test('a page is asked for once, for everybody, until what is known of it is old; also one that has nothing', async () => {
  const { at, asked } = await site((request, response) =>
    request.url === '/none' ? void response.writeHead(404).end() : page('<title>A</title>')(request, response as never),
  )
  const links = open()
  const [one, other] = await Promise.all([links.preview(1, at), links.preview(2, `${at}#x`)])
  expect([one?.title, other?.title]).toEqual(['A', 'A'])
  expect([await links.preview(3, `${at}/none`), await links.preview(4, `${at}/none`)]).toEqual([null, null])
  expect(asked).toHaveLength(2)
  time += 7 * 60 * 60_000
  await links.preview(1, at)
  expect(asked).toHaveLength(3)
})

test('a page is read in the encoding it is written in, whatever it says', async () => {
  const gbk = Buffer.from('3c7469746c653ebbe1d2e9bccdd2aa3c2f7469746c653e', 'hex')
  expect(await titleOf(gbk, 'text/html; charset=gbk')).toBe('会议纪要')
  expect(await titleOf(gbk, 'text/html')).toBe('会议纪要')
  expect(await titleOf(gbk, 'text/html; charset=utf-8')).toBe('会议纪要')
  expect(await titleOf(Buffer.concat([Buffer.from('<meta charset="gb2312">'), gbk]), 'text/html')).toBe('会议纪要')
  expect(await titleOf('<title>会议纪要</title>', 'text/html; charset=nonsense')).toBe('会议纪要')
})

test('what is shown is one line of text that can be seen', async () => {
  expect(await titleOf(`<title>${'标题'.repeat(50_000)}</title>`)).toBe(`${'标题'.repeat(60)}…`)
  expect(await titleOf('<title> a\n\t b&#10;c &lt;img src=x&gt; &#x202e;d\u0007 </title>')).toBe('a b c <img src=x> d')
  expect(await titleOf('<title>\u200b&#8203;&nbsp;</title>')).toBeUndefined()
  expect(await titleOf('<p>no head</p>')).toBeUndefined()
  expect(await titleOf('<title>&#xd800;&#1114112;&unknown;</title>')).toBe('&unknown;')
})

test('only what is a page is read', async () => {
  expect(await titleOf('<title>A</title>', 'text/plain')).toBeUndefined()
  expect(await titleOf('<title>A</title>', 'application/json')).toBeUndefined()
  expect(await titleOf('<title>A</title>', 'application/xhtml+xml')).toBe('A')
})

test('an address of this machine or network is never reached, by a name, by a number, or after a redirect', async () => {
  const target = await site(page('<title>secret</title>'))
  const guards: [string, Guard][] = [
    [
      'a name that leads to this machine',
      { ...publicInternet(), mayUsePort: () => true, resolve: async () => ['127.0.0.1'] },
    ],
    [
      'a name that also leads to this machine',
      { ...publicInternet(), mayUsePort: () => true, resolve: async () => ['1.1.1.1', '::ffff:127.0.0.1'] },
    ],
    ['a name that leads nowhere', { ...publicInternet(), mayUsePort: () => true, resolve: async () => [] }],
  ]
  for (const [how, guard] of guards) expect(await open({ guard }).preview(1, target.at), how).toBeNull()
  const numbers = ['127.0.0.1', '127.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']
  for (const host of numbers)
    expect(
      await open({ guard: { ...publicInternet(), mayUsePort: () => true } }).preview(
        1,
        `http://${host}:${target.port}`,
      ),
      host,
    ).toBeNull()
  const away = await site(
    (_, response) => void response.writeHead(302, { Location: `http://127.0.0.1:${target.port}/` }).end(),
  )
  expect(await open().preview(1, away.at)).toBeNull()
  expect(away.asked).toHaveLength(1)
  expect(target.asked).toHaveLength(0)
  // By the one way that these tests allow it is reached.
  expect((await open().preview(1, target.at))?.title).toBe('secret')
})

test('other ports, other schemes and credentials are refused, also after a redirect', async () => {
  const { at, port, asked } = await site(page('<title>A</title>'))
  const web = { ...local, mayUsePort: publicInternet().mayUsePort }
  expect(await open({ guard: web }).preview(1, at)).toBeNull()
  expect(await open().preview(1, `http://user:secret@site.example:${port}/`)).toBeNull()
  expect(asked).toHaveLength(0)
  for (const location of [
    'file:///etc/passwd',
    'ftp://site.example/',
    'gopher://site.example/',
    'javascript:1',
    'http://',
  ])
    expect(
      await open().preview(1, (await site((_, response) => void response.writeHead(302, { location }).end())).at),
      location,
    ).toBeNull()
})

test('three redirects are followed, and no more', async () => {
  const chain = (length: number) =>
    site((request, response) => {
      const step = Number(request.url?.slice(1) ?? 0)
      if (step === length) return page('<title>there</title>')(request, response as never)
      response.writeHead(301, { Location: `/${step + 1}` }).end()
    })
  const [three, endless] = [await chain(3), await chain(Infinity)]
  expect((await open().preview(1, `${three.at}/0`))?.title).toBe('there')
  expect(await open().preview(1, `${endless.at}/0`)).toBeNull()
  expect(endless.asked).toHaveLength(4)
})

test('a site that never ends is read as far as there is need, and one that drips is left', async () => {
  const endless = await site((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' })
    response.write('<title>endless</title>')
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    }
    response.on('drain', more)
    more()
  })
  expect((await open().preview(1, endless.at))?.title).toBe('endless')
  for (const start of ['', '<title>a']) {
    const drip = await site((_, response) => {
      if (start) response.writeHead(200, { 'Content-Type': 'text/html' }).write(start)
      const timer = setInterval(() => start && response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await open({ patience: 300 }).preview(1, drip.at)).toBeNull()
  }
})

test('what is packed is unpacked as far as there is need', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('<title>bomb</title>'), Buffer.alloc(64 * 1024 * 1024)]))
  const packed = (bytes: Buffer, encoding: string) =>
    site((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': encoding }).end(bytes)
    })
  const before = process.memoryUsage().arrayBuffers
  expect((await open().preview(1, (await packed(bomb, 'gzip')).at))?.title).toBe('bomb')
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
  const small = gzipSync('<title>small</title>')
  expect((await open().preview(1, (await packed(small, 'gzip')).at))?.title).toBe('small')
  expect(await open().preview(1, (await packed(small.subarray(0, 12), 'gzip')).at)).toBeNull()
  expect(await open().preview(1, (await packed(Buffer.from('<title>A</title>'), 'gzip')).at)).toBeNull()
  expect(await open().preview(1, (await packed(small, 'zstd')).at)).toBeNull()
})

test('a picture that is too large, none, or somewhere else is left out, and the words are there', async () => {
  const shown = async (address: string, answer: RequestListener) => {
    const { at } = await site((request, response) =>
      request.url === '/'
        ? page(`<title>A</title><meta property="og:image" content="${address}">`)(request, response as never)
        : answer(request, response as never),
    )
    return open().preview(1, at)
  }
  const image = (bytes: Buffer, type = 'image/png') => page(bytes, type)
  const none = { title: 'A', picture: '' }
  expect((await shown('/p', image(picture)))?.picture).not.toBe('')
  expect(await shown('/p', image(Buffer.concat([picture, Buffer.alloc(1024 * 1024)])))).toMatchObject(none)
  expect(await shown('/p', image(Buffer.from('no picture')))).toMatchObject(none)
  expect(
    await shown('/p', image(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml')),
  ).toMatchObject(none)
  expect(await shown('data:image/png;base64,AAAA', image(picture))).toMatchObject(none)
  expect(await shown('http://127.0.0.1:1/p', image(picture))).toMatchObject(none)
  expect(await shown('http://[', image(picture))).toMatchObject(none)
})

test('one person has some pages got at a time, and where it is off nobody has any', async () => {
  const held: (() => void)[] = []
  const { at, asked } = await site((request, response) => {
    held.push(() => page('<title>A</title>')(request, response as never))
  })
  const links = open()
  const first = [1, 2, 3, 4].map(index => links.preview(1, `${at}/${index}`))
  await expect(links.preview(1, `${at}/5`)).rejects.toMatchObject({ failure: 'request.tooMany' })
  const other = links.preview(2, `${at}/6`)
  await expect.poll(() => held.length).toBe(5)
  for (const release of held) release()
  expect((await Promise.all([...first, other])).map(preview => preview?.title)).toEqual(Array(5).fill('A'))
  expect(asked).toHaveLength(5)
  await expect(open({ isOn: false }).preview(1, at)).rejects.toMatchObject({ failure: 'link.off' })
})
