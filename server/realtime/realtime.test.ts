import { once } from 'node:events'
import { connect as connectRaw } from 'node:net'
import { WebSocket } from 'ws'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../contract/failures.ts'
import { hashToken } from '../lib/secret.ts'
import { ids, noMessages, rationOf, startEdge } from './edge.testing.ts'

const draft = (id: string, change: object = {}) => ({ id, receiverId: ids.bob, type: 1, content: '<b>', ...change })

test('a socket gets 1001 with a device number first, which it keeps when it sends it back', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('Authorization=alice-windows')
  expect(alice.first.code).toBe(1001)
  expect(alice.device).toMatch(/^[A-Za-z0-9_-]{22}$/)
  alice.ws.close()
  await alice.closed
  expect((await edge.connect(`Authorization=alice-windows&device=${alice.device}`)).device).toBe(alice.device)
})

test('nobody takes over the device number of somebody who is connected', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('Authorization=alice-windows')
  for (const query of [`device=${alice.device}`, `Authorization=mallory-windows&device=${alice.device}`]) {
    expect((await edge.connect(query)).device).not.toBe(alice.device)
  }
})

test('other paths are answered with 404 and let go', async () => {
  await using edge = await startEdge()
  const ws = new WebSocket(`ws://127.0.0.1:${edge.port}/elsewhere`)
  const [error] = (await once(ws, 'error')) as [Error]
  expect(error.message).toContain('404')
  expect((await edge.connect('v=1', {}, '/api/cnbi.io')).first.code).toBe(1001)
})

test('a raw connection that breaks off its handshake harms nobody', async () => {
  await using edge = await startEdge()
  const raw = connectRaw(edge.port, '127.0.0.1')
  raw.write(
    'GET /cnbi.io/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: bad\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  raw.resume()
  await once(raw, 'close')
  expect((await edge.connect()).first.code).toBe(1001)
})

test('a message sent over the socket is answered by 2000 and reaches the receiver, escaped only where asked for', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('v=1&Authorization=alice-windows')
  const [bobNew, bobOld] = [
    await edge.connect('v=1&Authorization=bob-windows'),
    await edge.connect('Authorization=bob-android'),
  ]
  await alice.soFar()
  await Promise.all([bobNew.soFar(), bobOld.soFar()])
  alice.send({ code: '1100', data: draft('m1') })
  expect(await alice.next()).toMatchObject({ code: 2000, data: { id: 'm1', seq: 1, miniType: 1100 } })
  expect(await bobNew.next()).toMatchObject({
    code: 1100,
    data: { id: 'm1', content: '<b>', miniType: 1100, state: 0 },
  })
  expect(await bobOld.next()).toMatchObject({ code: 1100, data: { content: '&lt;b&gt;' } })
})

test("a receipt says whose it is, also where the message is the reader's own", async () => {
  await using edge = await startEdge()
  const bob = await edge.connect('v=1&Authorization=bob-windows')
  await bob.soFar()
  const receipt = { id: 'm1', endTime: 1, miniType: 1100, senderId: ids.alice, receiverId: ids.bob, state: 2 as const }
  edge.bus.toUsers([ids.bob, ids.alice], { type: 'receipt', receipt, readerId: ids.alice, fromDevice: null })
  expect(await bob.next()).toMatchObject({ code: 1006, data: { ...receipt, readerId: ids.alice } })
})

test('own messages go to other devices that said v=1, never to the one that sent nor to the existing client', async () => {
  await using edge = await startEdge()
  const sender = await edge.connect('v=1&Authorization=alice-windows')
  const [other, old] = [
    await edge.connect('v=1&Authorization=alice-android'),
    await edge.connect('Authorization=alice-web'),
  ]
  await Promise.all([sender.soFar(), other.soFar(), old.soFar()])
  sender.send({ code: 1100, data: draft('m1') })
  expect((await sender.next()).code).toBe(2000)
  expect((await other.soFar()).map(frame => frame.code)).toContain(1100)
  expect((await old.soFar()).filter(frame => frame.code === 1100)).toEqual([])
})

