import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { authUrl, login, logout } from '../../contract/accounts.ts'
import { calls } from '../../contract/calls.ts'
import { mySession } from '../../contract/conversations.ts'
import { Failure, failures } from '../../contract/failures.ts'
import { fileUpload, openFile } from '../../contract/files.ts'
import { limits } from '../../contract/limits.ts'
import { deliver, recallGroup, sendDirect } from '../../contract/messages.ts'
import { contactInfo } from '../../contract/people.ts'
import { cancelScanLogin, openScanLogin } from '../../contract/qr.ts'
import type { OpenApi } from '../lib/openapi.ts'
import { Answer, openRoute, route, WithHeaders } from '../lib/route.ts'
import type { Client, Route, Viewer } from '../lib/route.ts'
import { StoreUnavailable } from '../store/store.ts'
import { createHttpServer } from './server.ts'
import type { HttpServer } from './server.ts'

const alice = { user: { id: 539, trueName: 'alice' }, token: { hash: 'x' } } as Viewer
const draft = { id: 'cnbift1', receiverId: 538, type: 1, content: '你好' }

/** A JSON answer; what is in it is for the test to say. */
const read = async <T>(answer: Response) => await answer.json() as T

const running: HttpServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server[Symbol.asyncDispose]()))
})

const sent = (body: { senderId?: number, receiverId: number, content: string, id: string }) =>
  ({ senderId: 539, receiverId: body.receiverId, content: body.content, sendTime: 1, seq: 1, type: 1, fileId: null, atIds: null, device: null, id: body.id })

/** Routes of the real contract whose handlers tell what they got. */
function sampleRoutes(seen: { inputs: unknown[], streams: Readable[] }): Route[] {
  return [
    route(mySession, ({ url }) => {
      if (url('/x') === '') throw new Error('no')
      return []
    }),
    route(sendDirect, ({ body }) => {
      seen.inputs.push(body)
      return sent(body)
    }),
    route(deliver, ({ body }) => sent(body.data)),
    route(recallGroup, () => { throw new StoreUnavailable('disk full') }),
    route(contactInfo, () => { throw new Error('secret of ours') }),
    route(cancelScanLogin, () => null),
    route(logout, ({ query }) => query.authorization ?? 'none'),
    openRoute(login, ({ query, body }) => {
      seen.inputs.push({ ...query, ...body })
      if (body?.account === 'locked') throw new Failure('login.locked', { minutes: 5 }, 300)
      return new WithHeaders({} as never, { 'set-cookie': 'a=b; HttpOnly\r\nX-Evil: 1' })
    }),
    openRoute(authUrl, ({ query }) => new Answer(302, { location: query.redirectUrl })),
    openRoute(openScanLogin, ({ viewer, client, url }) => client.wantsPage
      ? new Answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<p>page')
      : { code: String(viewer?.user.id ?? 'stranger'), platform: url('/p'), ip: client.address, time: 0 }),
    openRoute(openFile, ({ params }) => {
      const stream = params.name === 'endless'
        ? Readable.from((async function* () { for (;;) yield Buffer.alloc(65_536) })())
        : params.name === 'broken'
          ? Readable.from((async function* () { yield Buffer.alloc(10); throw new Error('disk') })())
          : Readable.from([Buffer.from('hello')])
      seen.streams.push(stream)
      const size: Record<string, string> = params.name === 'endless' ? {} : { 'content-length': params.name === 'broken' ? '100' : '5' }
      return new Answer(200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=60', ...size }, stream)
    }),
    route(fileUpload, async ({ raw }) => {
      seen.inputs.push(await text(raw))
      return null as never
    }),
  ]
}

type Options = { origin?: string, trustProxy?: boolean, isReady?: () => boolean, health?: () => Promise<void> }

async function start({ origin, trustProxy = false, isReady = () => true, health = async () => {} }: Options = {}) {
  const seen = { inputs: [] as unknown[], streams: [] as Readable[], dead: [] as string[], viewers: [] as [Viewer, Client][], logged: [] as string[] }
  const server = createHttpServer({
    routes: sampleRoutes(seen),
    viewerOf: async token => {
      if (token === 'away') throw new StoreUnavailable('locked')
      return token === 'good' ? alice : undefined
    },
    config: { origin, trustProxy, allowedOrigins: ['https://chat.example'] },
    log: pino({ level: 'info' }, { write: line => void seen.logged.push(line) }),
    isReady,
    deadToken: token => void seen.dead.push(token),
    sawViewer: (viewer, client) => void seen.viewers.push([viewer, client]),
    health,
  })
  running.push(server)
  const { port } = await server.listen('127.0.0.1', 0)
  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init })
  const asAlice = (path: string, init: RequestInit = {}) => ask(path, { ...init, headers: { authorization: 'good', ...init.headers } })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    asAlice(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } })
  return { port, ask, asAlice, post, seen }
}

