import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../contract/call.ts'
import { calls } from '../contract/calls.ts'
import { failures } from '../contract/failures.ts'
import { contractRows, furtherRows } from './contract-rows.ts'
import { makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const root = join(import.meta.dirname, '..')
const folder = tempFolder()
let server: ServerProcess
let token: string

beforeAll(async () => {
  const people = await makePeople(folder.path)
  server = await startServer({ folder: folder.path })
  token = (await people.login(server.origin, 'alice')).token
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

async function ask(call: Call, headers: Record<string, string>, body = '{}') {
  const path = call.path.replace(/:\w+/g, 'x')
  const answer = await fetch(server.origin + path, {
    method: call.method,
    redirect: 'manual',
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(call.method === 'GET' ? {} : { body }),
  })
  return {
    status: answer.status,
    body: (await answer.json()) as { data: unknown; code: number; msg: string; message?: string },
  }
}

const rows = Object.values(contractRows).flat()
/** A call as a row of the contract writes it. */
const rowOf = ({ method, path }: Call) => `${method} ${path.replace(/:(\w+)/g, '<$1>')}`

describe('the tables of the contract', () => {
  test('have 69 calls; they and the few besides are what is declared', () => {
    expect(rows).toHaveLength(69)
    expect(new Set(rows).size).toBe(rows.length)
    expect(Object.values(calls).map(rowOf).sort()).toEqual([...rows, ...furtherRows].sort())
  })

  test('are in the reference, call by call, and nothing else is', async () => {
    const { paths } = (await (await fetch(`${server.origin}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, '<$1>')}`),
    )
    expect(documented.sort()).toEqual([...rows, ...furtherRows].sort())
  })

  test('are each named by a test that speaks to a server, besides this one', () => {
    const programs = globSync('e2e/**/*.ts', { cwd: root }).filter(
      file => !file.endsWith('every-call.test.ts') && !file.endsWith('contract-rows.ts'),
    )
    const texts = programs.map(file => readFileSync(join(root, file), 'utf8'))
    // The calls that it imports from the contract; or it writes the path itself.
    const imported = new Set(
      texts.flatMap(text =>
        [...text.matchAll(/^import \{([^}]+)\} from '\.\.\/contract\//gm)].flatMap(([, names = '']) =>
          names.split(',').map(name => name.trim()),
        ),
      ),
    )
    const unnamed = Object.entries(calls).filter(([name, call]: [string, Call]) => {
      const path = call.path.split(':')[0] ?? call.path
      return !imported.has(name) && !texts.some(text => new RegExp(`${path}(?!\\w)`).test(text))
    })
    expect(unnamed.map(([name]) => name)).toEqual([])
  })
})

describe.each(Object.entries(calls))('%s', (_name, call: Call) => {
  test(call.access === 'viewer' ? 'refuses strangers and dead tokens' : 'is there', async () => {
    const stranger = await ask(call, {})
    expect(stranger.body.msg).not.toBe(failures['request.unknownPath'].zh)
    if (call.access !== 'viewer') return
    expect(stranger).toEqual({
      status: 401,
      body: {
        data: null,
        code: 401,
        msg: failures['token.missing'].zh,
        message: failures['token.missing'].zh,
        failure: 'token.missing',
        values: {},
      },
    })
    expect((await ask(call, { Authorization: 'x'.repeat(43) })).body.msg).toBe(failures['token.dead'].zh)
  })

  if (call.by === 'administrator')
    test('refuses who is no administrator, whatever they ask for', async () => {
      const { body } = await ask(call, { Authorization: token }, '{}')
      expect(body).toMatchObject({ code: 403, failure: 'admin.only' })
    })

  // Logging out takes no parameters, and would end what the others use.
  if (call.path === '/auth/logout') return
  test('answers nonsense in its envelope, and never as a fault of ours', async () => {
    for (const body of [
      '{}',
      '[]',
      '"text"',
      '{"id": {"$ne": 1}, "userId": "1 OR 1=1", "receiverId": -1, "page": 1e99}',
      '{',
    ]) {
      const { status, body: answer } = await ask(call, { Authorization: token }, body)
      expect(status).toBeLessThan(500)
      expect(status).toBe(answer.code)
      expect(answer).toHaveProperty('data')
      expect(answer.msg).toEqual(expect.any(String))
      if (answer.code !== 200) expect(answer.message).toBe(answer.msg)
    }
  })
})
