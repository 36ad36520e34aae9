import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, mallory: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob, mallory } = await createCast(store))
})

const newGroup = () => createGroup(store, { ownerId: alice, userIds: [bob] })
const listed = async (userId: number) =>
  (await store.conversations.sessions(userId)).map(({ conversation }) => conversation.id)

test('only what is given changes, positions stay, and again is no change', async () => {
  const { conversationId } = await send(store, alice, { peerId: bob })
  const set = (part: object) => store.conversations.changeSettings({ conversationId, userId: bob, ...part })
  const before = { isPinned: false, notify: 'all', isMarked: false, isHidden: false, readSeq: 0, unreadSeq: 0 }
  expect(await set({})).toEqual({ settings: before, isNew: false })
  expect(await set({ isPinned: true })).toEqual({ settings: { ...before, isPinned: true }, isNew: true })
  expect(await set({ notify: 'mentions', isMarked: true })).toEqual({
    settings: { ...before, isPinned: true, notify: 'mentions', isMarked: true },
    isNew: true,
  })
  expect(await set({ isMarked: true })).toMatchObject({ isNew: false })
  expect(await store.conversations.session(conversationId, bob)).toMatchObject({
    unread: 1,
    member: { isPinned: true, notify: 'mentions', isMarked: true, readSeq: 0 },
  })
  expect(await store.conversations.session(conversationId, alice)).toMatchObject({
    member: { isPinned: false, isMarked: false },
  })
  expect(await store.conversations.changeSettings({ conversationId, userId: mallory, isPinned: true })).toBeUndefined()
  expect(await store.conversations.session(conversationId, mallory)).toBeUndefined()
})

test('each level of notification is kept, of this member alone, and through leaving and coming back', async () => {
  const conversationId = await newGroup()
  const levels = async () =>
    Promise.all([alice, bob].map(async id => (await store.conversations.member(conversationId, id))?.notify))
  expect(await levels()).toEqual(['all', 'all'])
  for (const notify of ['none', 'mentions', 'all', 'none'] as const) {
    expect(await store.conversations.changeSettings({ conversationId, userId: bob, notify })).toMatchObject({
      settings: { notify },
      isNew: true,
    })
    expect(await levels()).toEqual(['all', notify])
  }
  await removeMembers(store, conversationId, [bob])
  await addMembers(store, conversationId, [bob])
  expect(await levels()).toEqual(['all', 'none'])
})

test('reading, sending and unmarking take the mark away', async () => {
  const { conversationId, seq } = await send(store, alice, { peerId: bob })
  const mark = (isMarked: boolean) => store.conversations.changeSettings({ conversationId, userId: bob, isMarked })
  const isMarked = async () => (await store.conversations.session(conversationId, bob))?.member.isMarked
  const read = () => store.messages.movePosition({ conversationId, userId: bob, seq, isRead: true })
  expect(await read()).toMatchObject({ isNew: true, isUnmarked: false })
  await mark(true)
  expect(await store.messages.movePosition({ conversationId, userId: bob, seq, isRead: false })).toMatchObject({
    isNew: false,
    isUnmarked: false,
  })
  expect(await isMarked()).toBe(true)
  expect(await read()).toMatchObject({ isNew: false, isUnmarked: true })
  expect(await isMarked()).toBe(false)
  await mark(true)
  await send(store, bob, { peerId: alice })
  expect(await isMarked()).toBe(false)
  await mark(true)
  await mark(false)
  expect(await isMarked()).toBe(false)
})

test('a hidden conversation is read, and comes back with the next message', async () => {
  const { conversationId } = await send(store, alice, { peerId: bob })
  await store.conversations.changeSettings({ conversationId, userId: bob, isMarked: true, isPinned: true })
  expect(await store.conversations.hide({ conversationId, userId: bob })).toMatchObject({
    settings: { isHidden: true, isMarked: false, isPinned: true, readSeq: 1 },
    isNew: true,
    moved: { isNew: true, readSeq: 1 },
  })
  expect(await store.conversations.hide({ conversationId, userId: bob })).toMatchObject({
    isNew: false,
    moved: { isNew: false },
  })
  expect(await listed(bob)).toEqual([])
  expect(await listed(alice)).toEqual([conversationId])
  await send(store, alice, { peerId: bob })
  expect(await store.conversations.sessions(bob)).toMatchObject([{ unread: 1, member: { isPinned: true } }])
  expect(await store.conversations.hide({ conversationId, userId: mallory })).toBeUndefined()
})