test('frames that are none get 3400 with what is wrong, and the socket stays', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('v=1&Authorization=alice-windows')
  const refused = async (code: number, more = {}) =>
    expect(await alice.next()).toMatchObject({ code: 3400, data: { code, ...more } })
  alice.ws.send('{')
  await refused(400)
  alice.ws.send(Buffer.from('{}'))
  await refused(400)
  alice.ws.send(' '.repeat(70_000))
  await refused(413)
  alice.send({ code: 4711 })
  await refused(400)
  alice.send([
    { code: 1100, data: { id: 'm1' } },
    { code: 1100, data: draft('m2', { receiverId: 99 }) },
    { code: 1100, data: draft('m3', { senderId: ids.bob }) },
  ])
  await refused(400, { id: 'm1' })
  await refused(403, { id: 'm3' })
  await refused(404, { id: 'm2' })
  expect(await alice.soFar()).toEqual([])
})

test('a client that keeps sending nonsense is closed with 1008', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('v=1&Authorization=alice-windows')
  for (let n = 0; n < 21; n += 1) alice.ws.send('nonsense')
  expect((await alice.closed)[0]).toBe(1008)
})

test('a waiting device may only heartbeat', async () => {
  await using edge = await startEdge()
  const waiting = await edge.connect('Authorization=null')
  waiting.send({ code: 1100, data: draft('m1') }, { code: 1111 })
  expect(await waiting.next()).toMatchObject({ code: 3400, data: { code: 401, id: 'm1' } })
  expect((await waiting.next()).code).toBe(1112)
})

