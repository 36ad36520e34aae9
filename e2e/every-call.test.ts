import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../contract/call.ts'
import { calls } from '../contract/calls.ts'
import { failures } from '../contract/failures.ts'
import { makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

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
    method: call.method, redirect: 'manual', headers: { 'Content-Type': 'application/json', ...headers },
    ...call.method === 'GET' ? {} : { body },
  })
  return { status: answer.status, body: await answer.json() as { data: unknown, code: number, msg: string, message?: string } }
}

describe.each(Object.entries(calls))('%s', (_name, call: Call) => {
  test(call.access === 'viewer' ? 'refuses strangers and dead tokens' : 'is there', async () => {
    const stranger = await ask(call, {})
    expect(stranger.body.msg).not.toBe(failures['request.unknownPath'].zh)
    if (call.access !== 'viewer') return
    expect(stranger).toEqual({ status: 401, body: { data: null, code: 401, msg: failures['token.missing'].zh, message: failures['token.missing'].zh } })
    expect((await ask(call, { Authorization: 'x'.repeat(43) })).body.msg).toBe(failures['token.dead'].zh)
  })

  // Logging out takes no parameters, and would end what the others use.
  if (call.path === '/auth/logout') return
  test('answers nonsense in its envelope, and never as a fault of ours', async () => {
    for (const body of ['{}', '[]', '"text"', '{"id": {"$ne": 1}, "userId": "1 OR 1=1", "receiverId": -1, "page": 1e99}', '{']) {
      const { status, body: answer } = await ask(call, { Authorization: token }, body)
      expect(status).toBeLessThan(500)
      expect(status).toBe(answer.code)
      expect(answer).toHaveProperty('data')
      expect(answer.msg).toEqual(expect.any(String))
      if (answer.code !== 200) expect(answer.message).toBe(answer.msg)
    }
  })
})
