import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PushPayload } from '../../../contract/push.ts'
import type { UserEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import type { Viewer } from '../../lib/route.ts'
import { createCast, createGroup, createTestStore, send } from '../../store/conformance/test-store.ts'
import type { Message } from '../../store/messages.ts'
import type { Notice } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'
import { createPush } from './push.ts'
import { mayPushTo } from './services.ts'

type Received = { path: string; authorization: string; payload: unknown }

/** A browser's keys, and what they open (RFC 8291, aes128gcm). */
function createBrowser() {
  const ecdh = createECDH('prime256v1')
  const own = ecdh.generateKeys()
  const auth = randomBytes(16)
  const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, salt, info, length))
  return {
    keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    open(body: Buffer): unknown {
      const salt = body.subarray(0, 16)
      const theirs = body.subarray(21, 21 + (body[20] ?? 0))
      const key = derive(
        ecdh.computeSecret(theirs),
        auth,
        Buffer.concat([Buffer.from('WebPush: info\0'), own, theirs]),
        32,
      )
      const sealed = body.subarray(21 + theirs.length)
      const decipher = createDecipheriv(
        'aes-128-gcm',
        derive(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
        derive(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
      )
      decipher.setAuthTag(sealed.subarray(-16))
      const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString()
      return JSON.parse(text.replace(/\x02\0*$/, ''))
    },
  }
}

/** A push service that answers with `status`. */
function createService(open: (body: Buffer) => unknown) {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  let status = 201
  let isAway = false
  return {
    received,
    async post(endpoint: string, init: RequestInit): Promise<Response> {
      if (isAway) throw new TypeError('fetch failed')
      const authorization = new Headers(init.headers).get('authorization') ?? ''
      received.push({ path: new URL(endpoint).pathname, authorization, payload: open(init.body as Buffer) })
      for (const look of waiting.splice(0)) look()
      return new Response(null, { status })
    },
    answer(next: number) {
      status = next
    },
    fail() {
      isAway = true
    },
    async count(count: number) {
      while (received.length < count) await new Promise<void>(resolve => waiting.push(resolve))
    },
  }
}

let store: Store
let cast: Awaited<ReturnType<typeof createCast>>
beforeEach(async () => {
  store = await createTestStore()
  cast = await createCast(store)
})
afterEach(() => store[Symbol.asyncDispose]())

const messageEvent = (message: Message): UserEvent => ({
  type: 'message',
  message,
  sender: { id: message.senderId, name: 'alice', avatar: null },
  files: [],
  quoted: null,
  reactions: [],
  pin: null,
  group: null,
  fromDevice: null,
})
const viewer = (userId: number, hash: string) => ({ user: { id: userId }, token: { hash } }) as Viewer

function play() {
  const now = 1000
  const browser = createBrowser()
  const service = createService(browser.open)
  const bus = createInProcessBus()
  const connected = new Set<string>()
  const warnings: string[] = []
  const push = createPush({
    store,
    bus,
    isConnected: hash => connected.has(hash),
    config: { webPush: true, pushOrigins: ['https://push.example'], pushContact: 'mailto:admin@example.com' },
    log: {
      warn: (_details, text) => {
        warnings.push(text)
      },
    },
    clock: () => now,
    post: service.post,
  })
  const subscribe = async (
    userId: number,
    hash: string,
    path: string,
    wishes: { preview?: 0 | 1; quietUntil?: number } = {},
  ) => {
    if (!(await store.tokens.find(hash))) {
      await store.tokens.create(
        {
          hash,
          userId,
          platform: 'web',
          kind: 'web',
          device: hash,
          brand: '',
          address: '',
          createdAt: 1,
          usedAt: 1,
          stage: 'full',
        },
        false,
        'password',
      )
    }
    await push.subscribe(viewer(userId, hash), {
      endpoint: `https://push.example${path}`,
      keys: browser.keys,
      preview: 1,
      quietUntil: 0,
      ...wishes,
    })
  }
  return { browser, service, bus, connected, push, subscribe, warnings, now }
}

test('a browser without an open page is told of a message, encrypted and signed; one with a page is not', async () => {
  const { service, bus, connected, subscribe } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  await subscribe(cast.bob, 'desk', '/desk')
  connected.add('desk')
  const message = await send(store, cast.alice, { peerId: cast.bob }, { content: '今天下午开会' })
  bus.toUsers([cast.bob, cast.alice], messageEvent(message))
  await service.count(1)
  connected.clear()
  bus.toUsers([cast.bob, cast.alice], messageEvent(await send(store, cast.alice, { peerId: cast.bob })))
  await service.count(3)
  expect(service.received.map(({ path }) => path).sort()).toEqual(['/desk', '/phone', '/phone'])
  expect(service.received[0]?.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, ?k=/i)
  expect(PushPayload.parse(service.received[0]?.payload)).toEqual({
    kind: 'message',
    id: message.id,
    seq: message.seq,
    tag: `d${cast.alice}`,
    path: `/chat/direct/${cast.alice}`,
    name: 'alice',
    group: null,
    type: 1,
    content: '今天下午开会',
    isMention: false,
  })
})

test('a recall takes back what a push told of, and says nothing of it; other changes and old messages are no news', async () => {
  const { service, bus, subscribe, now } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  const message = await send(store, cast.alice, { peerId: cast.bob }, { content: '发错人了' })
  const changed = (change: Partial<Message>): UserEvent =>
    ({ ...messageEvent({ ...message, sentAt: now, ...change }), type: 'messageChanged', state: 0 }) as UserEvent
  bus.toUsers([cast.bob, cast.alice], changed({ content: 'edited' }))
  bus.toUsers([cast.bob, cast.alice], changed({ recalledBy: cast.alice, sentAt: now - 25 * 60 * 60 * 1000 }))
  bus.toUsers([cast.bob, cast.alice], changed({ recalledBy: cast.alice }))
  await service.count(1)
  bus.toUsers(
    [cast.bob, cast.alice],
    messageEvent(await send(store, cast.alice, { peerId: cast.bob }, { content: '这才是给你的' })),
  )
  await service.count(2)
  expect(service.received.map(({ payload }) => payload)).toMatchObject([
    { kind: 'recalled', id: message.id, tag: `d${cast.alice}`, name: 'alice', content: '' },
    { kind: 'message', content: '这才是给你的' },
  ])
})

test('what asks or announces says which it is, so that the answer can take it back', async () => {
  const { service, bus, subscribe } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  const sender = { id: cast.alice, name: 'alice', avatar: null }
  const asks = {
    type: 'application',
    code: '7',
    sender,
    receiverId: cast.bob,
    content: 'hello',
    at: 1,
    state: 0,
  } as const
  bus.toUsers([cast.bob], { ...asks, kind: 'friend', group: null })
  bus.toUsers([cast.bob], { ...asks, kind: 'friend', group: null, state: 3 })
  bus.toUsers([cast.bob], { ...asks, kind: 'apply', code: '8', group: { id: 3, name: '群', avatar: null } })
  const notice = { id: 9, module: { id: 1, name: '审批', avatar: null }, actionText: '待审批' }
  bus.toUsers([cast.bob], { type: 'moduleNotice', notice: notice as Notice })
  await service.count(3)
  const told = service.received.map(({ payload }) => PushPayload.parse(payload))
  expect(told.sort((one, other) => Number(one.id) - Number(other.id))).toMatchObject([
    { kind: 'friend', tag: 'friend', id: '7', seq: null },
    { kind: 'group', tag: 'group', id: '8', seq: null },
    { kind: 'notice', tag: 'notice', id: '9', seq: null },
  ])
})

test('who wants mentions alone is told of those, and who wants nothing of nothing', async () => {
  const { service, bus, subscribe } = play()
  const groupId = await createGroup(store, {
    name: '群',
    ownerId: cast.alice,
    userIds: [cast.bob, cast.carol, cast.mallory],
  })
  await subscribe(cast.bob, 'bob', '/bob')
  await subscribe(cast.carol, 'carol', '/carol')
  await subscribe(cast.mallory, 'mallory', '/mallory')
  await store.conversations.changeSettings({ conversationId: groupId, userId: cast.bob, notify: 'mentions' })
  await store.conversations.changeSettings({ conversationId: groupId, userId: cast.mallory, notify: 'none' })
  const say = async (atIds: number[]) =>
    bus.toUsers(
      [cast.bob, cast.carol, cast.mallory],
      messageEvent(await send(store, cast.alice, { groupId }, { atIds })),
    )
  await say([])
  await service.count(1)
  expect(service.received.map(({ path }) => path)).toEqual(['/carol'])
  await say([cast.bob, cast.mallory])
  await service.count(3)
  // Everyone.
  await say([0])
  await service.count(5)
  expect(service.received.slice(1).map(({ path }) => path)).not.toContain('/mallory')
  expect(service.received.find(({ path }) => path === '/bob')).toMatchObject({ payload: { isMention: true } })
  await store.conversations.changeSettings({ conversationId: groupId, userId: cast.mallory, notify: 'all' })
  await say([cast.mallory])
  await service.count(7)
  expect(
    service.received
      .slice(5)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/carol', '/mallory'])
})

test('a test goes to an open page and a quiet browser too, and says what the push service said', async () => {
  const { service, connected, subscribe, push } = play()
  await subscribe(cast.bob, 'phone', '/phone', { quietUntil: 5000, preview: 0 })
  connected.add('phone')
  const ask = (userId: number, path: string) =>
    push.test(viewer(userId, 'phone'), { endpoint: `https://push.example${path}`, id: 'mine' })
  expect(await ask(cast.bob, '/phone')).toEqual({ outcome: 'taken', status: 201 })
  expect(service.received.map(({ payload }) => PushPayload.parse(payload))).toMatchObject([
    { kind: 'test', id: 'mine' },
  ])
  for (const [userId, path] of [
    [cast.carol, '/phone'],
    [cast.bob, '/other'],
  ] as const)
    await expect(ask(userId, path)).rejects.toMatchObject({ failure: 'push.unknown' })
  service.answer(403)
  expect(await ask(cast.bob, '/phone')).toEqual({ outcome: 'refused', status: 403 })
  service.answer(410)
  expect(await ask(cast.bob, '/phone')).toEqual({ outcome: 'gone', status: 410 })
  await expect.poll(() => store.push.of([cast.bob])).toEqual([])
})

test('a push service that cannot be reached is said so to who tests', async () => {
  const { subscribe, push, warnings, service } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  service.fail()
  expect(await push.test(viewer(cast.bob, 'phone'), { endpoint: 'https://push.example/phone', id: 'mine' })).toEqual({
    outcome: 'unreachable',
    status: null,
  })
  expect(warnings).toEqual(['a push could not be sent'])
})

test('a browser that wants quiet hears nothing, one without preview not what was written', async () => {
  const { service, bus, subscribe } = play()
  await subscribe(cast.bob, 'quiet', '/quiet', { quietUntil: 1001 })
  await subscribe(cast.bob, 'discreet', '/discreet', { preview: 0 })
  bus.toUsers([cast.bob], messageEvent(await send(store, cast.alice, { peerId: cast.bob }, { content: '机密' })))
  await service.count(1)
  expect(service.received).toMatchObject([{ path: '/discreet', payload: { name: 'alice', content: '' } }])
})

test('a subscription ends with its login, and when the browser has given it up', async () => {
  const { service, bus, subscribe } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  service.answer(410)
  bus.toUsers([cast.bob], messageEvent(await send(store, cast.alice, { peerId: cast.bob })))
  await service.count(1)
  await expect.poll(() => store.push.of([cast.bob])).toEqual([])
  await subscribe(cast.bob, 'phone', '/phone')
  bus.toAll({ type: 'tokensEnded', hashes: ['phone'], reason: 'loggedOut' })
  await expect.poll(() => store.push.of([cast.bob])).toEqual([])
})

test('nothing is sent for a login that ended while nobody heard of it, nor to who is disabled', async () => {
  const { browser, service, bus, push, subscribe } = play()
  await subscribe(cast.bob, 'phone', '/phone')
  await subscribe(cast.carol, 'carol', '/carol')
  await subscribe(cast.mallory, 'mallory', '/mallory')
  await store.tokens.end('phone')
  // A call that was under way when its login ended.
  await push.subscribe(viewer(cast.bob, 'phone'), {
    endpoint: 'https://push.example/late',
    keys: browser.keys,
    preview: 1,
    quietUntil: 0,
  })
  await store.users.change(cast.mallory, { isEnabled: false })
  const groupId = await createGroup(store, {
    name: '群',
    ownerId: cast.alice,
    userIds: [cast.bob, cast.carol, cast.mallory],
  })
  bus.toUsers([cast.bob, cast.mallory, cast.carol], messageEvent(await send(store, cast.alice, { groupId })))
  await service.count(1)
  expect(service.received.map(({ path }) => path)).toEqual(['/carol'])
  expect(await store.push.of([cast.bob, cast.mallory])).toEqual([])
})

test('a login has one subscription, the last: nobody makes us send a message a thousand times', async () => {
  const { subscribe } = play()
  await subscribe(cast.bob, 'phone', '/one')
  await subscribe(cast.bob, 'phone', '/two')
  expect(await store.push.of([cast.bob])).toMatchObject([{ endpoint: 'https://push.example/two' }])
})

test('an endpoint belongs to who subscribed last', async () => {
  const { subscribe } = play()
  await subscribe(cast.bob, 'one', '/shared')
  await subscribe(cast.carol, 'two', '/shared')
  expect(await store.push.of([cast.bob, cast.carol])).toMatchObject([{ userId: cast.carol, tokenHash: 'two' }])
})

test('the key pair is made once and kept', async () => {
  const { push } = play()
  const key = await push.publicKey()
  expect(Buffer.from(key, 'base64url')).toHaveLength(65)
  expect(await play().push.publicKey()).toBe(key)
})

test('only push services may be sent to', async () => {
  const { push } = play()
  expect(mayPushTo('https://fcm.googleapis.com/fcm/send/x', [])).toBe(true)
  expect(mayPushTo('https://updates.push.services.mozilla.com/wpush/v2/x', [])).toBe(true)
  for (const endpoint of [
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com.example.com/x',
    'https://evilpush.apple.com.example/x',
    'https://127.0.0.1/x',
    'https://fcm.googleapis.com:8443/x',
    'https://user:secret@fcm.googleapis.com/x',
    'http://169.254.169.254/latest',
  ]) {
    expect(mayPushTo(endpoint, []), endpoint).toBe(false)
    await expect(
      push.subscribe(viewer(cast.bob, 'x'), { endpoint, keys: { p256dh: 'k', auth: 'a' }, preview: 1, quietUntil: 0 }),
    ).rejects.toMatchObject({ failure: 'push.notAllowed' })
  }
})

test.each([
  ['no point of the curve', { p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url') }],
  ['nonsense', { p256dh: 'B'.repeat(87) }],
  ['a point cut short', { p256dh: Buffer.alloc(64, 4).toString('base64url') }],
  ['a secret that is too short', { auth: randomBytes(12).toString('base64url') }],
])('a subscription whose keys are %s is refused', async (_, wrong) => {
  const { push, browser } = play()
  const asked = { endpoint: 'https://push.example/one', preview: 1 as const, quietUntil: 0 }
  await expect(
    push.subscribe(viewer(cast.bob, 'bob-web'), { ...asked, keys: { ...browser.keys, ...wrong } }),
  ).rejects.toMatchObject({ failure: 'request.invalid' })
  expect(await store.push.subscribers()).toEqual([])
  await push.subscribe(viewer(cast.bob, 'bob-web'), { ...asked, keys: browser.keys })
  expect(await store.push.subscribers()).toEqual([cast.bob])
})
