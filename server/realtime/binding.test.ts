import { expect, test } from 'vitest'
import { ids, startEdge } from './edge.testing.ts'
import { hashToken } from '../lib/secret.ts'

const codes = (frames: { code: number }[]) => frames.map(frame => frame.code)

test('a call that names a waiting device binds it, and pushes arrive', async () => {
  await using edge = await startEdge()
  const page = await edge.connect('Authorization=undefined')
  expect(edge.realtime.isWaiting(page.device)).toBe(true)
  edge.push('before')
  edge.realtime.sawViewer(await edge.viewer('alice-windows'), { device: page.device })
  expect(edge.realtime.isWaiting(page.device)).toBe(false)
  edge.push('after')
  expect((await page.soFar()).map(frame => frame.data.content)).toEqual(['after'])
})

test('a header that names a bound device, or none, changes nothing', async () => {
  await using edge = await startEdge()
  const alice = await edge.connect('Authorization=alice-windows')
  edge.realtime.sawViewer(await edge.viewer('mallory-windows'), { device: alice.device })
  edge.realtime.sawViewer(await edge.viewer('mallory-windows'), { device: 'unknown' })
  edge.push('for alice', ids.bob)
  expect((await alice.next()).data.content).toBe('for alice')
})

test('a QR login pushes that it was scanned, then the login', async () => {
  await using edge = await startEdge()
  const page = await edge.connect()
  edge.bus.toDevice(page.device, { type: 'scanned', user: { id: ids.alice, name: 'alice', avatar: null } })
  expect(await page.next()).toMatchObject({ code: 10010, data: { id: ids.alice } })
  edge.bus.toDevice(page.device, {
    type: 'loggedIn',
    userId: ids.alice,
    tokenHash: hashToken('alice-web'),
    login: { token: 'alice-web' },
  })
  expect(await page.next()).toMatchObject({
    code: 10011,
    data: { authorization: 'alice-web', user: { id: ids.alice } },
  })
  edge.push('hello')
  expect((await page.next()).data.content).toBe('hello')
})

test('a refusal on the phone is told to a client that knows the frame', async () => {
  await using edge = await startEdge()
  const ours = await edge.connect('v=1')
  const other = await edge.connect()
  for (const { device } of [ours, other]) edge.bus.toDevice(device, { type: 'scanCancelled' })
  expect((await ours.next()).code).toBe(10012)
  expect(await other.soFar()).toEqual([])
})

test.each([
  ['replaced', [1002]],
  ['over', [1003]],
  ['loggedOut', []],
] as const)('a login that is %s is told so once and the socket waits', async (reason, told) => {
  await using edge = await startEdge()
  const page = await edge.connect('Authorization=alice-windows')
  edge.end(reason, 'alice-windows')
  edge.push('secret')
  const frames = await page.soFar()
  expect(codes(frames)).toEqual(told)
  expect(frames.every(frame => Object.keys(frame.data).length === 0)).toBe(true)
  expect(edge.realtime.isWaiting(page.device)).toBe(true)
})

test('a dead token says nothing until a call with it is refused, in either order, and then once', async () => {
  await using edge = await startEdge()
  edge.end('over', 'alice-windows', 'bob-windows')
  const first = await edge.connect('Authorization=alice-windows')
  expect(await first.soFar()).toEqual([])
  edge.refuse('alice-windows')
  edge.refuse('alice-windows')
  expect(codes(await first.soFar())).toEqual([1003])
  edge.refuse('bob-windows')
  const later = await edge.connect('Authorization=bob-windows')
  expect(codes(await later.soFar())).toEqual([1003])
})

test('somebody who logs in anew is not thrown out by refusals of the old token', async () => {
  await using edge = await startEdge()
  edge.end('over', 'alice-windows')
  const [one, twin] = [
    await edge.connect('Authorization=alice-windows'),
    await edge.connect('Authorization=alice-windows'),
  ]
  edge.realtime.sawViewer(await edge.viewer('bob-windows'), { device: twin.device })
  edge.refuse('alice-windows')
  const again = await edge.connect('Authorization=alice-windows')
  for (const socket of [one, twin, again]) expect(codes(await socket.soFar())).not.toContain(1003)
})

test('twins get one push between them, and the other takes over when one closes', async () => {
  await using edge = await startEdge()
  const [one, twin] = await Promise.all([
    edge.connect('Authorization=alice-windows'),
    edge.connect('Authorization=alice-windows'),
  ])
  edge.push('first')
  const counts = [await one.soFar(), await twin.soFar()].map(frames => frames.length)
  expect(counts.toSorted()).toEqual([0, 1])
  const [active, resting] = counts[0] === 1 ? [one, twin] : [twin, one]
  active.ws.close()
  await active.closed
  edge.push('second')
  expect((await resting.next()).data.content).toBe('second')
})

test('a second tab, another browser and our own client are no twins', async () => {
  let now = 1_000_000
  await using edge = await startEdge({ clock: () => now })
  const sockets = [
    await edge.connect('Authorization=alice-windows'),
    await edge.connect('Authorization=alice-windows', { 'User-Agent': 'other' }),
    await edge.connect('v=1&Authorization=alice-windows'),
  ]
  now += 1001
  sockets.push(await edge.connect('Authorization=alice-windows'))
  edge.push('to all')
  for (const socket of sockets) expect((await socket.next()).data.content).toBe('to all')
})

test("the login's cookie binds a handshake of our own page, and of no other", async () => {
  await using edge = await startEdge()
  const Cookie = 'a=b; hongyan_device=alice-windows'
  const ours = await edge.connect('', { Cookie, Origin: `http://127.0.0.1:${edge.port}` })
  const others = [await edge.connect('', { Cookie, Origin: 'http://evil.example' }), await edge.connect('', { Cookie })]
  edge.push('for alice')
  expect((await ours.next()).data.content).toBe('for alice')
  for (const other of others) expect(await other.soFar()).toEqual([])
})