test('pinning and marking bring a hidden conversation back, its notification level does not', async () => {
  const { conversationId } = await send(store, alice, { peerId: bob })
  const hide = () => store.conversations.hide({ conversationId, userId: bob })
  for (const [part, isHidden] of [
    [{ notify: 'none' }, true],
    [{ isPinned: true }, false],
    [{ isMarked: true }, false],
  ] as const) {
    await hide()
    expect(await store.conversations.changeSettings({ conversationId, userId: bob, ...part })).toMatchObject({
      settings: { isHidden },
    })
    expect(await listed(bob)).toEqual(isHidden ? [] : [conversationId])
  }
})

test('groups in which nobody wrote and groups that one has left are hidden too', async () => {
  const quiet = await newGroup()
  const left = await newGroup()
  await send(store, alice, { groupId: left })
  await removeMembers(store, left, [bob])
  expect((await listed(bob)).sort()).toEqual([quiet, left].sort())
  for (const conversationId of [quiet, left]) await store.conversations.hide({ conversationId, userId: bob })
  expect(await listed(bob)).toEqual([])
  await send(store, alice, { groupId: left })
  await send(store, alice, { groupId: quiet })
  expect(await listed(bob)).toEqual([quiet])
  await addMembers(store, left, [bob])
  expect((await listed(bob)).sort()).toEqual([quiet, left].sort())
})

test('what is unread again counts for its member alone, without their own messages, until they read on or send', async () => {
  const groupId = await newGroup()
  const first = await send(store, alice, { groupId }, { atIds: [bob] })
  const own = await send(store, bob, { groupId })
  const recalled = await send(store, alice, { groupId })
  const last = await send(store, alice, { groupId })
  const read = (seq: number) => store.messages.movePosition({ conversationId: groupId, userId: bob, seq, isRead: true })
  const set = (unreadSeq: number) =>
    store.conversations.changeSettings({ conversationId: groupId, userId: bob, unreadSeq })
  const unread = async (unreadAgain = true) => {
    const session = await store.conversations.session(groupId, bob, { unreadAgain })
    return [session?.unread, session?.mentions]
  }
  const readers = async () =>
    (await store.conversations.readersOf(groupId, first.seq)).find(({ userId }) => userId === bob)?.hasRead
  await store.messages.recall({ conversationId: groupId, seq: recalled.seq, userId: alice, sentAfter: 0 })
  expect(await set(last.seq)).toMatchObject({ isNew: false, settings: { unreadSeq: 0 } })
  await read(last.seq)
  expect(await set(first.seq)).toMatchObject({ isNew: true, settings: { unreadSeq: first.seq, readSeq: last.seq } })
  expect([await unread(), await unread(false), await readers()]).toEqual([[2, 1], [0, 0], true])
  expect(
    (await store.conversations.sessions(bob)).find(({ conversation }) => conversation.id === groupId),
  ).toMatchObject({
    unread: 2,
    mentions: 1,
  })
  expect(await read(own.seq)).toMatchObject({ isNew: false, isUnmarked: true, readSeq: last.seq })
  expect(await unread()).toEqual([1, 0])
  expect(await read(last.seq)).toMatchObject({ isNew: false, isUnmarked: true })
  expect([await unread(), await read(last.seq)]).toMatchObject([[0, 0], { isUnmarked: false }])
  await set(first.seq)
  await store.conversations.hide({ conversationId: groupId, userId: bob })
  expect(await unread()).toEqual([0, 0])
  expect(await set(last.seq)).toMatchObject({ settings: { isHidden: false, unreadSeq: last.seq } })
  await send(store, bob, { groupId })
  expect(await unread()).toEqual([0, 0])
  await set(first.seq)
  expect(await set(0)).toMatchObject({ isNew: true, settings: { unreadSeq: 0 } })
  await set(first.seq)
  await removeMembers(store, groupId, [bob])
  await addMembers(store, groupId, [bob])
  await send(store, alice, { groupId })
  expect(await unread()).toEqual([1, 0])
})
