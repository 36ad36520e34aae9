import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { befriend, createCast, createTestStore } from './test-store.ts'

let store: Store
let cast: Awaited<ReturnType<typeof createCast>>
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  cast = await createCast(store)
})

const apply = (
  senderId: number,
  receiverId: number,
  more: { content?: string; at?: number; since?: number; most?: number } = {},
) => store.friends.apply({ senderId, receiverId, content: 'hello', at: 7, since: 0, most: 50, ...more })

/** Sends an application that must be new. */
async function sent(senderId: number, receiverId: number, at = 7) {
  const applied = await apply(senderId, receiverId, { at })
  if (applied.outcome !== 'sent') throw new Error(`Not sent: ${applied.outcome}`)
  return applied.application
}
const friendIds = async (userId: number) => (await store.directory.reach(userId)).friendIds

test('an application is open once, and a repeat changes nothing', async () => {
  const { alice, bob } = cast
  const first = await sent(alice, bob)
  expect(first).toMatchObject({ senderId: alice, receiverId: bob, content: 'hello', sentAt: 7, state: 0 })
  expect(await apply(alice, bob, { content: 'again', at: 8 })).toEqual({ outcome: 'repeated', application: first })
  expect(await store.friends.application(first.id)).toEqual(first)
  expect(await store.directory.openFriendApplications(bob)).toMatchObject([
    { senderId: alice, content: 'hello', sentAt: 7 },
  ])
  expect(await store.directory.openFriendApplications(alice)).toEqual([])
})

test('agreeing makes friends both ways, once, and answers what both had asked', async () => {
  const { alice, bob, carol } = cast
  const [one, other] = [await sent(alice, bob), await sent(bob, alice)]
  expect(await store.friends.agree(carol, alice, 9)).toBeUndefined()
  expect(await store.friends.agree(bob, alice, 9)).toEqual({ ...one, state: 4 })
  expect(await store.friends.agree(bob, alice, 10)).toBe('friends')
  expect([await friendIds(alice), await friendIds(bob)]).toEqual([[bob], [alice]])
  expect(await friendIds(alice)).toContain(bob)
  expect(await store.friends.application(other.id)).toMatchObject({ state: 4 })
  expect(await apply(alice, bob)).toEqual({ outcome: 'friends' })
})

test('a decision stands: the same again is the same answer, another one comes too late', async () => {
  const { alice, bob } = cast
  const { id } = await sent(alice, bob)
  expect(await store.friends.decide({ id, state: 3, at: 9 })).toMatchObject({
    outcome: 'decided',
    application: { state: 3 },
  })
  expect(await store.friends.decide({ id, state: 3, at: 9 })).toMatchObject({
    outcome: 'repeated',
    application: { state: 3 },
  })
  expect(await store.friends.decide({ id, state: 4, at: 9 })).toMatchObject({
    outcome: 'closed',
    application: { state: 3 },
  })
  expect(await friendIds(alice)).not.toContain(bob)
  expect(await store.friends.agree(bob, alice, 9)).toBeUndefined()

  const again = await sent(alice, bob)
  expect(again.id).not.toBe(id)
  expect(await store.friends.decide({ id: again.id, state: 4, at: 10 })).toMatchObject({
    outcome: 'decided',
    application: { state: 4 },
  })
  expect(await friendIds(bob)).toContain(alice)
  expect(await store.friends.decide({ id: 404_404, state: 4, at: 10 })).toBeUndefined()
})

test('two devices that decide at once get one outcome', async () => {
  const { alice, bob } = cast
  const { id } = await sent(alice, bob)
  const decided = await Promise.all(([3, 4, 4, 3] as const).map(state => store.friends.decide({ id, state, at: 9 })))
  expect(decided.map(each => each?.outcome)).toEqual(['decided', 'closed', 'closed', 'repeated'])
  expect(await friendIds(alice)).not.toContain(bob)
})

test('so many in a while, and then from when the oldest is over', async () => {
  const { alice, bob, carol, mallory } = cast
  await sent(mallory, alice, 100)
  await sent(mallory, bob, 200)
  const third = (since: number) => apply(mallory, carol, { at: 300, since, most: 2 })
  expect(await third(50)).toEqual({ outcome: 'tooMany', oldest: 100 })
  expect(await apply(mallory, bob, { at: 300, since: 50, most: 2 })).toMatchObject({ outcome: 'repeated' })
  expect(await third(100)).toMatchObject({ outcome: 'sent' })
})

test('applications of both ways are listed, newest first, so many at most', async () => {
  const { alice, bob, carol, mallory } = cast
  const ids = [
    await sent(alice, bob, 1),
    await sent(carol, alice, 2),
    await sent(alice, mallory, 3),
    await sent(carol, bob, 4),
  ].map(({ id }) => id)
  const [first, second, third] = ids
  expect((await store.friends.applications(alice, 10)).map(({ id }) => id)).toEqual([third, second, first])
  expect((await store.friends.applications(alice, 2)).map(({ id }) => id)).toEqual([third, second])
  expect(await store.friends.applications(404_404, 2)).toEqual([])
})

test('a friendship ends both ways, and can be asked for again', async () => {
  const { alice, bob } = cast
  await befriend(store, alice, bob)
  expect(await store.friends.unfriend(bob, alice)).toBe(true)
  expect([await friendIds(alice), await friendIds(bob)]).toEqual([[], []])
  expect(await store.friends.unfriend(bob, alice)).toBe(false)
  expect(await apply(alice, bob)).toMatchObject({ outcome: 'sent' })
})
