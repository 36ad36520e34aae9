import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRation } from '../lib/ration.ts'
import { createHttpServer } from './server.ts'
import type { HttpServer } from './server.ts'

const index = '<!doctype html><div id="app"></div><script type="module" src="/assets/app-abc.js"></script>'
const script = 'console.log("鸿雁")'.repeat(200)
const person = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let folder: string
let server: HttpServer
let url: string

async function start(webFolder: string) {
  server = createHttpServer({
    routes: [],
    viewerOf: async () => undefined,
    wasReplaced: async () => false,
    config: { origin: undefined, trustProxy: false, allowedOrigins: [], escapeHtml: false, waitingDevices: 50 },
    log: pino({ level: 'silent' }),
    ration: createRation(undefined),
    isReady: () => true,
    deadToken: () => undefined,
    sawViewer: () => undefined,
    notAdministrator: () => undefined,
    health: async () => undefined,
    webFolder,
  })
  const { port } = await server.listen('127.0.0.1', 0)
  url = `http://127.0.0.1:${port}`
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), index)
  await writeFile(join(folder, 'assets/app-abc.js'), script)
  await writeFile(join(folder, 'assets/app-abc.js.br'), brotliCompressSync(script))
  await writeFile(join(folder, 'assets/app-abc.js.gz'), gzipSync(script))
  await writeFile(join(folder, '.sources'), 'secret')
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** Without what `fetch` would unpack and normalise by itself. */
const raw = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(url, { path, headers, method }, answer => {
      const parts: Buffer[] = []
      answer
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })

test.each(['/', '/chat/direct/17', '/login', '/contacts/company/3?from=x'])(
  'a person who opens %s gets the client, never from a cache without asking',
  async path => {
    await start(folder)
    const answer = await fetch(url + path, { headers: person })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(index)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const again = await raw(path, { ...person, 'if-none-match': answer.headers.get('etag') ?? '' })
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
  },
)

test('the page may run our scripts and nothing else', async () => {
  await start(folder)
  const policy = (await fetch(url)).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
})

test.each([
  '/api/nothing',
  '/auth/nothing',
  '/files/nothing',
  '/avatars/x/y',
  '/cnbi.io/',
  '/assets/gone.js',
  '/openapi.json/x',
])('%s is never answered by a page', async path => {
  await start(folder)
  const answer = await fetch(url + path, { headers: person })
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.status).toBe(404)
})

test('a program that asks for an unknown path is told so, and so is who sends something there', async () => {
  await start(folder)
  expect((await fetch(`${url}/chat/direct/17`)).status).toBe(404)
  expect((await fetch(`${url}/chat/direct/17`, { method: 'POST', headers: person })).status).toBe(404)
})

test('an asset comes in the packing that the browser takes, and stays with it for good', async () => {
  await start(folder)
  for (const [accepted, packing] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['', undefined],
  ] as const) {
    const answer = await raw('/assets/app-abc.js', { 'accept-encoding': accepted })
    expect(answer.headers['content-encoding']).toBe(packing)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    expect(answer.headers['content-length']).toBe(String(answer.body.length))
  }
  expect(await (await fetch(`${url}/assets/app-abc.js`)).text()).toBe(script)
  expect(await raw('/assets/app-abc.js', {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
})

test.each([
  '/.sources',
  '/assets/../.sources',
  '/assets/%2e%2e/.sources',
  '/..%2fpackage.json',
  '/assets/app-abc.js.br',
])('nothing beside the client can be had: %s', async path => {
  await start(folder)
  expect((await raw(path)).status).toBe(404)
})

test('a greeting stands at / where the client is not built', async () => {
  await start(join(folder, 'nowhere'))
  expect(await (await fetch(url, { headers: person })).text()).toContain('href="/docs"')
  expect((await fetch(`${url}/login`, { headers: person })).status).toBe(404)
})
