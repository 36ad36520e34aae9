import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { DeviceEvent, UserEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import type { Viewer } from '../../lib/route.ts'
import { createGroup, removeMembers } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Token } from '../../store/logins.ts'
import type { Store } from '../../store/store.ts'
import { createQr } from './qr.ts'

const minute = 60_000
const day = 24 * 60 * minute
const computer = { address: '10.0.0.9', userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0' }

/** Where the scanning phone is. */
const phone = '10.0.7.7'

let folder: string
let store: Store
let now: number
let toDevices: [string, DeviceEvent][]
let toUsers: [readonly number[], UserEvent][]
let waiting: Set<string>
let cast: Record<'alice' | 'bob' | 'carol', Viewer>

function setUp() {
  const bus = createInProcessBus()
  bus.onDevice((device, event) => {
    toDevices.push([device, event])
  })
  bus.onUsers((userIds, event) => {
    toUsers.push([userIds, event])
  })
  const clock = () => now
  const core = createTestCore({ store, bus, blobs: createFolderBlobs({ folder: join(folder, 'files') }), clock })
  return { tokens: core.tokens, ...createQr({ ...core, store, bus, isWaiting: device => waiting.has(device), clock }) }
}

async function viewer(username: string): Promise<Viewer> {
  const id = await store.users.create({ username, trueName: username, passwordHash: 'none', createdAt: now })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  const token: Token = {
    hash: username,
    userId: id,
    platform: 'android',
    kind: 'phone',
    device: `${username}-phone`,
    brand: '',
    address: '',
    createdAt: now,
    usedAt: now,
    stage: 'full',
  }
  await store.tokens.create(token, false, 'password')
  return { user, token }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-qr-'))
  store = await openSqliteStore({ folder })
  now = Date.UTC(2026, 0, 1)
  toDevices = []
  toUsers = []
  waiting = new Set(['pc'])
  cast = { alice: await viewer('alice'), bob: await viewer('bob'), carol: await viewer('carol') }
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('alice scans and confirms: the waiting device is told both, and is logged in as alice from where it stands', async () => {
  const { login, tokens } = setUp()
  const code = await login.create('pc', computer)
  expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(await login.scan(cast.alice.user, code, phone)).toEqual({
    code,
    platform: 'windows',
    ip: '10.0.0.9',
    time: now,
    sameNetwork: 1,
  })
  expect(toDevices).toEqual([
    ['pc', { type: 'scanned', user: { id: cast.alice.user.id, name: 'alice', avatar: null } }],
  ])
  await login.confirm(cast.alice, code)
  const [device, event] = toDevices[1] ?? []
  if (event?.type !== 'loggedIn' || !event.login) throw new Error('not logged in')
  expect(device).toBe('pc')
  const found = await tokens.viewerOf(event.login.token)
  expect(found).toMatchObject({
    user: { id: cast.alice.user.id },
    token: { hash: event.tokenHash, platform: 'windows', address: '10.0.0.9', device: 'pc' },
  })
})

test('a code logs in once, however many confirm at once', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  await login.scan(cast.alice.user, code, phone)
  const results = await Promise.allSettled([1, 2, 3].map(() => login.confirm(cast.alice, code)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(toDevices.filter(([, { type }]) => type === 'loggedIn')).toHaveLength(1)
  await expect(login.confirm(cast.alice, code)).rejects.toMatchObject({ failure: 'qr.expired', code: 410 })
  await expect(login.scan(cast.alice.user, code, phone)).rejects.toMatchObject({ code: 410 })
})

test('confirming before scanning is refused', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  await expect(login.confirm(cast.alice, code)).rejects.toMatchObject({ failure: 'qr.notScanned', code: 409 })
})

test('a code belongs to who scanned it first; that person may look again', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  await login.scan(cast.alice.user, code, phone)
  await login.scan(cast.alice.user, code, phone)
  for (const act of [
    () => login.scan(cast.bob.user, code, phone),
    () => login.confirm(cast.bob, code),
    () => login.cancel(cast.bob, code),
  ]) {
    await expect(act()).rejects.toMatchObject({ failure: 'qr.otherPhone', code: 403 })
  }
  expect(toDevices).toHaveLength(1)
})

test('of two who scan at once, one has it', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  const results = await Promise.allSettled([
    login.scan(cast.alice.user, code, phone),
    login.scan(cast.bob.user, code, phone),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a cancelled, an old and an unknown code are dead', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  await login.scan(cast.alice.user, code, phone)
  await login.cancel(cast.alice, code)
  await expect(login.confirm(cast.alice, code)).rejects.toMatchObject({ code: 410 })
  expect(toDevices.at(-1)).toEqual(['pc', { type: 'scanCancelled' }])
  const old = await login.create('pc', computer)
  now += 2 * minute
  await expect(login.scan(cast.alice.user, old, phone)).rejects.toMatchObject({ code: 410 })
  await expect(login.scan(cast.alice.user, 'unknown', phone)).rejects.toMatchObject({ code: 404 })
})

test('a device that is gone cannot be logged in; when it is back, the code still works', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  await login.scan(cast.alice.user, code, phone)
  waiting.clear()
  await expect(login.confirm(cast.alice, code)).rejects.toMatchObject({ failure: 'device.unknown', code: 404 })
  waiting.add('pc')
  await login.confirm(cast.alice, code)
})

const groupOf = (needsApproval: boolean) =>
  createGroup(
    store,
    { name: '项目组', ownerId: cast.alice.user.id, userIds: [cast.alice.user.id, cast.bob.user.id], needsApproval },
    now,
  )

test("a member shows the group's code, and everyone who scans it joins", async () => {
  const { card } = setUp()
  const groupId = await groupOf(false)
  await expect(card.createForGroup(cast.carol.user, groupId)).rejects.toMatchObject({ failure: 'group.unknown' })
  const code = await card.createForGroup(cast.bob.user, groupId)
  now += 6 * day
  expect(await card.scan(cast.carol.user, code)).toMatchObject({
    type: 'group',
    count: 3,
    isMember: true,
    isWaiting: false,
  })
  const everyone = [cast.alice.user.id, cast.bob.user.id, cast.carol.user.id]
  await vi.waitFor(() =>
    expect(toUsers).toMatchObject([
      [
        everyone,
        { type: 'conversationChanged', change: { what: 'joined', groupId, members: [{ name: 'carol' }], count: 3 } },
      ],
      [everyone, { type: 'message', message: { content: 'carol 加入了群聊' } }],
    ]),
  )
  expect(await card.scan(cast.alice.user, code)).toMatchObject({ count: 3, isMember: true })
  expect(toUsers).toHaveLength(2)
})

test('where the owner decides, scanning asks once', async () => {
  const { card } = setUp()
  const code = await card.createForGroup(cast.bob.user, await groupOf(true))
  expect(await card.scan(cast.carol.user, code)).toMatchObject({ count: 2, isMember: false, isWaiting: true })
  expect(await card.scan(cast.carol.user, code)).toMatchObject({ isMember: false, isWaiting: true })
  await vi.waitFor(() =>
    expect(toUsers).toMatchObject([
      [
        [cast.alice.user.id],
        { type: 'application', kind: 'apply', sender: { name: 'carol' }, content: 'carol 申请加入 项目组' },
      ],
    ]),
  )
})

test('who was removed cannot come back by the code they showed', async () => {
  const { card } = setUp()
  const groupId = await groupOf(false)
  const code = await card.createForGroup(cast.bob.user, groupId)
  await removeMembers(store, groupId, [cast.bob.user.id])
  await expect(card.scan(cast.bob.user, code)).rejects.toMatchObject({ failure: 'qr.expired' })
})

test("one shows one's own card alone, and one other person sees it", async () => {
  const { card } = setUp()
  await expect(card.createForUser(cast.bob.user, cast.alice.user.id)).rejects.toMatchObject({
    failure: 'viewer.mismatch',
  })
  const code = await card.createForUser(cast.alice.user, cast.alice.user.id)
  expect(await card.scan(cast.alice.user, code)).toMatchObject({ type: 'user' })
  for (let i = 0; i < 2; i++)
    expect(await card.scan(cast.bob.user, code)).toMatchObject({ user: { id: cast.alice.user.id } })
  await expect(card.scan(cast.carol.user, code)).rejects.toMatchObject({ failure: 'qr.expired' })
})

test('a code of one kind is nothing to the other calls', async () => {
  const { card, login } = setUp()
  const code = await card.createForUser(cast.alice.user, cast.alice.user.id)
  await expect(login.scan(cast.bob.user, code, phone)).rejects.toMatchObject({ failure: 'qr.unknown' })
  await expect(card.scan(cast.bob.user, await login.create('pc', computer))).rejects.toMatchObject({
    failure: 'qr.unknown',
  })
})

test('a code is made for a device that waits here, and a device has one at a time', async () => {
  const { login } = setUp()
  const first = await login.create('pc', computer)
  for (const device of ['nobody', 'x'.repeat(200), ''])
    await expect(login.create(device, computer)).rejects.toMatchObject({ failure: 'device.unknown', code: 404 })
  const second = await login.create('pc', computer)
  await expect(login.scan(cast.alice.user, first, phone)).rejects.toMatchObject({ code: 404 })
  expect(await login.scan(cast.alice.user, second, phone)).toMatchObject({ code: second })
  waiting.add('mac')
  await login.create('mac', { ...computer, userAgent: 'x'.repeat(10_000) })
  expect((await store.codes.findHeld('scanLogin', 'mac'))?.data.length).toBeLessThan(600)
})

test('looking at a login code marks nothing and tells nobody; it says whether the phone is in the same network', async () => {
  const { login } = setUp()
  const code = await login.create('pc', computer)
  expect(await login.show(cast.alice.user, code, phone)).toEqual({
    code,
    platform: 'windows',
    ip: '10.0.0.9',
    time: now,
    sameNetwork: 1,
  })
  expect(await login.show(cast.bob.user, code, '203.0.113.9')).toMatchObject({ sameNetwork: 0 })
  expect(toDevices).toEqual([])
  await expect(login.confirm(cast.alice, code)).rejects.toMatchObject({ failure: 'qr.notScanned' })
  await login.scan(cast.alice.user, code, phone)
  await login.show(cast.alice.user, code, phone)
  await expect(login.show(cast.bob.user, code, phone)).rejects.toMatchObject({ failure: 'qr.otherPhone' })
})

test('looking at a group’s code joins nothing, and it is not shown any more when who showed it has left', async () => {
  const { card } = setUp()
  const groupId = await groupOf(false)
  const code = await card.createForGroup(cast.bob.user, groupId)
  expect(await card.show(cast.carol.user, code)).toMatchObject({
    group: { name: '项目组' },
    count: 2,
    isMember: false,
    isWaiting: false,
  })
  expect(await card.show(cast.alice.user, code)).toMatchObject({ isMember: true })
  expect((await store.conversations.memberIds(groupId)).userIds).toHaveLength(2)
  await removeMembers(store, groupId, [cast.bob.user.id])
  await expect(card.show(cast.carol.user, code)).rejects.toMatchObject({ failure: 'qr.expired' })
  expect(await card.show(cast.alice.user, code)).toMatchObject({ isMember: true })
})

test('looking at a person’s code shows a face and uses nothing up; the card comes to the first who asks for it', async () => {
  const { card } = setUp()
  const code = await card.createForUser(cast.alice.user, cast.alice.user.id)
  expect(await card.show(cast.bob.user, code)).toMatchObject({ user: { id: cast.alice.user.id }, isFace: true })
  expect(await card.scan(cast.carol.user, code)).toEqual({
    type: 'user',
    user: expect.objectContaining({ id: cast.alice.user.id }) as unknown,
  })
  expect(await card.show(cast.carol.user, code)).toMatchObject({ isFace: false })
  await expect(card.show(cast.bob.user, code)).rejects.toMatchObject({ failure: 'qr.expired' })
})

test('whoever asks for codes again and again has the same one, and a fresh one before the old one ends', async () => {
  const { card } = setUp()
  const groupId = await groupOf(false)
  const code = await card.createForGroup(cast.bob.user, groupId)
  for (let again = 0; again < 50; again++) expect(await card.createForGroup(cast.bob.user, groupId)).toBe(code)
  expect(await card.createForGroup(cast.alice.user, groupId)).not.toBe(code)
  now += 4 * day
  const fresh = await card.createForGroup(cast.bob.user, groupId)
  expect(fresh).not.toBe(code)
  // What was printed stays good to its end.
  expect(await card.scan(cast.carol.user, code)).toMatchObject({ isMember: true })
  const own = await card.createForUser(cast.alice.user, cast.alice.user.id)
  expect(await card.createForUser(cast.alice.user, cast.alice.user.id)).toBe(own)
  await card.scan(cast.bob.user, own)
  expect(await card.createForUser(cast.alice.user, cast.alice.user.id)).not.toBe(own)
})
