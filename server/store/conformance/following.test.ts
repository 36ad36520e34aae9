import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number
let groupId: number
let other: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob, carol } = await createCast(store))
  groupId = await createGroup(store, { ownerId: alice, userIds: [bob, carol] })
  other = await createGroup(store, { ownerId: alice, userIds: [bob] })
})

const mention = (by: number, to: { groupId: number } | { peerId: number }, atIds: number[], sentAt?: number) =>
  send(store, by, to, { atIds, ...(sentAt !== undefined && { sentAt }) })
const mentions = async (userId: number, page: { until?: number; skip?: number; limit?: number } = {}) =>
  (await store.following.mentions(userId, { skip: 0, limit: 10, ...page })).map(({ id }) => id)
const recall = ({ conversationId, seq, senderId }: Message) =>
  store.messages.recall({ conversationId, seq, userId: senderId, sentAfter: 0 })

test('mentions of one person and of everyone come from all conversations, newest first, each once', async () => {
  const a = await mention(alice, { groupId }, [bob], 1_000_000)
  const b = await mention(carol, { groupId }, [0, bob], 1_000_001)
  const c = await mention(alice, { groupId: other }, [0], 1_000_002)
  const d = await mention(alice, { peerId: bob }, [bob], 1_000_003)
  await mention(alice, { groupId }, [carol], 1_000_004)
  await mention(bob, { groupId }, [0], 1_000_005)
  await send(store, alice, { groupId }, { sentAt: 1_000_006 })
  expect(await mentions(bob)).toEqual([d.id, c.id, b.id, a.id])
  expect(await mentions(bob, { skip: 1, limit: 2 })).toEqual([c.id, b.id])
  expect(await mentions(bob, { until: 1_000_001 })).toEqual([b.id, a.id])
  expect(await mentions(bob, { until: 999_999 })).toEqual([])
})

test('a recalled one is gone, and an edit takes a mention away or brings one', async () => {
  const [a, b, c] = [
    await mention(alice, { groupId }, [bob]),
    await mention(alice, { groupId }, [bob]),
    await mention(alice, { groupId }, [carol]),
  ]
  await recall(a)
  for (const [message, atIds] of [
    [b, null],
    [c, [bob]],
  ] as const)
    await store.messages.edit({
      conversationId: groupId,
      seq: message.seq,
      userId: alice,
      content: 'edited',
      atIds,
      at: 9_000_000,
      sentAfter: 0,
    })
  expect(await mentions(bob)).toEqual([c.id])
  expect(await mentions(carol)).toEqual([])
})

test('nothing of before somebody came, of while they were away, or of after they left', async () => {
  const before = await mention(alice, { groupId: other }, [0])
  await addMembers(store, other, [carol])
  const inside = await mention(alice, { groupId: other }, [0])
  await removeMembers(store, other, [carol])
  const away = await mention(alice, { groupId: other }, [0])
  expect(await mentions(carol)).toEqual([inside.id])
  await addMembers(store, other, [carol])
  const again = await mention(alice, { groupId: other }, [0])
  expect(await mentions(carol)).toEqual([again.id, inside.id])
  expect(await mentions(bob)).toEqual([again.id, away.id, inside.id, before.id])
})

test('a page is full also where one conversation mentions a person more often than a page is long', async () => {
  const early = await mention(alice, { groupId: other }, [bob], 2_000_000)
  const many: string[] = []
  for (let at = 1; at <= 6; at += 1) many.unshift((await mention(alice, { groupId }, [bob], 2_000_000 + at)).id)
  expect(await mentions(bob, { limit: 4 })).toEqual(many.slice(0, 4))
  expect(await mentions(bob, { skip: 4, limit: 4 })).toEqual([...many.slice(4), early.id])
})

const at = ({ conversationId, seq }: Message) => ({ conversationId, seq })
const save = (userId: number, message: Message, time: number, limit = 3) =>
  store.following.save({ userId, ...at(message), at: time, limit })
const saved = async (userId: number, page: { until?: number; skip?: number; limit?: number } = {}) =>
  (await store.following.saved(userId, { skip: 0, limit: 10, ...page })).map(({ message, at: time }) => [
    message.id,
    time,
  ])

test('what was saved last comes first, of one person alone; again is no change, and there is a limit', async () => {
  const [a, b] = [await send(store, alice, { groupId }), await send(store, alice, { peerId: bob })]
  const [c, d] = [await send(store, bob, { groupId: other }), await send(store, bob, { groupId })]
  expect([await save(bob, b, 1), await save(bob, a, 2), await save(bob, b, 3)]).toEqual(['saved', 'saved', 'repeated'])
  expect(await save(bob, c, 4)).toBe('saved')
  expect([await save(bob, d, 5), await save(bob, c, 5)]).toEqual(['tooMany', 'repeated'])
  expect(await saved(bob)).toEqual([
    [c.id, 4],
    [a.id, 2],
    [b.id, 1],
  ])
  expect(await saved(bob, { until: 3, limit: 1 })).toEqual([[a.id, 2]])
  expect(await saved(bob, { skip: 2 })).toEqual([[b.id, 1]])
  expect(await saved(alice)).toEqual([])
  await store.following.forget({ userId: bob, ...at(a) })
  await store.following.forget({ userId: alice, ...at(b) })
  expect(await saved(bob)).toEqual([
    [c.id, 4],
    [b.id, 1],
  ])
  expect(await save(bob, d, 6)).toBe('saved')
})

test('a recalled message is saved by nobody any more', async () => {
  const message = await send(store, alice, { groupId })
  for (const userId of [alice, bob, carol]) await save(userId, message, 1)
  await recall(message)
  for (const userId of [alice, bob, carol]) expect(await saved(userId)).toEqual([])
  expect(await save(bob, message, 2)).toBe('recalled')
  expect(await save(bob, { ...message, seq: 999 }, 2)).toBe('recalled')
})
