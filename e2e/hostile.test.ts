import { once } from 'node:events'
import { connect } from 'node:net'
import { request } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import { findDirect, findGroup, recallDirect, sendDirect, sendGroup } from '../contract/messages.ts'
import { contactInfo } from '../contract/people.ts'
import { agents, createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import { openStage } from './stage.ts'

const { people, server, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob', agents.windows)
const mallory = await login('mallory')
afterAll(async () => {
  // whatever was done to it, it still answers, and it never thought that a fault was its own
  expect((await alice.try(listConversations)).code).toBe(200)
  expect(server.output()).not.toMatch(/"level":[56]0/)
  await close()
})

const draft = (by: Client, receiverId: number) => ({
  id: newId(),
  senderId: by.userId,
  receiverId,
  type: 1,
  content: 'Hello',
  fileId: null,
})

type Envelope = { data: null; code: number; msg: string; message: string }

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(server.origin + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'Content-Type': 'application/json', Authorization: alice.token, ...headers },
  })
  return {
    status: response.status,
    envelope: (await response.json()) as Envelope,
    retryAfter: response.headers.get('retry-after'),
  }
}

describe('a body', () => {
  test.for([
    ['that is not JSON', '{"content": ', 400],
    ['that is an array', '[1,2]', 400],
    ['that is null', 'null', 400],
    ['that is empty', '', 400],
    ['with wrong types', '{"id": 7, "receiverId": {}, "type": "x", "content": []}', 400],
    ['with a type that does not exist', '{"id": "a", "receiverId": 1, "type": 99, "content": "x"}', 400],
    ['with an id that is no id', '{"id": "../../etc", "receiverId": 1, "type": 1, "content": "x"}', 400],
    ['with a prototype in it', '{"__proto__": {"senderId": 1}, "constructor": 1}', 400],
    ['nested a thousand deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, 400],
  ] as const)('%s is refused', async ([, body, code]) => {
    const { status, envelope } = await post('/api/save_single_msg', body)
    expect(status).toBe(code)
    expect(envelope).toEqual({
      data: null,
      code,
      msg: envelope.msg,
      message: envelope.msg,
      failure: expect.any(String),
      values: expect.any(Object),
    })
    expect(envelope.msg).toMatch(/\p{Script=Han}/u)
    expect(envelope.msg).not.toMatch(/node_modules|\.ts:|at /)
  })

  test('of 10 MB is refused with 413', async () => {
    expect(await statusOfBigBody(10 * 1024 * 1024)).toBe(413)
  })

  test('of another kind than JSON is refused with 415', async () => {
    expect((await post('/api/save_single_msg', '<message/>', { 'Content-Type': 'application/xml' })).status).toBe(415)
  })
})

/** The answer may come while we are still writing, and the connection may end after it. */
async function statusOfBigBody(size: number): Promise<number | undefined> {
  const call = request(`${server.origin}/api/save_single_msg`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': size, Authorization: alice.token },
  })
  const answered = once(call, 'response') as Promise<[{ statusCode?: number; resume(): void }]>
  call.on('error', () => undefined)
  call.end(Buffer.alloc(size, 0x20))
  const [response] = await answered
  response.resume()
  return response.statusCode
}

describe('somebody who has no business here', () => {
  test('without a token gets 401 everywhere', async () => {
    const nobody = createClient(server.origin)
    for (const call of [listConversations, findDirect, sendDirect, sendGroup]) {
      const { status, code } = await nobody.try(call)
      expect([call.path, status, code]).toEqual([call.path, 401, 401])
    }
    nobody.token = 'a'.repeat(5000)
    expect((await nobody.try(listConversations)).code).toBe(401)
    nobody.token = "'; drop table users; --"
    expect((await nobody.try(listConversations)).code).toBe(401)
  })

  test('cannot write as somebody else', async () => {
    expect((await bob.try(sendDirect, { body: { ...draft(alice, bob.userId), senderId: alice.userId } })).code).toBe(
      403,
    )
    expect((await bob.try(listConversations, { query: { userId: alice.userId } })).code).toBe(403)
  })

  test("cannot read, write or recall in other people's conversations", async () => {
    const { id } = await alice.ask(sendDirect, { body: draft(alice, bob.userId) })
    expect(
      (await bob.ask(findDirect, { body: { senderId: alice.userId, receiverId: bob.userId } })).data.map(row => row.id),
    ).toContain(id)
    const attempts = await Promise.all([
      mallory.try(findDirect, { body: { senderId: alice.userId, receiverId: bob.userId } }),
      mallory.try(findGroup, { body: { groupId: people.groupId, userId: mallory.userId } }),
      mallory.try(sendGroup, { body: draft(mallory, people.groupId) }),
      mallory.try(sendDirect, { body: draft(mallory, alice.userId) }),
    ])
    expect(attempts.map(attempt => attempt.code)).toEqual([403, 404, 404, 403])
    expect([403, 404]).toContain((await mallory.try(recallDirect, { body: { id, state: 6 } })).code)
    expect([403, 404]).toContain(
      (await mallory.try(contactInfo, { query: { userId: mallory.userId, targetId: alice.userId } })).code,
    )
  })

  test('learns of unknown people, groups and paths only that they are not there', async () => {
    expect((await alice.try(sendDirect, { body: draft(alice, 999_999) })).code).toBe(404)
    expect((await alice.try(sendGroup, { body: draft(alice, 999_999) })).code).toBe(404)
    expect((await alice.try(sendDirect, { body: draft(alice, Number.MAX_SAFE_INTEGER) })).code).toBeGreaterThanOrEqual(
      400,
    )
    for (const path of [
      '/api/no_such_call',
      '/api/%00',
      '/files/..%2f..%2fpackage.json',
      '/api/__proto__',
      '/api/%zz',
    ]) {
      const response = await fetch(server.origin + path, { headers: { Authorization: alice.token } })
      expect([path, [400, 404]]).toEqual([path, expect.arrayContaining([response.status])])
      expect(response.headers.get('content-type')).toContain('application/json')
    }
  })
})

