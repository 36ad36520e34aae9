import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { createCast, createGroup, createTestStore, send } from './test-store.ts'

let store: Store
let alice: number, bob: number
let groupId: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob } = await createCast(store))
  groupId = await createGroup(store, { ownerId: alice, userIds: [bob] })
})

const answer = (by: number, { seq }: Message) => send(store, by, { groupId }, { replySeq: seq })
const everything = [{ from: 1, to: 1000 }]
const counts = async (seqs: number[], spans = everything, most = 100) =>
  Object.fromEntries(await store.messages.replyCounts(groupId, seqs, spans, most))
const seqsOf = async ({ seq }: Message, spans = everything, limit = 10) =>
  (await store.messages.replies(groupId, seq, spans, limit)).map(row => row.seq)

test('replies are counted for many messages at once, and found newest first', async () => {
  const [one, other] = [await send(store, alice, { groupId }), await send(store, bob, { groupId })]
  const [a, b, c] = [await answer(bob, one), await answer(alice, other), await answer(alice, one)]
  expect(await counts([one.seq, other.seq, a.seq, one.seq])).toEqual({ [one.seq]: 2, [other.seq]: 1 })
  expect(await seqsOf(one)).toEqual([c.seq, a.seq])
  expect(await seqsOf(one, everything, 1)).toEqual([c.seq])
  expect(await seqsOf(other)).toEqual([b.seq])
  expect(await seqsOf(a)).toEqual([])
  expect(await counts([])).toEqual({})
})

test('only those in the spans are, in order across them, and of many no more than is asked for', async () => {
  const one = await send(store, alice, { groupId })
  const replies: Message[] = []
  for (let at = 0; at < 5; at += 1) replies.push(await answer(bob, one))
  const [a, b, , d, e] = replies.map(({ seq }) => seq) as [number, number, number, number, number]
  const spans = [
    { from: 1, to: b },
    { from: d, to: d },
  ]
  expect(await counts([one.seq], spans)).toEqual({ [one.seq]: 3 })
  expect(await seqsOf(one, spans)).toEqual([d, b, a])
  expect(await seqsOf(one, spans, 2)).toEqual([d, b])
  expect(await counts([one.seq], everything, 2)).toEqual({ [one.seq]: 2 })
  expect(await counts([one.seq], [{ from: e, to: e }])).toEqual({ [one.seq]: 1 })
})

test('a recalled reply is none, a repeated one is one, and an edited one stays', async () => {
  const one = await send(store, alice, { groupId })
  const [reply, other] = [await answer(bob, one), await answer(bob, one)]
  const draft = { id: reply.id, senderId: bob, to: { groupId }, type: 1, content: 'x', fileId: null, atIds: null }
  expect((await store.messages.append({ ...draft, replySeq: one.seq, sentAt: 1 })).outcome).toBe('repeated')
  expect(await counts([one.seq])).toEqual({ [one.seq]: 2 })
  const place = { conversationId: groupId, seq: other.seq, userId: bob, sentAfter: 0 }
  await store.messages.edit({ ...place, content: 'edited', atIds: null, at: 9 })
  expect(await seqsOf(one)).toEqual([other.seq, reply.seq])
  await store.messages.recall(place)
  expect(await counts([one.seq])).toEqual({ [one.seq]: 1 })
  expect(await seqsOf(one)).toEqual([reply.seq])
})
