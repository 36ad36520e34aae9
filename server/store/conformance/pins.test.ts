import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number, mallory: number
let groupId: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob, carol, mallory } = await createCast(store))
  groupId = await createGroup(store, { ownerId: alice, userIds: [bob, carol] })
})

const pin = ({ conversationId, seq }: Message, userId: number, isOn = true, limit = 3) =>
  store.messages.pin({ conversationId, seq, userId, isOn, at: 5, limit })
const pinned = async (conversationId: number) => (await store.messages.pins(conversationId)).map(({ seq }) => seq)

test('what was pinned last stands first; pinning is a numbered change of the row, and again is none', async () => {
  const [first, second] = [await send(store, bob, { groupId }), await send(store, carol, { groupId })]
  expect(await pin(second, alice)).toMatchObject({ outcome: 'changed', message: { seq: second.seq, change: 1 } })
  expect(await pin(first, alice)).toMatchObject({ outcome: 'changed', message: { change: 2 } })
  expect(await pin(second, alice)).toMatchObject({ outcome: 'repeated', message: { change: 1 } })
  expect(await store.messages.pins(groupId)).toEqual([
    { seq: first.seq, userId: alice, at: 5, change: 2 },
    { seq: second.seq, userId: alice, at: 5, change: 1 },
  ])
  expect(await pin(first, alice, false)).toMatchObject({ outcome: 'changed', message: { change: 3 } })
  expect(await pin(first, alice, false)).toMatchObject({ outcome: 'repeated', message: { change: 3 } })
  expect(await pinned(groupId)).toEqual([second.seq])
  const { rows } = await store.messages.changedSince(groupId, bob, 1, 10)
  expect(rows.map(({ seq }) => seq)).toEqual([first.seq])
})

test('both may in a talk of two, the owner and managers in a group, and nobody who left, or what the system says', async () => {
  const direct = await send(store, alice, { peerId: bob })
  expect(await pin(direct, bob)).toMatchObject({ outcome: 'changed' })
  expect(await pin(direct, carol)).toEqual({ outcome: 'notMember' })
  const message = await send(store, alice, { groupId })
  expect(await pin(message, bob)).toEqual({ outcome: 'notAllowed' })
  expect(await pin(message, mallory)).toEqual({ outcome: 'notMember' })
  await removeMembers(store, groupId, [bob])
  expect(await pin(message, bob)).toEqual({ outcome: 'notMember' })
  expect(await pin({ ...message, seq: 1 }, alice)).toEqual({ outcome: 'unknown' })
  expect(await pin({ ...message, seq: 99 }, alice)).toEqual({ outcome: 'unknown' })
})

test('there is a limit, and a recalled message is no longer pinned', async () => {
  const messages: Message[] = []
  for (let at = 0; at < 4; at += 1) messages.push(await send(store, alice, { groupId }))
  const [first, second, third, fourth] = messages as [Message, Message, Message, Message]
  for (const message of [first, second, third]) await pin(message, alice)
  expect(await pin(fourth, alice)).toEqual({ outcome: 'tooMany' })
  expect(await pin(third, alice)).toMatchObject({ outcome: 'repeated' })
  await store.messages.recall({ conversationId: groupId, seq: second.seq, userId: alice, sentAfter: 0 })
  expect(await pinned(groupId)).toEqual([third.seq, first.seq])
  expect(await pin(second, alice)).toEqual({ outcome: 'recalled' })
  expect(await pin(fourth, alice)).toMatchObject({ outcome: 'changed' })
})

test('a notice stands there until this person hides it, or a newer one', async () => {
  const publish = async (content: string) => {
    const acting = { groupId, by: alice, atLeast: 'manager' as const, lineId: `notice-${content}-${groupId}`, at: 9 }
    const published = await store.groups.publishNotice(acting, { content, url: null })
    if (published.outcome !== 'done') throw new Error(published.outcome)
    return published.notice
  }
  const hide = (noticeId: number) => store.groups.hideNotice({ groupId, userId: bob, noticeId })
  expect(await store.groups.shownNotice(groupId, bob)).toBeUndefined()
  const [first, second] = [await publish('first'), await publish('second')]
  expect(await store.groups.shownNotice(groupId, bob)).toEqual(second)
  expect([await hide(first.id), await hide(first.id)]).toEqual([true, false])
  expect(await store.groups.shownNotice(groupId, bob)).toEqual(second)
  expect([await hide(second.id), await hide(first.id)]).toEqual([true, false])
  expect(await store.groups.shownNotice(groupId, bob)).toBeUndefined()
  expect(await store.groups.shownNotice(groupId, carol)).toEqual(second)
  const third = await publish('third')
  expect(await store.groups.shownNotice(groupId, bob)).toEqual(third)
})