describe('who sends more than there is room for', () => {
  /** Buckets of 80 units for a person, and for a network; opening a socket takes some. */
  const rates = { person: 2, network: 2 }

  test('is told to wait, with the id of the message that was not taken', async () => {
    await using edge = await startEdge({ ration: rationOf(rates) })
    const alice = await edge.connect('v=1&Authorization=alice-windows')
    alice.send(...Array.from({ length: 16 }, (_, n) => ({ code: 1100, data: draft(`m${n}`) })))
    const answers = []
    for (let n = 0; n < 16; n++) answers.push(await alice.next())
    expect(answers.filter(frame => frame.code === 2000).map(frame => frame.data.id)).toEqual(
      Array.from({ length: 15 }, (_, n) => `m${n}`),
    )
    expect(answers.find(frame => frame.code === 3400)?.data).toEqual({
      code: 429,
      id: 'm15',
      failure: 'request.tooMany',
      values: {},
      retryAfter: 3,
    })
  })

  test('leaves the others as they were', async () => {
    await using edge = await startEdge({ ration: rationOf(rates) })
    const [alice, bob] = [
      await edge.connect('v=1&Authorization=alice-windows'),
      await edge.connect('v=1&Authorization=bob-windows'),
    ]
    alice.send(...Array.from({ length: 90 }, () => ({ code: 1111 })))
    bob.send({ code: 1100, data: draft('m1') })
    expect((await bob.next()).code).toBe(2000)
  })

  const floods: [string, object][] = [
    ['heartbeats', { code: 1111 }],
    ['2000 sent back', { code: 2000, data: { id: 'x' } }],
    ['receipts', { code: 1006, data: { id: 'x', state: 2 } }],
    ['typing', { code: 3001, data: { receiverId: ids.bob, miniType: 1100 } }],
    ['commands', { code: 1500, data: {} }],
    ['messages', { code: 1100, data: draft('same') }],
  ]
  const senders = [
    ['somebody logged in', 'v=1&Authorization=alice-windows'],
    ['the existing client', 'Authorization=alice-windows'],
    ['a waiting device', 'Authorization=null'],
  ] as const

  test.each(floods.flatMap(flood => senders.map(sender => [...flood, ...sender] as const)))(
    '%s without end, %j: closed with 1008 (%s)',
    async (_, frame, __, query) => {
      await using edge = await startEdge({ ration: rationOf(rates) })
      const flooder = await edge.connect(query)
      for (let n = 0; n < 5; n++) flooder.send(Array.from({ length: 100 }, () => frame))
      expect((await flooder.closed)[0]).toBe(1008)
      expect(edge.faults).toEqual([])
    },
  )

  test.each(senders)('pings and pongs of the WebSocket without end: closed with 1008 (%s)', async (_, query) => {
    await using edge = await startEdge({ ration: rationOf(rates) })
    const pinging = await edge.connect(query)
    // The next goes when the last is answered: many at once end the connection by themselves.
    pinging.ws.on('pong', () => pinging.ws.ping())
    pinging.ws.ping()
    expect((await pinging.closed)[0]).toBe(1008)
    await using other = await startEdge({ ration: rationOf(rates) })
    const answering = await other.connect(query)
    for (let n = 0; n < 500; n++) answering.ws.pong()
    expect((await answering.closed)[0]).toBe(1008)
  })

  test('messages without end that many would hear of: closed with 1008', async () => {
    const tooMany = () => Promise.reject(new Failure('request.tooMany', {}, 5))
    await using edge = await startEdge({ messages: { ...noMessages, sendGroup: tooMany } })
    const alice = await edge.connect('v=1&Authorization=alice-windows')
    alice.send({ code: 1101, data: draft('first') })
    expect(await alice.next()).toMatchObject({ code: 3400, data: { code: 429, id: 'first', retryAfter: 5 } })
    for (let n = 0; n < 301; n += 1) alice.send({ code: 1101, data: draft(`m${n}`) })
    expect((await alice.closed)[0]).toBe(1008)
    expect(edge.faults).toEqual([])
  })

  test('who types is told twice a second, from however many sockets', async () => {
    let now = 1_000_000
    await using edge = await startEdge({ clock: () => now })
    const bob = await edge.connect('v=1&Authorization=bob-windows')
    const alices = await Promise.all(
      ['windows', 'android', 'web'].map(platform => edge.connect(`v=1&Authorization=alice-${platform}`)),
    )
    const type = { code: 3001, data: { receiverId: ids.bob, miniType: 1100 } }
    const heard = async () => {
      for (const alice of alices) alice.send(type, type)
      for (const alice of alices) await alice.soFar()
      return (await bob.soFar()).filter(({ code }) => code === 3001).length
    }
    expect(await heard()).toBe(1)
    expect(await heard()).toBe(0)
    now += 500
    expect(await heard()).toBe(1)
  })

  test('the existing client is not told of receipts that were too many', async () => {
    await using edge = await startEdge({ ration: rationOf(rates) })
    const alice = await edge.connect('Authorization=alice-android')
    alice.send(...Array.from({ length: 200 }, () => ({ code: 1006, data: { id: 'x', state: 2 } })))
    alice.send({ code: 1111 })
    // The bucket is empty: the heartbeat is what is refused first.
    expect(await alice.next()).toMatchObject({ code: 3400, data: { code: 429 } })
  })
})

test('a waiting device that keeps sending what needs a login is closed', async () => {
  await using edge = await startEdge()
  const waiting = await edge.connect('Authorization=null')
  waiting.send(Array.from({ length: 100 }, () => ({ code: 1100 })))
  expect((await waiting.closed)[0]).toBe(1008)
})