describe('a frame', () => {
  test('that is garbage gets 3400, and the socket stays', async () => {
    const line = await alice.line()
    const garbage = [
      'garbage',
      '{',
      '7',
      'null',
      '{}',
      '{"code":"abc"}',
      '{"code":424242}',
      '{"code":1100}',
      '{"code":1100,"data":{"id":7}}',
      '['.repeat(5000),
    ]
    for (const frame of garbage) {
      line.socket.send(frame)
      expect((await line.next(3400)).msg).not.toBe('')
    }
    await line.drop()
  })

  test('that is binary or over 64 KiB gets 3400, and the socket stays', async () => {
    const line = await alice.line()
    line.socket.send(Buffer.from('{"code":1111}'))
    await line.next(3400)
    line.send({ code: 1100, data: { ...draft(alice, bob.userId), content: 'x'.repeat(70_000) } })
    await line.next(3400)
    line.send({ code: 1111, data: {} })
    await line.next(1112)
    await line.drop()
  })

  test('with a foreign sender, or to a stranger, gets 3400 with its id', async () => {
    const line = await mallory.line()
    for (const data of [{ ...draft(mallory, bob.userId), senderId: alice.userId }, draft(mallory, alice.userId)]) {
      line.send({ code: 1100, data })
      await line.next(3400, frame => frame.data['id'] === data.id)
    }
    expect(line.count(2000)).toBe(0)
    await line.drop()
  })

  test('of garbage again and again closes the socket with 1008', async () => {
    const line = await alice.line()
    for (let number = 0; number < 1000 && line.socket.readyState === line.socket.OPEN; number++)
      line.socket.send('garbage')
    expect(await line.closed).toBe(1008)
  })

  test('on a socket that is not logged in sends nothing', async () => {
    const line = await createClient(server.origin).bareLine()
    const data = draft(alice, bob.userId)
    line.send({ code: 1100, data })
    await line.next(3400)
    expect((await fullHistory(alice, { peerId: bob.userId })).map(row => row.id)).not.toContain(data.id)
  })
})

test.each(['half \ud83d a sign', '\udc00', 'nul \0 inside', 'e\u0301 \u200d \u202e'])(
  'a message that says %j has one answer, sent once or again, by call and by frame, and reads the same',
  async content => {
    const line = await alice.line()
    const [called, framed] = [draft(alice, bob.userId), draft(alice, bob.userId)]
    const byCall = () => alice.ask(sendDirect, { body: { ...called, content } })
    const byFrame = async () => {
      line.send({ code: 1100, data: { ...framed, content } })
      return line.next(2000, ({ data }) => data['id'] === framed.id)
    }
    const answers = [await byCall(), await byCall()] as const
    expect(answers[1]).toEqual(answers[0])
    const acknowledged = [await byFrame(), await byFrame()] as const
    expect(acknowledged[1]).toEqual(acknowledged[0])
    const said = (await fullHistory(bob, { peerId: alice.userId })).filter(({ id }) =>
      [called.id, framed.id].includes(id),
    )
    expect(said.map(row => row.content)).toEqual([content.toWellFormed(), content.toWellFormed()])
    await line.drop()
  },
)

test('a reader who is too slow is closed with 1013 and finds everything afterwards', async () => {
  const slow = await bob.line()
  slow.socket.pause()
  const sent: string[] = []
  const content = '慢'.repeat(20_000)
  // more than the system's buffers and ours can hold together
  for (let number = 0; number < 300; number += 20) {
    sent.push(
      ...(await Promise.all(
        Array.from(
          { length: 20 },
          async () => (await alice.ask(sendDirect, { body: { ...draft(alice, bob.userId), content } })).id,
        ),
      )),
    )
  }
  slow.socket.resume()
  expect(await slow.closed).toBe(1013)
  expect(slow.count(1100)).toBeLessThan(sent.length)
  const there = new Set((await fullHistory(bob, { peerId: alice.userId })).map(row => row.id))
  expect(sent.filter(id => !there.has(id))).toEqual([])
})

test('connections that break off in the middle leave it unmoved', async () => {
  const { port } = new URL(server.origin)
  const beginnings = [
    '',
    'GET',
    'POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"acc',
    'GET /cnbi.io/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n',
    '\x16\x03\x01\x02\x00',
    'x'.repeat(100_000),
  ]
  await Promise.all(
    beginnings.map(async beginning => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined).resume()
      await once(socket, 'connect')
      socket.end(beginning) // half-closed: we still listen
      setImmediate(() => socket.destroy())
      if (!socket.closed) await once(socket, 'close')
    }),
  )
  expect((await alice.try(listConversations)).code).toBe(200)
})
