import { describe, expect, test } from 'vitest'
import { calls } from '../../contract/calls.ts'
import { failures } from '../../contract/failures.ts'
import type { OpenApi } from './reference/openapi.ts'
import { read, sayRaw, start } from './http.testing.ts'
import type { Options } from './http.testing.ts'

describe('origins and addresses', () => {
  const scan = async (options: Options, headers: Record<string, string>) => {
    const { port } = await start(options)
    const head = Object.entries({ Host: 'chat.local:8005', ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
    return sayRaw(port, `GET /auth/scan_login/c/1 HTTP/1.1\r\n${head}Connection: close\r\n\r\n`)
  }

  test('URLs are made of the configured origin, else of the Host', async () => {
    expect(await scan({}, {})).toContain('"platform":"http://chat.local:8005/p"')
    expect(await scan({}, { Host: '[::1]:80' })).toContain('"platform":"http://[::1]:80/p"')
    expect(await scan({ origin: 'https://im.example' }, { Host: 'evil' })).toContain(
      '"platform":"https://im.example/p"',
    )
  })

  test('a Host that is none is refused', async () => {
    for (const Host of ['a b', 'x/y', 'evil"onload=', 'user@host', '']) {
      expect(await scan({}, { Host })).toMatch(Host === '' ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 400 /)
    }
  })

  test('forwarding headers are believed of a trusted proxy only, and only the nearest one', async () => {
    const headers = {
      'X-Forwarded-For': '6.6.6.6, 10.1.1.1',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'im.example',
    }
    expect(await scan({}, headers)).toContain('"platform":"http://chat.local:8005/p","ip":"127.0.0.1"')
    expect(await scan({ trustProxy: true }, headers)).toContain('"platform":"https://im.example/p","ip":"10.1.1.1"')
    expect(await scan({ trustProxy: true }, { 'X-Forwarded-For': '<script>' })).toContain('"ip":"127.0.0.1"')
  })

  test('pages of configured origins may call, others are told nothing', async () => {
    const { ask } = await start()
    const preflight = (origin: string) =>
      ask('/api/save_single_msg', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
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
    expect([answer.status, answer.headers.get('content-length'), answer.headers.get('cache-control')]).toEqual([
      200,
      '5',
      'private, max-age=60',
    ])
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
    for (const bytes of [
      '\x16\x03\x01\x02garbage\r\n\r\n',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ]) {
      const answer = await sayRaw(port, bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ data: null, code: 400 })
    }
    expect((await ask('/healthz')).status).toBe(200)
  })

  test('a head that is too long gets a 413', async () => {
    const { port } = await start()
    expect(await sayRaw(port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 413 /,
    )
  })
})

describe('pages', () => {
  test('health is ok, or 503 with a reason that is no secret', async () => {
    const { ask } = await start()
    expect(await (await ask('/healthz')).json()).toMatchObject({ data: 'ok', code: 200 })
    const ill = await start({
      health: async () => {
        throw new Error('path of ours')
      },
    })
    const answer = await ill.ask('/healthz')
    expect(answer.status).toBe(503)
    expect(await answer.text()).not.toContain('path of ours')
  })

  test('health is looked at once for very many who ask', async () => {
    let probes = 0
    const { ask } = await start({
      health: async () => {
        probes += 1
      },
    })
    const asked = performance.now()
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask('/healthz')))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    // Once a second, on however slow a machine.
    expect(probes).toBeLessThanOrEqual(1 + Math.floor((performance.now() - asked) / 1000))
  })

  test('a public address with https is never to be tried without it', async () => {
    const transport = async (options: Options) => {
      const { ask } = await start(options)
      const answers = [await ask('/healthz'), await ask('/api/my_session'), await ask('/nowhere')]
      return answers.map(({ headers }) => headers.get('strict-transport-security'))
    }
    expect(await transport({ origin: 'https://im.example' })).toEqual(Array(3).fill('max-age=31536000'))
    expect(await transport({ origin: 'http://im.example' })).toEqual([null, null, null])
    expect(await transport({})).toEqual([null, null, null])
  })

  test('headers of a browser as long as they may be hold nobody up', async () => {
    const { ask } = await start()
    const wall = 15_000
    const values = [
      '-'.repeat(wall),
      'zh-'.repeat(wall / 3),
      'a;q='.repeat(wall / 4),
      ` ;${' '.repeat(wall)}x`,
      `${'a-'.repeat(wall / 2)}!`,
    ]
    for (const name of ['accept-language', 'user-agent', 'accept', 'referer', 'origin', 'if-none-match', 'range']) {
      for (const value of values) {
        const before = process.threadCpuUsage()
        const answer = await ask('/auth/scan_login/c/1', { headers: { [name]: value } })
        const { user, system } = process.threadCpuUsage(before)
        expect(answer.status).toBeLessThan(500)
        // What the review showed took seconds and more.
        expect((user + system) / 1000).toBeLessThan(500)
      }
    }
  })

  test('openapi.json describes every call that is routed, with its failures in both languages', async () => {
    const { ask } = await start()
    const document = await read<OpenApi>(await ask('/openapi.json'))
    expect(document.openapi).toBe('3.1.0')
    const operation = document.paths['/api/save_single_msg']?.post
    expect(operation?.responses[403]?.description).toContain(failures['user.notReachable'].zh)
    expect(operation?.responses[403]?.description).toContain(failures['user.notReachable'].en)
    expect(operation?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/MessageDraft',
    })
    expect(document.paths['/auth/login']?.post?.security).toEqual([])
  })

  test('the reference is one page without scripts, under a policy that allows none', async () => {
    const { ask } = await start()
    const answer = await ask('/docs')
    const html = await answer.text()
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|src=|@import/)
    for (const call of [calls.sendDirect, calls.login, calls.openFile]) expect(html).toContain(call.summary)
  })

  test('the front page says that the server runs', async () => {
    const { ask } = await start()
    expect(await (await ask('/')).text()).toContain('href="/docs"')
  })
})
