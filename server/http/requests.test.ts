import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { limits } from '../../contract/limits.ts'
import { ourVersion } from '../../contract/our-clients.ts'
import { draft, read, refused, sayRaw, start } from './http.testing.ts'

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
      expect([
        headers.get('x-content-type-options'),
        headers.get('referrer-policy'),
        headers.get('cache-control'),
      ]).toEqual(['nosniff', 'no-referrer', 'no-store'])
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
    const answers = [
      await post('/api/update_groupchat_state', { id: 'a', state: 6 }),
      await ask('/api/my_session', { headers: { authorization: 'away' } }),
    ]
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
    for (const headers of [
      {},
      { authorization: 'null' },
      { authorization: 'undefined' },
      { authorization: 'Bearer ' },
    ]) {
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

  test('who was replaced by a login on another device is told so', async () => {
    const { ask, seen } = await start()
    const answer = await ask('/api/my_session', { headers: { authorization: 'replaced' } })
    expect(await answer.json()).toEqual(refused('token.replaced'))
    expect(seen.dead).toEqual(['replaced'])
  })

  test('a stranger is told 401 before anything is said about the body', async () => {
    const { ask } = await start()
    for (const body of ['{', '{}', 'x'.repeat(limits.bodyBytes + 1)]) {
      expect(
        (await ask('/api/save_single_msg', { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
          .status,
      ).toBe(401)
    }
  })

  test('logout takes the token from the query, other calls do not', async () => {
    const { ask } = await start()
    expect((await ask('/auth/logout?authorization=good')).status).toBe(200)
    expect((await ask('/api/my_session?authorization=good')).status).toBe(401)
  })

  test('an optional viewer is there with a good token and a stranger with a dead one', async () => {
    const { ask } = await start()
    const code = async (authorization: string) =>
      (await read<{ data: { code: string } }>(await ask('/auth/scan_login/c/1', { headers: { authorization } }))).data
        .code
    expect(await code('good')).toBe('539')
    expect(await code('old')).toBe('stranger')
  })

  test('a good token is reported together with the device of the request', async () => {
    const { asAlice, seen } = await start()
    await asAlice('/api/my_session', { headers: { device: 'd-1', 'user-agent': 'Phone' } })
    expect(seen.viewers).toMatchObject([
      [{ user: { id: 539 } }, { device: 'd-1', userAgent: 'Phone', address: '127.0.0.1' }],
    ])
  })

  test('a client of ours says so in the header version or with v=1, and nobody else is taken for one', async () => {
    const { asAlice, seen } = await start()
    const isOurs = async (version: string | undefined, query = '') => {
      await asAlice(`/api/my_session${query}`, version === undefined ? {} : { headers: { version } })
      return seen.viewers.at(-1)?.[1].isOurs
    }
    for (const version of ['web', 'page', 'e2e'].map(ourVersion)) expect(await isOurs(version)).toBe(true)
    for (const query of ['?v=1', '?userId=539&v=1', '?v=1&userId=539'])
      expect(await isOurs(undefined, query)).toBe(true)
    for (const version of [undefined, '1', '1.0.0', 'hongyan', 'hongyan-web/2', 'x hongyan-web/1'])
      expect(await isOurs(version)).toBe(false)
    for (const query of ['?v=2', '?v=11', '?rev=1', '?keyword=v%3D1', '?keyword=%26v=1'])
      expect(await isOurs('4.0', query)).toBe(false)
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
      await asAlice('/api/nowhere'),
      await asAlice('/api/save_single_msg'),
      await post('/api/my_session', '{'),
      await asAlice('/files/%zz'),
      await asAlice(`/files/${'a'.repeat(600)}`),
      await asAlice('/api/my_session', { method: 'PATCH' }),
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
    const answer = await post(
      '/api/save_single_msg',
      JSON.stringify({ ...draft, content: 'x'.repeat(10 * 1024 * 1024) }),
    )
    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual(refused('request.tooLarge', { limit: limits.bodyBytes }))
  })

  test('a body over the limit that does not say its size is refused too', async () => {
    const { asAlice } = await start()
    const body = Readable.toWeb(Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(16_384, 32))))
    const answer = await asAlice('/api/save_single_msg', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
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
    for (const type of [
      'text/plain;charset=UTF-8',
      'application/json; charset=utf-8',
      'application/vnd.x+json',
      'application/x-www-form-urlencoded',
    ]) {
      expect((await post('/api/save_single_msg', draft, { 'content-type': type })).status).toBe(200)
    }
    const form = new URLSearchParams({ id: 'a', receiverId: '538', type: '1', content: '你好' }).toString()
    expect(
      await (await post('/api/save_single_msg', form, { 'content-type': 'application/x-www-form-urlencoded' })).json(),
    ).toMatchObject({ data: { content: '你好', receiverId: 538 } })
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
    expect(seen.inputs).toEqual([
      { account: 'a', password: 'b' },
      { account: 'a', password: 'b' },
    ])
  })

  test('a wrong parameter is named, with its place and what is right', async () => {
    const { post, asAlice } = await start()
    const wordsOf = async (answer: Response) => (await read<{ msg: string }>(answer)).msg
    expect(await wordsOf(await post('/api/save_single_msg', {}))).toBe('参数 id 不正确：应为字符串')
    expect(await wordsOf(await post('/api/save_single_msg', { ...draft, receiverId: 'x' }))).toBe(
      '参数 receiverId 不正确：应为整数 id',
    )
    expect(await wordsOf(await post('/api/deliver', { code: 1100, data: { ...draft, type: 9 } }))).toBe(
      '参数 data.type 不正确：应为 1 到 5 的整数',
    )
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
    await post('/api/save_single_msg', '__proto__=1&constructor=2&id=a&receiverId=1&type=1', {
      'content-type': 'application/x-www-form-urlencoded',
    })
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
