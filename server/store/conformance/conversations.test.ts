import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number, mallory: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** New people for each test, so that their lists are empty. */
beforeEach(async () => {
  ;({ alice, bob, carol, mallory } = await createCast(store))
})

const newGroup = () => createGroup(store, { ownerId: alice, userIds: [bob] })
const session = async (userId: number, conversationId: number) =>
  (await store.conversations.sessions(userId)).find(each => each.conversation.id === conversationId)

describe('members', () => {
  test('a group has its owner and each member once', async () => {
    const id = await createGroup(
      store,
      { ownerId: alice, userIds: [bob, alice, bob], note: 'n', needsApproval: true },
      9,
    )
    expect(await store.conversations.group(id)).toEqual({
      id,
      name: 'g',
      avatar: null,
      note: 'n',
      ownerId: alice,
      isPublic: false,
      needsApproval: true,
      isMuted: false,
      isDissolved: false,
      createdAt: 9,
    })
    expect(await store.conversations.find(id)).toEqual({
      id,
      kind: 'group',
      lastSeq: 1,
      lastChange: 0,
      memberVersion: 1,
    })
    expect(await store.conversations.members(id)).toMatchObject([
      { userId: alice, role: 'owner' },
      { userId: bob, role: 'member', leftSeq: null, pastSpans: [] },
    ])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 1, userIds: [alice, bob] })
  })

  test('the version grows with every change of who is in, and with nothing else', async () => {
    const id = await newGroup()
    expect(await addMembers(store, id, [bob, carol, carol])).toEqual([carol])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 2, userIds: [alice, bob, carol] })
    expect(await addMembers(store, id, [bob])).toEqual([])
    expect(await removeMembers(store, id, [bob, mallory])).toEqual([bob])
    expect(await removeMembers(store, id, [bob])).toEqual([])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 3, userIds: [alice, carol] })
    expect((await store.conversations.members(id)).map(member => member.userId)).toEqual([alice, bob, carol])
  })

  test('who joins reads what comes after, and who returns keeps the stays before', async () => {
    const id = await newGroup()
    await send(store, alice, { groupId: id })
    await addMembers(store, id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({
      joinedSeq: 2,
      readSeq: 2,
      deliveredSeq: 2,
      leftSeq: null,
    })
    await send(store, alice, { groupId: id })
    await removeMembers(store, id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({ joinedSeq: 2, leftSeq: 4 })
    await send(store, alice, { groupId: id })
    await addMembers(store, id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({
      joinedSeq: 6,
      readSeq: 6,
      leftSeq: null,
      pastSpans: [{ from: 3, to: 4 }],
    })
    await removeMembers(store, id, [carol])
    await send(store, alice, { groupId: id })
    await addMembers(store, id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({
      joinedSeq: 9,
      pastSpans: [
        { from: 3, to: 4 },
        { from: 7, to: 7 },
      ],
    })
    expect(await store.conversations.member(id, mallory)).toBeUndefined()
  })

  test('a thousand join at once', async () => {
    const id = await newGroup()
    const userIds = Array.from({ length: 1000 }, (_, index) => 100_000 + index)
    expect(await addMembers(store, id, userIds)).toEqual(userIds)
    expect(await store.conversations.memberIds(id)).toEqual({ version: 2, userIds: [alice, bob, ...userIds] })
    expect(await removeMembers(store, id, userIds)).toEqual(userIds)
  })

  test('nothing happens in a conversation that is not there', async () => {
    expect(await store.conversations.find(-1)).toBeUndefined()
    expect(await store.conversations.group(-1)).toBeUndefined()
    expect(await store.conversations.memberIds(-1)).toEqual({ version: 0, userIds: [] })
  })
})

describe('the list', () => {
  test('both people of a direct conversation see it, with each other’s positions', async () => {
    expect(await store.conversations.sessions(alice)).toEqual([])
    const message = await send(store, alice, { peerId: bob }, { atIds: [0] })
    expect(await store.conversations.findDirect(bob, alice)).toMatchObject({
      id: message.conversationId,
      kind: 'direct',
      lastSeq: 1,
    })
    expect(await store.conversations.findDirect(bob, carol)).toBeUndefined()
    expect(await session(alice, message.conversationId)).toMatchObject({
      last: message,
      unread: 0,
      peerId: bob,
      peer: { readSeq: 0 },
      group: undefined,
    })
    expect(await session(bob, message.conversationId)).toMatchObject({
      last: message,
      unread: 1,
      peerId: alice,
      peer: { readSeq: 1 },
    })
    expect(message).toMatchObject({ receiverId: bob, atIds: [0] })
    expect(await store.conversations.sessions(mallory)).toEqual([])
  })

  test('unread counts others’ messages since the last one read, without recalled ones', async () => {
    const groupId = await newGroup()
    const first = await send(store, alice, { groupId })
    await send(store, bob, { groupId })
    const { seq } = await send(store, alice, { groupId })
    const last = await send(store, alice, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ unread: 2, last, group: { name: 'g' } })
    await store.messages.recall({ conversationId: groupId, seq, userId: alice, sentAfter: 0 })
    await store.messages.recall({ conversationId: groupId, seq: first.seq, userId: alice, sentAfter: 0 })
    expect(await session(bob, groupId)).toMatchObject({ unread: 1 })
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq, isRead: true })
    expect(await session(bob, groupId)).toMatchObject({ unread: 1 })
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: last.seq, isRead: true })
    expect(await session(bob, groupId)).toMatchObject({ unread: 0 })
    expect(await session(alice, groupId)).toMatchObject({ unread: 0 })
  })

  test('who is in a group sees it before anything is said, and nothing said before they came', async () => {
    const groupId = await newGroup()
    expect(await session(bob, groupId)).toMatchObject({
      last: { seq: 1, extra: { event: { what: 'joined' } } },
      unread: 0,
    })
    await send(store, alice, { groupId })
    await addMembers(store, groupId, [carol])
    expect(await session(carol, groupId)).toMatchObject({
      last: { seq: 3, extra: { event: { what: 'joined' } } },
      unread: 0,
    })
    await send(store, alice, { groupId })
    expect(await session(carol, groupId)).toMatchObject({ last: { seq: 4 }, unread: 1 })
  })

  test('who left keeps the last message they could read, and hears of nothing after', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await removeMembers(store, groupId, [bob])
    const { conversationId } = await send(store, carol, { peerId: bob })
    const after = await send(store, alice, { groupId })
    await store.messages.recall({ conversationId: groupId, seq: after.seq, userId: alice, sentAfter: 0 })
    const sessions = await store.conversations.sessions(bob)
    expect(sessions.map(each => each.conversation.id)).toEqual([conversationId, groupId])
    expect(sessions[1]).toMatchObject({ last: { seq: 2 }, unread: 1 })
  })

  test('who returns starts with nothing unread, and with the line that says so', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await send(store, alice, { groupId })
    await removeMembers(store, groupId, [bob])
    await addMembers(store, groupId, [bob])
    expect(await session(bob, groupId)).toMatchObject({
      last: { seq: 5, extra: { event: { what: 'joined' } } },
      unread: 0,
    })
    await removeMembers(store, groupId, [bob])
    await send(store, alice, { groupId })
    await addMembers(store, groupId, [bob])
    expect(await session(bob, groupId)).toMatchObject({
      last: { seq: 8, extra: { event: { what: 'joined' } } },
      unread: 0,
    })
    await send(store, bob, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 9 }, unread: 0 })
    await send(store, alice, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 10 }, unread: 1 })
  })

  test('the newest comes first, for the list and for recent people', async () => {
    const groupId = await newGroup()
    await send(store, bob, { peerId: alice })
    await send(store, alice, { peerId: carol })
    await send(store, alice, { groupId })
    await send(store, bob, { peerId: alice })
    expect((await store.conversations.sessions(alice)).map(each => each.peerId ?? each.group?.id)).toEqual([
      bob,
      groupId,
      carol,
    ])
    expect(await store.conversations.recentPeers(alice, 10)).toEqual([bob, carol])
    expect(await store.conversations.recentPeers(alice, 1)).toEqual([bob])
    expect(await store.conversations.recentPeers(mallory, 10)).toEqual([])
  })

  test('a long list is complete, each conversation with its own message and positions', async () => {
    const peerIds = Array.from({ length: 300 }, (_, index) => 500_000 + index)
    await Promise.all(peerIds.map(peerId => send(store, peerId, { peerId: alice }, { content: `from ${peerId}` })))
    const sessions = await store.conversations.sessions(alice)
    expect(sessions.map(each => each.peerId)).toEqual(peerIds.toReversed())
    expect(
      sessions.every(
        each => each.unread === 1 && each.peer?.readSeq === 1 && each.last?.content === `from ${each.peerId}`,
      ),
    ).toBe(true)
  })
})

test('readers of a place are those who could read it, also after leaving, and whether they have', async () => {
  const groupId = await newGroup()
  const { seq: before } = await send(store, alice, { groupId })
  await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: before, isRead: true })
  await removeMembers(store, groupId, [bob])
  const { seq: between } = await send(store, alice, { groupId })
  const readers = async (seq: number) =>
    (await store.conversations.readersOf(groupId, seq)).map(({ userId, hasRead }) => [userId, hasRead])
  expect(await readers(before)).toContainEqual([bob, true])
  expect(await readers(between)).not.toContainEqual([bob, expect.anything()])
  await addMembers(store, groupId, [bob])
  const { seq: after } = await send(store, alice, { groupId })
  expect(await readers(before)).toContainEqual([bob, true])
  expect(await readers(between)).not.toContainEqual([bob, expect.anything()])
  expect(await readers(after)).toContainEqual([bob, false])
  expect((await store.conversations.readersOf(groupId, between))[0]).toEqual({
    userId: alice,
    name: 'alice',
    avatar: null,
    hasRead: true,
  })
  expect(await store.conversations.readersOf(groupId + 999_999, 1)).toEqual([])
})