test('the existing client gets no frame that it does not know', async () => {
  await using edge = await startEdge()
  const [known, old] = [
    await edge.connect('v=1&Authorization=alice-windows'),
    await edge.connect('Authorization=alice-android'),
  ]
  const bob = await edge.connect('v=1&Authorization=bob-windows')
  await known.soFar()
  bob.send({ code: 3001, data: { receiverId: ids.alice, miniType: 1100 } })
  await bob.soFar()
  edge.bus.toUsers([ids.alice], {
    type: 'conversationChanged',
    change: { what: 'left', groupId: 5, userIds: [ids.bob], count: 2 },
  })
  old.send({ code: 1006, data: { id: 'nothing', state: 1 } })
  expect((await known.soFar()).map(frame => frame.code)).toEqual(expect.arrayContaining([3001, 3003]))
  expect((await old.soFar()).filter(frame => frame.code > 3000 && frame.code < 4000)).toEqual([])
})

test("a command goes to the user's other devices", async () => {
  await using edge = await startEdge()
  const [one, other] = [
    await edge.connect('Authorization=alice-windows'),
    await edge.connect('Authorization=alice-android'),
  ]
  await Promise.all([one.soFar(), other.soFar()])
  one.send({ code: 1500, data: { do: 'lock' } })
  expect(await one.soFar()).toEqual([])
  expect(await other.next()).toMatchObject({ code: 1500, data: { do: 'lock' } })
})

test('a client that does not read is closed with 1013 while others go on', async () => {
  await using edge = await startEdge({ backlog: 256 * 1024 })
  const [slow, fast] = [
    await edge.connect('v=1&Authorization=alice-windows'),
    await edge.connect('v=1&Authorization=alice-android'),
  ]
  slow.ws.pause()
  let closed = false
  slow.ws.on('close', () => {
    closed = true
  })
  while (edge.realtime.isConnected(hashToken('alice-windows'))) {
    edge.push('x'.repeat(50_000))
    expect((await fast.soFar()).some(frame => frame.code === 1100)).toBe(true)
  }
  expect(closed).toBe(false)
  slow.ws.resume()
  expect((await slow.closed)[0]).toBe(1013)
}, 20_000)

test('somebody coming is told to contacts once, and a gap shorter than the grace is no news', async () => {
  await using edge = await startEdge({ presenceGrace: 60_000 })
  const bob = await edge.connect('Authorization=bob-windows')
  const alice = await edge.connect('Authorization=alice-windows')
  expect(await bob.next()).toMatchObject({
    code: 1004,
    msg: 'alice 在 windows 上线了',
    data: { user: { id: ids.alice, trueName: 'alice' } },
  })
  alice.ws.close()
  await alice.closed
  const again = await edge.connect('Authorization=alice-windows')
  expect(await bob.soFar()).toEqual([])
  expect(await again.soFar()).toEqual([])
})

test('somebody going is told to contacts after the grace', async () => {
  await using edge = await startEdge({ presenceGrace: 50 })
  const bob = await edge.connect('Authorization=bob-windows')
  const alice = await edge.connect('Authorization=alice-windows')
  expect(await bob.next()).toMatchObject({ code: 1004 })
  alice.ws.close()
  expect(await bob.next()).toMatchObject({ code: 1005, data: { user: { id: ids.alice } } })
})

test('a dead peer is dropped by the heartbeat, a live one is not', async () => {
  await using edge = await startEdge({ heartbeat: { every: 30, missed: 2 } })
  const [live, dead] = [await edge.connect('v=1'), await edge.connect('v=1')]
  dead.ws.pause()
  while (edge.realtime.isWaiting(dead.device)) await once(live.ws, 'ping')
  dead.ws.resume()
  await dead.closed
  expect(await live.soFar()).toEqual([])
})

test('a stopping server closes its sockets with 1012 and takes no new ones', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('v=1&Authorization=alice-windows')
  const draining = edge.realtime.drain()
  const [error] = (await once(new WebSocket(`ws://127.0.0.1:${edge.port}/cnbi.io/`), 'error')) as [Error]
  expect(error.message).toContain('503')
  expect((await alice.closed)[0]).toBe(1012)
  await draining
  expect(edge.realtime.isConnected(hashToken('alice-windows'))).toBe(false)
})
