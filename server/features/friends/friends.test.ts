import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FriendApplication } from '../../../contract/friends.ts'
import { limits } from '../../../contract/limits.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { UserEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { urlsOn } from '../../lib/route.ts'
import { befriend } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { People } from '../people/people.ts'
import type { Friends } from './friends.ts'
import { applicationWire } from './wire.ts'

const hour = 60 * 60 * 1000
let folder: string
let store: Store
let people: People
let friends: Friends
let now: number
let told: [readonly number[], UserEvent][]
let cast: Record<'alice' | 'bob' | 'carol' | 'mallory', User>

async function person(username: string): Promise<User> {
  const id = await store.users.create({ username, trueName: username, passwordHash: 'none', createdAt: 1 })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  return user
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-friends-'))
  store = await openSqliteStore({ folder })
  const bus = createInProcessBus()
  told = []
  bus.onUsers((userIds, event) => {
    told.push([userIds, event])
  })
  now = Date.UTC(2026, 0, 1)
  const blobs = createFolderBlobs({ folder: join(folder, 'files') })
  ;({ people, friends } = createTestCore({ store, bus, blobs, clock: () => now }))
  cast = {
    alice: await person('alice'),
    bob: await person('bob'),
    carol: await person('carol'),
    mallory: await person('mallory'),
  }
  // All have found each other by a search.
  const everyone = Object.values(cast).map(({ id }) => id)
  for (const id of everyone) people.meet(id, everyone)
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const names = async (user: User) => (await friends.list(user)).map(({ trueName }) => trueName)
const code = async (sender: User, receiver: User) =>
  String((await friends.apply(sender, receiver.id, '你好')).application.id)
const friendTold = (user: User, other: User, isFriend: boolean) => [
  [user.id],
  { type: 'conversationChanged', change: { what: 'friend', userId: other.id, isFriend } },
]
const answerTold = (user: User, answered: string, state: 3 | 4) => [
  [user.id],
  { type: 'conversationChanged', change: { what: 'application', code: answered, state } },
]

test('an application reaches the person asked, once, and stands in both lists', async () => {
  const { alice, bob } = cast
  const sent = await friends.apply(alice, bob.id, '我是爱丽丝')
  expect(FriendApplication.parse(applicationWire(sent, urlsOn('https://im.example')))).toMatchObject({
    senderId: alice.id,
    receiverId: bob.id,
    name: 'bob',
    content: '我是爱丽丝',
    state: 0,
    sendTime: now,
  })
  now += hour
  expect(await friends.apply(alice, bob.id, '又是我')).toEqual(sent)
  expect(told).toEqual([
    [
      [bob.id],
      expect.objectContaining({
        type: 'application',
        kind: 'friend',
        code: String(sent.application.id),
        state: 0,
        content: '我是爱丽丝',
        sender: { id: alice.id, name: 'alice', avatar: null },
      }),
    ],
  ])
  expect(await friends.applications(alice)).toMatchObject([{ other: { name: 'bob' } }])
  expect(await friends.applications(bob)).toMatchObject([{ other: { name: 'alice' } }])
})

test('whom one was never shown cannot be asked: they are as good as not there', async () => {
  const [one, other] = [await person('one'), await person('other')]
  for (const asked of [friends.apply(one, other.id, ''), friends.agree(one, other.id)]) {
    await expect(asked).rejects.toMatchObject({ failure: 'user.unknown', code: 404 })
  }
  people.meet(one.id, [other.id])
  await friends.apply(one, other.id, '')
  // Who was asked knows who asks.
  await friends.agree(other, one.id)
  expect(await names(one)).toEqual(['other'])
})

test('oneself, nobody, who is disabled and a friend cannot be asked', async () => {
  const { alice, bob, carol } = cast
  await store.users.change(carol.id, { isEnabled: false })
  await befriend(store, alice.id, bob.id)
  await expect(friends.apply(alice, alice.id, '')).rejects.toMatchObject({ failure: 'friend.self', code: 400 })
  await expect(friends.apply(alice, 404, '')).rejects.toMatchObject({ failure: 'user.unknown', code: 404 })
  await expect(friends.apply(alice, carol.id, '')).rejects.toMatchObject({ failure: 'user.unknown' })
  await expect(friends.apply(alice, bob.id, '')).rejects.toMatchObject({ failure: 'friend.already', code: 409 })
  expect(told).toEqual([])
})

test('so many applications a day, and then when the first is a day old', async () => {
  const ids = await store.users.createMany(
    Array.from({ length: limits.friendApplicationsADay + 1 }, (_, at) => ({
      username: `many-${at}`,
      trueName: 'x',
      passwordHash: '-',
      createdAt: 1,
    })),
  )
  people.meet(cast.mallory.id, ids)
  const [last = 0] = ids.splice(-1)
  for (const id of ids) await friends.apply(cast.mallory, id, '')
  now += 23 * hour
  await expect(friends.apply(cast.mallory, last, '')).rejects.toMatchObject({
    failure: 'friend.tooMany',
    code: 429,
    retryAfter: 3600,
  })
  now += hour
  expect(await friends.apply(cast.mallory, last, '')).toMatchObject({ application: { state: 0 } })
})

test('agreeing makes friends both ways, who may talk at once; again is the same answer and no news', async () => {
  const { alice, bob } = cast
  expect(await people.mayTalk(alice.id, bob.id)).toBe(false)
  const applied = await code(alice, bob)
  told = []
  await friends.agree(bob, alice.id)
  expect([await names(alice), await names(bob)]).toEqual([['bob'], ['alice']])
  expect(await people.mayTalk(alice.id, bob.id)).toBe(true)
  expect(told).toEqual([
    friendTold(alice, bob, true),
    friendTold(bob, alice, true),
    answerTold(bob, applied, 4),
    [
      [alice.id],
      expect.objectContaining({
        type: 'application',
        code: applied,
        state: 4,
        sender: { id: bob.id, name: 'bob', avatar: null },
        receiverId: alice.id,
      }),
    ],
  ])
  told = []
  await friends.agree(bob, alice.id)
  await friends.agree(alice, bob.id)
  await friends.decide(bob, applied, 4)
  expect(told).toEqual([])
})

test('nobody is made a friend who has not asked', async () => {
  const { alice, bob, mallory } = cast
  await code(alice, bob)
  await expect(friends.agree(alice, bob.id)).rejects.toMatchObject({ failure: 'friend.noApplication', code: 403 })
  await expect(friends.agree(mallory, alice.id)).rejects.toMatchObject({ failure: 'friend.noApplication' })
  await expect(friends.agree(alice, 404)).rejects.toMatchObject({ failure: 'user.unknown' })
  await expect(friends.agree(alice, alice.id)).rejects.toMatchObject({ failure: 'friend.self' })
  expect(await names(alice)).toEqual([])
})

test('only who was asked decides, once; who was refused may ask again', async () => {
  const { alice, bob, mallory } = cast
  const first = await code(alice, bob)
  await expect(friends.decide(alice, first, 4)).rejects.toMatchObject({ failure: 'application.notYours', code: 403 })
  await expect(friends.decide(mallory, first, 4)).rejects.toMatchObject({ failure: 'application.unknown', code: 404 })
  for (const wrong of ['404', 'x', '-1', '9'.repeat(40)])
    await expect(friends.decide(bob, wrong, 4)).rejects.toMatchObject({ failure: 'application.unknown', code: 404 })
  told = []
  await friends.decide(bob, first, 3)
  await friends.decide(bob, first, 3)
  await expect(friends.decide(bob, first, 4)).rejects.toMatchObject({ failure: 'application.closed', code: 409 })
  expect(told).toEqual([answerTold(bob, first, 3)])
  expect(await names(alice)).toEqual([])

  const second = await code(alice, bob)
  expect(second).not.toBe(first)
  await friends.decide(bob, second, 4)
  await expect(friends.decide(bob, second, 3)).rejects.toMatchObject({ failure: 'application.closed' })
  expect(await names(bob)).toEqual(['alice'])
  expect((await friends.applications(alice)).map(({ application }) => application.state)).toEqual([4, 3])
})

test('two devices that agree at once make one friendship, and tell of it once', async () => {
  const { alice, bob } = cast
  const applied = await code(alice, bob)
  told = []
  await Promise.all([friends.agree(bob, alice.id), friends.decide(bob, applied, 4), friends.agree(bob, alice.id)])
  expect(told).toHaveLength(4)
  expect(await names(bob)).toEqual(['alice'])
})

test('ending it ends it both ways; who is no friend is no failure', async () => {
  const { alice, bob, mallory } = cast
  await code(alice, bob)
  await friends.agree(bob, alice.id)
  expect(await people.mayTalk(alice.id, bob.id)).toBe(true)
  told = []
  await friends.end(alice, bob.id)
  expect([await names(alice), await names(bob)]).toEqual([[], []])
  expect(await people.mayTalk(alice.id, bob.id)).toBe(false)
  expect(told).toEqual([friendTold(alice, bob, false), friendTold(bob, alice, false)])
  await friends.end(alice, bob.id)
  await friends.end(mallory, alice.id)
  await friends.end(alice, 404)
  expect(told).toHaveLength(2)
})
