import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MemberRole } from '../conversations.ts'
import type { Acting } from '../groups.ts'
import type { Store } from '../store.ts'
import { createCast, createTestStore, tester } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number, mallory: number
let groupId: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** A group of alice; bob came first, then carol. */
beforeEach(async () => {
  ;({ alice, bob, carol, mallory } = await createCast(store))
  groupId = (
    await store.groups.create({
      name: 'g',
      ownerId: alice,
      userIds: [],
      avatar: null,
      note: null,
      isPublic: false,
      needsApproval: false,
      ...at(),
    })
  ).group.id
  await join(bob)
  await join(carol)
})

const at = () => ({ lineId: randomUUID(), at: 5 })
const by = (userId: number, atLeast: MemberRole = 'owner'): Acting => ({ groupId, by: userId, atLeast, ...at() })
const join = (userId: number) =>
  store.groups.add(by(alice), { userIds: [userId], limit: 9, freeFrom: null, isOwn: false })
const enable = (userId: number, isEnabled: boolean) => store.users.change(userId, { isEnabled })
const succeed = () => store.groups.succeed({ groupId, ...at() })
const roles = async () => Object.fromEntries((await store.groups.parts(groupId)).map(part => [part.userId, part.role]))
const line = async () => (await store.messages.inSpans(groupId, [{ from: 1, to: 99 }]))[0]

test('the member who came first owns the group of somebody who was disabled, and the log says so', async () => {
  expect(await succeed()).toEqual({ outcome: 'kept' })
  await store.groups.silence(by(alice, 'manager'), [bob], 9e15)
  await enable(alice, false)
  expect(await store.groups.ownerless(1000)).toContain(groupId)
  expect(await succeed()).toMatchObject({
    outcome: 'done',
    count: 3,
    group: { ownerId: bob },
    parts: [
      { userId: alice, role: 'member' },
      { userId: bob, role: 'owner', silencedUntil: 0 },
    ],
    line: {
      message: {
        senderId: bob,
        content: 'bob 成为了群主',
        extra: { event: { what: 'owner', byId: bob, users: [{ id: bob, name: 'bob' }], count: 1 } },
      },
    },
  })
  expect(await store.groups.ownerless(1000)).not.toContain(groupId)
  expect(await succeed()).toEqual({ outcome: 'kept' })
  await enable(alice, true)
  expect(await succeed()).toEqual({ outcome: 'kept' })
  expect(await roles()).toEqual({ [alice]: 'member', [bob]: 'owner', [carol]: 'member' })
})

test('a manager goes before members who were there earlier, and nobody who is disabled or has left is asked', async () => {
  await store.groups.setManagers(by(alice), [carol], true)
  await enable(alice, false)
  expect(await succeed()).toMatchObject({ group: { ownerId: carol } })
  await enable(carol, false)
  await store.groups.leave(by(bob, 'member'))
  expect(await succeed()).toEqual({ outcome: 'kept' })
  expect(await store.groups.ownerless(1000)).not.toContain(groupId)
  await join(bob)
  await join(mallory)
  expect(await succeed()).toEqual({ outcome: 'kept' })
  await enable(alice, true)
  expect(await succeed()).toMatchObject({
    group: { ownerId: alice },
    parts: [
      { userId: alice, role: 'owner' },
      { userId: carol, role: 'member' },
    ],
  })
})

test('where nobody in it is enabled the group keeps its owner until somebody is', async () => {
  for (const userId of [bob, carol, alice]) await enable(userId, false)
  expect(await store.groups.ownerless(1000)).not.toContain(groupId)
  expect(await succeed()).toEqual({ outcome: 'kept' })
  await enable(carol, true)
  expect(await store.groups.ownerless(1000)).toContain(groupId)
  expect(await succeed()).toMatchObject({ group: { ownerId: carol } })
})

test('a dissolved group gets no new owner, and one that is not there neither', async () => {
  await store.groups.dissolve(by(alice))
  await enable(alice, false)
  expect(await store.groups.ownerless(1000)).not.toContain(groupId)
  expect(await succeed()).toEqual({ outcome: 'kept' })
  expect(await store.groups.succeed({ groupId: -1, ...at() })).toEqual({ outcome: 'kept' })
})

test('nobody hands a group to who is disabled, not even at the same moment', async () => {
  const [, handed] = await Promise.all([enable(bob, false), store.groups.handOver(by(alice), bob)])
  expect(handed).toEqual({ outcome: 'targetNotMember' })
  expect(await store.administration.appointOwner(tester, { groupId, userId: bob, ...at() })).toEqual({
    outcome: 'targetNotMember',
  })
  expect(await roles()).toMatchObject({ [alice]: 'owner' })
})

test('an administrator makes any member the owner, whoever owned it', async () => {
  expect(await store.administration.appointOwner(tester, { groupId, userId: mallory, ...at() })).toEqual({
    outcome: 'targetNotMember',
  })
  expect(await store.administration.appointOwner(tester, { groupId: -1, userId: bob, ...at() })).toEqual({
    outcome: 'noGroup',
  })
  expect(await store.administration.appointOwner(tester, { groupId, userId: carol, ...at() })).toMatchObject({
    outcome: 'done',
    group: { ownerId: carol },
  })
  expect((await line())?.content).toBe('carol 成为了群主')
  expect(await store.administration.appointOwner(tester, { groupId, userId: carol, ...at() })).toMatchObject({
    outcome: 'done',
    parts: [],
    line: undefined,
  })
  await store.groups.dissolve(by(carol))
  expect(await store.administration.appointOwner(tester, { groupId, userId: bob, ...at() })).toEqual({
    outcome: 'dissolved',
  })
})