/** What the server answers to these bytes before it hangs up. */
const sayRaw = (port: number, bytes: string) => new Promise<string>((resolve, reject) => {
  let answer = ''
  const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
  socket.on('data', part => { answer += String(part) })
  socket.on('error', reject)
  socket.on('close', () => resolve(answer))
})

const refused = (name: keyof typeof failures, words: Record<string, string | number> = {}) => {
  const { code, message } = new Failure(name, words)
  return { data: null, code, msg: message, message }
}

describe('envelope', () => {
  test('a success is HTTP 200 with data, code and the words of the call', async () => {
    const { asAlice } = await start()
    const answer = await asAlice('/api/my_session?userId=539')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toEqual({ data: [], code: 200, msg: '查询成功' })
  })

  test('every answer forbids sniffing, referrers and caching', async () => {
    const { ask } = await start()
    for (const path of ['/api/my_session', '/nowhere', '/docs']) {
      const { headers } = await ask(path)
      expect([headers.get('x-content-type-options'), headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['nosniff', 'no-referrer', 'no-store'])
    }
  })

  test('a bug answers 500 without details and is logged once', async () => {
    const { asAlice, seen } = await start()
    const answer = await asAlice('/api/contact_info?targetId=1')
    expect(answer.status).toBe(500)
    expect(await answer.json()).toEqual(refused('server.fault'))
    expect(seen.logged).toHaveLength(1)
    expect(seen.logged[0]).toContain('secret of ours')
  })

  test('storage that is away answers 503 with Retry-After, wherever it fails', async () => {
    const { post, ask } = await start()
    const answers = [await post('/api/update_groupchat_state', { id: 'a', state: 6 }), await ask('/api/my_session', { headers: { authorization: 'away' } })]
    for (const answer of answers) {
      expect(answer.status).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toEqual(refused('server.storageAway'))
    }
  })

  test('a locked account is told how long to wait', async () => {
    const { post } = await start()
    const answer = await post('/auth/login', { account: 'locked', password: 'x' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([423, '300'])
  })

  test('a server that is not ready answers 503 to calls', async () => {
    const { asAlice } = await start({ isReady: () => false })
    const answer = await asAlice('/api/my_session')
    expect(await answer.json()).toEqual(refused('server.starting'))
    expect(answer.headers.get('retry-after')).toBe('2')
  })

  test('a header value cannot bring a second header', async () => {
    const { post } = await start()
    const answer = await post('/auth/login', { account: 'a', password: 'b' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-evil')).toBeNull()
    expect(answer.headers.get('set-cookie')).toContain('a=b; HttpOnly')
  })
})

describe('identity', () => {
  test('the token is taken raw and as Bearer', async () => {
    const { ask } = await start()
    for (const authorization of ['good', 'Bearer good', 'bearer good']) {
      expect((await ask('/api/my_session', { headers: { authorization } })).status).toBe(200)
    }
  })

  test('no token is refused, also where a browser wrote null', async () => {
    const { ask, seen } = await start()
    for (const headers of [{}, { authorization: 'null' }, { authorization: 'undefined' }, { authorization: 'Bearer ' }]) {
      const answer = await ask('/api/my_session', { headers })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toEqual(refused('token.missing'))
    }
    expect(seen.dead).toEqual([])
  })

  test('a dead token is refused and reported', async () => {
    const { ask, seen } = await start()
    const answer = await ask('/api/my_session', { headers: { authorization: 'old' } })
    expect(await answer.json()).toEqual(refused('token.dead'))
    expect(seen.dead).toEqual(['old'])
  })

  test('a stranger is told 401 before anything is said about the body', async () => {
    const { ask } = await start()
    for (const body of ['{', '{}', 'x'.repeat(limits.bodyBytes + 1)]) {
      expect((await ask('/api/save_single_msg', { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status).toBe(401)
    }
  })

  test('logout takes the token from the query, other calls do not', async () => {
    const { ask } = await start()
    expect((await ask('/auth/logout?authorization=good')).status).toBe(200)
    expect((await ask('/api/my_session?authorization=good')).status).toBe(401)
  })

  test('an optional viewer is there with a good token and a stranger with a dead one', async () => {
    const { ask } = await start()
    const code = async (authorization: string) => (await read<{ data: { code: string } }>(await ask('/auth/scan_login/c/1', { headers: { authorization } }))).data.code
    expect(await code('good')).toBe('539')
    expect(await code('old')).toBe('stranger')
  })

  test('a good token is reported together with the device of the request', async () => {
    const { asAlice, seen } = await start()
    await asAlice('/api/my_session', { headers: { device: 'd-1', 'user-agent': 'Phone' } })
    expect(seen.viewers).toMatchObject([[{ user: { id: 539 } }, { device: 'd-1', userAgent: 'Phone', address: '127.0.0.1' }]])
  })

  test('nothing in query or body makes the viewer somebody else', async () => {
    const { asAlice, post } = await start()
    const answers = [
      await asAlice('/api/my_session?userId=540'),
      await post('/api/save_single_msg', { ...draft, senderId: '540' }),
      await post('/api/save_single_msg?senderId=540', draft),
    ]
    for (const answer of answers) expect(answer.status).toBe(403)
    expect((await post('/api/save_single_msg', { ...draft, senderId: '539' })).status).toBe(200)
  })
})

describe('requests', () => {
  test('a path answers with one extra leading /api', async () => {
    const { asAlice, ask, post } = await start()
    expect((await asAlice('/api/api/my_session')).status).toBe(200)
    expect((await post('/api/auth/login?x=1', {})).status).toBe(200)
    expect(await (await ask('/api/files/a')).text()).toBe('hello')
    expect((await asAlice('/api/api/api/my_session')).status).toBe(404)
  })

  test('unknown paths, wrong methods and broken escapes are 404 in the envelope', async () => {
    const { asAlice, post } = await start()
    const answers = [
      await asAlice('/api/nowhere'), await asAlice('/api/save_single_msg'), await post('/api/my_session', '{'),
      await asAlice('/files/%zz'), await asAlice(`/files/${'a'.repeat(600)}`), await asAlice('/api/my_session', { method: 'PATCH' }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual(refused('request.unknownPath'))
    }
  })

  test('broken JSON is refused', async () => {
    const { post } = await start()
    expect(await (await post('/api/save_single_msg', '{"id":')).json()).toEqual(refused('request.notJson'))
  })

  test('a body over the limit is refused, and its sender can read why', async () => {
    const { post } = await start()
    const answer = await post('/api/save_single_msg', JSON.stringify({ ...draft, content: 'x'.repeat(10 * 1024 * 1024) }))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual(refused('request.tooLarge', { limit: limits.bodyBytes }))
  })

  test('a body over the limit that does not say its size is refused too', async () => {
    const { asAlice } = await start()
    const body = Readable.toWeb(Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(16_384, 32))))
    const answer = await asAlice('/api/save_single_msg', { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' } as RequestInit)
    expect(answer.status).toBe(413)
  })

  test('a content type that is none of ours is refused', async () => {
    const { post } = await start()
    for (const type of ['application/xml', 'multipart/form-data; boundary=x', 'nonsense']) {
      expect((await post('/api/save_single_msg', draft, { 'content-type': type })).status).toBe(415)
    }
  })

  test('JSON is read under text/plain, other JSON types and no type at all; forms are read', async () => {
    const { post, port } = await start()
    for (const type of ['text/plain;charset=UTF-8', 'application/json; charset=utf-8', 'application/vnd.x+json', 'application/x-www-form-urlencoded']) {
      expect((await post('/api/save_single_msg', draft, { 'content-type': type })).status).toBe(200)
    }
    const form = new URLSearchParams({ id: 'a', receiverId: '538', type: '1', content: '你好' }).toString()
    expect(await (await post('/api/save_single_msg', form, { 'content-type': 'application/x-www-form-urlencoded' })).json()).toMatchObject({ data: { content: '你好', receiverId: 538 } })
    const body = JSON.stringify({ id: 'a', receiverId: 1, type: 1 })
    const bare = `POST /api/save_single_msg HTTP/1.1\r\nHost: x\r\nAuthorization: good\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    expect(await sayRaw(port, bare)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('calls without a body take a POST with none, with an empty one and with any other', async () => {
    const { post, asAlice } = await start()
    expect((await asAlice('/auth/scan_login/c/cancel', { method: 'POST' })).status).toBe(200)
    expect((await post('/auth/scan_login/c/cancel', '')).status).toBe(200)
    expect((await post('/auth/scan_login/c/cancel', '{', { 'content-type': 'application/xml' })).status).toBe(200)
  })

  test('login takes its parameters from the query or from the body', async () => {
    const { ask, post, seen } = await start()
    await ask('/auth/login?account=a&password=b', { method: 'POST' })
    await post('/auth/login', { account: 'a', password: 'b' })
    expect(seen.inputs).toEqual([{ account: 'a', password: 'b' }, { account: 'a', password: 'b' }])
  })

  test('a wrong parameter is named, with its place and what is right', async () => {
    const { post, asAlice } = await start()
    const wordsOf = async (answer: Response) => (await read<{ msg: string }>(answer)).msg
    expect(await wordsOf(await post('/api/save_single_msg', {}))).toBe('参数 id 不正确：应为字符串')
    expect(await wordsOf(await post('/api/save_single_msg', { ...draft, receiverId: 'x' }))).toBe('参数 receiverId 不正确：应为整数 id')
    expect(await wordsOf(await post('/api/deliver', { code: 1100, data: { ...draft, type: 9 } }))).toBe('参数 data.type 不正确：应为 1 到 5 的整数')
    expect(await wordsOf(await asAlice('/api/my_session?userId=1&userId=2'))).toMatch(/^参数 userId /)
    for (const body of [[], 'text', 5, null]) {
      const answer = await post('/api/save_single_msg', JSON.stringify(body))
      expect(answer.status).toBe(400)
      expect(await wordsOf(answer)).toMatch(/^参数 (body|id) 不正确：.*\p{Script=Han}/u)
    }
  })

  test('a body cannot reach into prototypes', async () => {
    const { post, seen } = await start()
    const body = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(draft).slice(1)}`
    expect((await post('/api/save_single_msg', body)).status).toBe(200)
    await post('/api/save_single_msg', '__proto__=1&constructor=2&id=a&receiverId=1&type=1', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(Object.keys(seen.inputs[0] as object).sort()).toEqual(['content', 'id', 'receiverId', 'type'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('a multipart body reaches its handler unread, and nothing else does', async () => {
    const { asAlice, post, seen } = await start()
    const form = new FormData()
    form.set('file', new Blob(['bytes']), 'a.txt')
    expect((await asAlice('/api/file_upload', { method: 'POST', body: form })).status).toBe(200)
    expect(seen.inputs[0]).toContain('bytes')
    expect((await post('/api/file_upload', {})).status).toBe(415)
  })
})

describe('origins and addresses', () => {
  const scan = async (options: Options, headers: Record<string, string>) => {
    const { port } = await start(options)
    const head = Object.entries({ Host: 'chat.local:8005', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return sayRaw(port, `GET /auth/scan_login/c/1 HTTP/1.1\r\n${head}Connection: close\r\n\r\n`)
  }

  test('URLs are made of the configured origin, else of the Host', async () => {
    expect(await scan({}, {})).toContain('"platform":"http://chat.local:8005/p"')
    expect(await scan({}, { Host: '[::1]:80' })).toContain('"platform":"http://[::1]:80/p"')
    expect(await scan({ origin: 'https://im.example' }, { Host: 'evil' })).toContain('"platform":"https://im.example/p"')
  })

  test('a Host that is none is refused', async () => {
    for (const Host of ['a b', 'x/y', 'evil"onload=', 'user@host', '']) {
      expect(await scan({}, { Host })).toMatch(Host === '' ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 400 /)
    }
  })

  test('forwarding headers are believed of a trusted proxy only, and only the nearest one', async () => {
    const headers = { 'X-Forwarded-For': '6.6.6.6, 10.1.1.1', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'im.example' }
    expect(await scan({}, headers)).toContain('"platform":"http://chat.local:8005/p","ip":"127.0.0.1"')
    expect(await scan({ trustProxy: true }, headers)).toContain('"platform":"https://im.example/p","ip":"10.1.1.1"')
    expect(await scan({ trustProxy: true }, { 'X-Forwarded-For': '<script>' })).toContain('"ip":"127.0.0.1"')
  })

  test('pages of configured origins may call, others are told nothing', async () => {
    const { ask } = await start()
    const preflight = (origin: string) => ask('/api/save_single_msg', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
    const good = await preflight('https://chat.example')
    expect(good.status).toBe(204)
    expect(good.headers.get('access-control-allow-origin')).toBe('https://chat.example')
    expect(good.headers.get('access-control-allow-headers')).toContain('Authorization')
    const bad = await preflight('https://evil.example')
    expect(bad.headers.get('access-control-allow-origin')).toBeNull()
    expect(bad.headers.get('vary')).toBe('Origin')
    const refusal = await ask('/api/my_session', { headers: { origin: 'https://chat.example' } })
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, 'https://chat.example'])
  })
})

describe('answers that are no envelope', () => {
  test('a redirect, also to an address with Chinese in it', async () => {
    const { ask } = await start()
    const answer = await ask(`/auth/auth_url/t/?redirectUrl=${encodeURIComponent('https://a.example/中')}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://a.example/%E4%B8%AD'])
  })

  test('a page for those who want one', async () => {
    const { ask } = await start()
    expect(await (await ask('/auth/scan_login/c/1', { headers: { accept: 'text/html,*/*' } })).text()).toBe('<p>page')
  })

  test('HEAD of a file has its headers and no body, and lets go of the file', async () => {
    const { ask, seen } = await start()
    const answer = await ask('/files/a', { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-length'), answer.headers.get('cache-control')]).toEqual([200, '5', 'private, max-age=60'])
    expect(seen.streams[0]?.destroyed).toBe(true)
  })

  test('a file that breaks half way breaks the connection, never looks whole', async () => {
    const { ask } = await start()
    await expect(ask('/files/broken').then(answer => answer.text())).rejects.toThrow()
  })

  test('a reader who goes away ends the stream', async () => {
    const { ask, seen } = await start()
    const gone = new AbortController()
    await ask('/files/endless', { signal: gone.signal })
    const closed = new Promise(resolve => seen.streams[0]?.once('close', resolve))
    gone.abort()
    await closed
    expect(seen.streams[0]?.destroyed).toBe(true)
  })
})

describe('what is no HTTP', () => {
  test('garbage gets a 400 and the server lives', async () => {
    const { port, ask } = await start()
    for (const bytes of ['\x16\x03\x01\x02garbage\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n']) {
      const answer = await sayRaw(port, bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ data: null, code: 400 })
    }
    expect((await ask('/healthz')).status).toBe(200)
  })

  test('a head that is too long gets a 413', async () => {
    const { port } = await start()
    expect(await sayRaw(port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /)
  })
})

describe('pages', () => {
  test('health is ok, or 503 with a reason that is no secret', async () => {
    const { ask } = await start()
    expect(await (await ask('/healthz')).json()).toMatchObject({ data: 'ok', code: 200 })
    const ill = await start({ health: async () => { throw new Error('path of ours') } })
    const answer = await ill.ask('/healthz')
    expect(answer.status).toBe(503)
    expect(await answer.text()).not.toContain('path of ours')
  })

  test('openapi.json describes every call that is routed, with its failures in both languages', async () => {
    const { ask } = await start()
    const document = await read<OpenApi>(await ask('/openapi.json'))
    expect(document.openapi).toBe('3.1.0')
    const operation = document.paths['/api/save_single_msg']?.post
    expect(operation?.responses[403]?.description).toContain(failures['user.notReachable'].zh)
    expect(operation?.responses[403]?.description).toContain(failures['user.notReachable'].en)
    expect(operation?.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/MessageDraft' })
    expect(document.paths['/auth/login']?.post?.security).toEqual([])
  })

  test('the reference is one page without scripts, under a policy that allows none', async () => {
    const { ask } = await start()
    const answer = await ask('/docs')
    const html = await answer.text()
    expect(answer.headers.get('content-security-policy')).toContain('default-src \'none\'')
    expect(html).not.toMatch(/<script|src=|@import/)
    for (const call of [calls.sendDirect, calls.login, calls.openFile]) expect(html).toContain(call.summary)
  })

  test('the front page says that the server runs', async () => {
    const { ask } = await start()
    expect(await (await ask('/')).text()).toContain('href="/docs"')
  })
})
