import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { createCast, createTestStore, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number, mallory: number
beforeAll(async () => { store = await createTestStore() })
afterAll(() => store[Symbol.asyncDispose]())

/** New people for each test, so that their lists are empty. */
beforeEach(async () => { ({ alice, bob, carol, mallory } = await createCast(store)) })

const newGroup = () => store.conversations.createGroup({ name: 'g', ownerId: alice, userIds: [bob], at: 1 })
const session = async (userId: number, conversationId: number) =>
  (await store.conversations.sessions(userId)).find(each => each.conversation.id === conversationId)

describe('members', () => {
  test('a group has its owner and each member once', async () => {
    const id = await store.conversations.createGroup({ name: 'g', ownerId: alice, userIds: [bob, alice, bob], note: 'n', needsApproval: true, at: 9 })
    expect(await store.conversations.group(id)).toEqual({
      id, name: 'g', avatar: null, note: 'n', ownerId: alice, isPublic: false, needsApproval: true, isMuted: false, isDissolved: false, createdAt: 9,
    })
    expect(await store.conversations.find(id)).toEqual({ id, kind: 'group', lastSeq: 0, lastChange: 0, memberVersion: 1 })
    expect(await store.conversations.members(id)).toMatchObject([{ userId: alice, role: 'owner' }, { userId: bob, role: 'member', leftSeq: null, pastSpans: [] }])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 1, userIds: [alice, bob] })
  })

  test('the version grows with every change of who is in, and with nothing else', async () => {
    const id = await newGroup()
    expect((await store.conversations.addMembers(id, [bob, carol, carol])).userIds).toEqual([carol])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 2, userIds: [alice, bob, carol] })
    expect((await store.conversations.addMembers(id, [bob])).userIds).toEqual([])
    expect((await store.conversations.removeMembers(id, [bob, mallory])).userIds).toEqual([bob])
    expect((await store.conversations.removeMembers(id, [bob])).userIds).toEqual([])
    expect(await store.conversations.memberIds(id)).toEqual({ version: 3, userIds: [alice, carol] })
    expect((await store.conversations.members(id)).map(member => member.userId)).toEqual([alice, bob, carol])
  })

  test('who joins reads what comes after, and who returns keeps the stays before', async () => {
    const id = await newGroup()
    await send(store, alice, { groupId: id })
    await store.conversations.addMembers(id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({ joinedSeq: 1, readSeq: 1, deliveredSeq: 1, leftSeq: null })
    await send(store, alice, { groupId: id })
    await store.conversations.removeMembers(id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({ joinedSeq: 1, leftSeq: 2 })
    await send(store, alice, { groupId: id })
    await store.conversations.addMembers(id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({ joinedSeq: 3, readSeq: 3, leftSeq: null, pastSpans: [{ from: 2, to: 2 }] })
    await store.conversations.removeMembers(id, [carol])
    await send(store, alice, { groupId: id })
    await store.conversations.addMembers(id, [carol])
    expect(await store.conversations.member(id, carol)).toMatchObject({ joinedSeq: 4, pastSpans: [{ from: 2, to: 2 }] })
    expect(await store.conversations.member(id, mallory)).toBeUndefined()
  })

  test('a thousand join at once', async () => {
    const id = await newGroup()
    const userIds = Array.from({ length: 1000 }, (_, index) => 100_000 + index)
    expect((await store.conversations.addMembers(id, userIds)).userIds).toEqual(userIds)
    expect(await store.conversations.memberIds(id)).toEqual({ version: 2, userIds: [alice, bob, ...userIds] })
    expect((await store.conversations.removeMembers(id, userIds)).userIds.length).toBe(1000)
  })

  test('nothing happens in a conversation that is not there', async () => {
    expect(await store.conversations.find(-1)).toBeUndefined()
    expect(await store.conversations.group(-1)).toBeUndefined()
    expect(await store.conversations.memberIds(-1)).toEqual({ version: 0, userIds: [] })
    expect((await store.conversations.addMembers(-1, [1])).userIds).toEqual([])
    expect((await store.conversations.removeMembers(-1, [1])).userIds).toEqual([])
  })
})

describe('the list', () => {
  test('both people of a direct conversation see it, with each other’s positions', async () => {
    expect(await store.conversations.sessions(alice)).toEqual([])
    const message = await send(store, alice, { peerId: bob }, { atIds: [0] })
    expect(await store.conversations.findDirect(bob, alice)).toMatchObject({ id: message.conversationId, kind: 'direct', lastSeq: 1 })
    expect(await store.conversations.findDirect(bob, carol)).toBeUndefined()
    expect(await session(alice, message.conversationId)).toMatchObject({ last: message, unread: 0, peerId: bob, peer: { readSeq: 0 }, group: undefined })
    expect(await session(bob, message.conversationId)).toMatchObject({ last: message, unread: 1, peerId: alice, peer: { readSeq: 1 } })
    expect(message).toMatchObject({ receiverId: bob, atIds: [0] })
    expect(await store.conversations.sessions(mallory)).toEqual([])
  })

  test('unread counts others’ messages since the last one read, without recalled ones', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await send(store, bob, { groupId })
    const { seq } = await send(store, alice, { groupId })
    await send(store, alice, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ unread: 2, last: { seq: 4 }, group: { name: 'g' } })
    await store.messages.recall({ conversationId: groupId, seq, userId: alice, sentAfter: 0 })
    await store.messages.recall({ conversationId: groupId, seq: 1, userId: alice, sentAfter: 0 })
    expect(await session(bob, groupId)).toMatchObject({ unread: 1 })
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq, isRead: true })
    expect(await session(bob, groupId)).toMatchObject({ unread: 1 })
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: 4, isRead: true })
    expect(await session(bob, groupId)).toMatchObject({ unread: 0 })
    expect(await session(alice, groupId)).toMatchObject({ unread: 0 })
  })

  test('who is in a group sees it before anything is said, and nothing said before they came', async () => {
    const groupId = await newGroup()
    expect(await session(bob, groupId)).toMatchObject({ last: undefined, unread: 0 })
    await send(store, alice, { groupId })
    await store.conversations.addMembers(groupId, [carol])
    expect(await session(carol, groupId)).toMatchObject({ last: undefined, unread: 0 })
    await send(store, alice, { groupId })
    expect(await session(carol, groupId)).toMatchObject({ last: { seq: 2 }, unread: 1 })
  })

  test('who left keeps the last message they could read, and hears of nothing after', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await store.conversations.removeMembers(groupId, [bob])
    const { conversationId } = await send(store, carol, { peerId: bob })
    const after = await send(store, alice, { groupId })
    await store.messages.recall({ conversationId: groupId, seq: after.seq, userId: alice, sentAfter: 0 })
    const sessions = await store.conversations.sessions(bob)
    expect(sessions.map(each => each.conversation.id)).toEqual([conversationId, groupId])
    expect(sessions[1]).toMatchObject({ last: { seq: 1 }, unread: 1 })
  })

  test('who left without having read anything has nothing in the list', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await store.conversations.addMembers(groupId, [carol])
    expect(await session(carol, groupId)).toBeDefined()
    await store.conversations.removeMembers(groupId, [carol])
    await send(store, alice, { groupId })
    expect(await session(carol, groupId)).toBeUndefined()
  })

  test('who returns starts with nothing unread and keeps what was read before as the last', async () => {
    const groupId = await newGroup()
    await send(store, alice, { groupId })
    await send(store, alice, { groupId })
    await store.conversations.removeMembers(groupId, [bob])
    await store.conversations.addMembers(groupId, [bob])
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 2 }, unread: 0 })
    await store.conversations.removeMembers(groupId, [bob])
    await send(store, alice, { groupId })
    await store.conversations.addMembers(groupId, [bob])
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 2 }, unread: 0 })
    await send(store, bob, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 4 }, unread: 0 })
    await send(store, alice, { groupId })
    expect(await session(bob, groupId)).toMatchObject({ last: { seq: 5 }, unread: 1 })
  })

  test('the newest comes first, for the list and for recent people', async () => {
    const groupId = await newGroup()
    await send(store, bob, { peerId: alice })
    await send(store, alice, { peerId: carol })
    await send(store, alice, { groupId })
    await send(store, bob, { peerId: alice })
    expect((await store.conversations.sessions(alice)).map(each => each.peerId ?? each.group?.id)).toEqual([bob, groupId, carol])
    expect(await store.conversations.recentPeers(alice, 10)).toEqual([bob, carol])
    expect(await store.conversations.recentPeers(alice, 1)).toEqual([bob])
    expect(await store.conversations.recentPeers(mallory, 10)).toEqual([])
  })

  test('a long list is complete, each conversation with its own message and positions', async () => {
    const peerIds = Array.from({ length: 300 }, (_, index) => 500_000 + index)
    await Promise.all(peerIds.map(peerId => send(store, peerId, { peerId: alice }, { content: `from ${peerId}` })))
    const sessions = await store.conversations.sessions(alice)
    expect(sessions.map(each => each.peerId)).toEqual(peerIds.toReversed())
    expect(sessions.every(each => each.unread === 1 && each.peer?.readSeq === 1 && each.last?.content === `from ${each.peerId}`)).toBe(true)
  })
})

test('readers of a place are those who could read it, also after leaving, and whether they have', async () => {
  const groupId = await newGroup()
  await send(store, alice, { groupId })
  await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: 1, isRead: true })
  await store.conversations.removeMembers(groupId, [bob])
  await send(store, alice, { groupId })
  const readers = async (seq: number) => (await store.conversations.readersOf(groupId, seq)).map(({ userId, hasRead }) => [userId, hasRead])
  expect(await readers(1)).toContainEqual([bob, true])
  expect(await readers(2)).not.toContainEqual([bob, expect.anything()])
  await store.conversations.addMembers(groupId, [bob])
  await send(store, alice, { groupId })
  expect(await readers(1)).toContainEqual([bob, true])
  expect(await readers(2)).not.toContainEqual([bob, expect.anything()])
  expect(await readers(3)).toContainEqual([bob, false])
  expect((await store.conversations.readersOf(groupId, 2))[0]).toEqual({ userId: alice, name: 'alice', avatar: null, hasRead: true })
  expect(await store.conversations.readersOf(groupId + 999_999, 1)).toEqual([])
})
