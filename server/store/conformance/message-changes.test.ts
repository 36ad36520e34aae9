import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number
let groupId: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob, carol } = await createCast(store))
  groupId = await createGroup(store, { ownerId: alice, userIds: [bob, carol] })
})

const edit = (
  message: Message,
  content: string,
  part: { userId?: number; atIds?: number[] | null; at?: number; sentAfter?: number } = {},
) =>
  store.messages.edit({
    conversationId: message.conversationId,
    seq: message.seq,
    userId: message.senderId,
    content,
    atIds: null,
    at: 1_000_000,
    sentAfter: 0,
    ...part,
  })
const react = (message: Message, userId: number, emoji: string, isOn = true, limit = 3) =>
  store.messages.react({ conversationId: message.conversationId, seq: message.seq, userId, emoji, isOn, at: 5, limit })
const reactions = async ({ conversationId, seq }: Message, until?: number) =>
  (await store.messages.reactions(conversationId, [seq], until)).get(seq) ?? []
const recall = (message: Message) =>
  store.messages.recall({
    conversationId: message.conversationId,
    seq: message.seq,
    userId: message.senderId,
    sentAfter: 0,
  })
const session = async (userId: number, conversationId: number) => store.conversations.session(conversationId, userId)
const stored = async ({ conversationId, seq }: Message) => store.messages.find(conversationId, seq)

describe('an edit', () => {
  test('replaces text and mentions as a numbered change, and the same again is none', async () => {
    const message = await send(store, alice, { groupId }, { atIds: [bob], content: 'Hi bob' })
    expect(await edit(message, 'Hi carol', { atIds: [carol] })).toMatchObject({
      outcome: 'edited',
      message: { content: 'Hi carol', atIds: [carol], change: 1, extra: { editedAt: 1_000_000 } },
    })
    expect(await edit(message, 'Hi carol', { atIds: [carol] })).toMatchObject({
      outcome: 'repeated',
      message: { change: 1 },
    })
    expect(await stored(message)).toMatchObject({ content: 'Hi carol', atIds: [carol], change: 1 })
    expect(await session(bob, groupId)).toMatchObject({ unread: 1, mentions: 0, conversation: { lastChange: 1 } })
    expect(await session(carol, groupId)).toMatchObject({ unread: 1, mentions: 1 })
  })

  test('does not make what was read unread again', async () => {
    const message = await send(store, alice, { groupId })
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: message.seq, isRead: true })
    await edit(message, 'For bob', { atIds: [bob, 0] })
    expect(await session(bob, groupId)).toMatchObject({ unread: 0, mentions: 0 })
  })

  test('is refused by name: other people’s, recalled, no text, merged, too late, gone, dissolved or muted', async () => {
    const message = await send(store, bob, { groupId }, { sentAt: 500 })
    expect(await edit(message, 'b', { sentAfter: 500 })).toMatchObject({ outcome: 'edited' })
    expect(await edit(message, 'c', { userId: alice })).toEqual({ outcome: 'notEditable' })
    expect(await edit(message, 'c', { sentAfter: 1_000_000_000 })).toEqual({ outcome: 'tooLate' })
    expect(await edit({ ...message, seq: 99 }, 'c')).toEqual({ outcome: 'unknown' })
    const fileId = await store.files.create({
      ownerId: bob,
      name: 'a',
      extension: '',
      contentType: '',
      size: 1,
      playTime: 0,
      blob: 'a-blob',
      thumbBlob: null,
      createdAt: 1,
    })
    expect(await edit(await send(store, bob, { groupId }, { type: 3, fileId }), 'c')).toEqual({
      outcome: 'notEditable',
    })
    expect(await edit(await send(store, bob, { groupId }, { merged: { title: 't', items: [] } }), 'c')).toEqual({
      outcome: 'notEditable',
    })
    const recalled = await send(store, bob, { groupId })
    await recall(recalled)
    expect(await edit(recalled, 'c')).toEqual({ outcome: 'recalled' })
    await removeMembers(store, groupId, [bob])
    expect(await edit(message, 'c')).toEqual({ outcome: 'notMember' })
  })

  test('keeps the text before for those who left while it stood, and for nobody else', async () => {
    const message = await send(store, alice, { groupId }, { content: 'one' })
    await edit(message, 'two')
    expect((await stored(message))?.extra?.past).toBeUndefined()
    await removeMembers(store, groupId, [carol])
    expect(await store.conversations.member(groupId, carol)).toMatchObject({ leftChange: 1 })
    await edit(message, 'three')
    await edit(message, 'four')
    expect((await stored(message))?.extra?.past).toEqual([
      { until: 2, content: 'two', atIds: null, editedAt: 1_000_000 },
    ])
    await addMembers(store, groupId, [carol])
    expect(await store.conversations.member(groupId, carol)).toMatchObject({ leftChange: null })
  })
})

describe('reactions', () => {
  test('a heart from before emoji had one form is the same heart: counted with the others, given once, and taken away', async () => {
    const message = await send(store, alice, { peerId: bob })
    await react(message, bob, '❤')
    await react(message, alice, '❤\ufe0f')
    expect(await reactions(message)).toEqual([{ emoji: '❤', userIds: [bob, alice] }])
    expect(await react(message, bob, '❤\ufe0f')).toMatchObject({ outcome: 'repeated' })
    expect(await react(message, bob, '❤\ufe0f', false)).toMatchObject({ outcome: 'changed' })
    expect(await react(message, alice, '❤', false)).toMatchObject({ outcome: 'changed' })
    expect(await reactions(message)).toEqual([])
    await react(message, bob, '👁️‍🗨️'.replaceAll('\ufe0f', ''))
    expect(await react(message, bob, '👁️‍🗨️', false)).toMatchObject({ outcome: 'changed' })
  })

  test('are changes of their row: each person and emoji once, in the order of first use', async () => {
    const message = await send(store, alice, { peerId: bob })
    expect(await react(message, bob, '👍')).toMatchObject({ outcome: 'changed', message: { change: 1 } })
    expect(await react(message, bob, '👍')).toMatchObject({ outcome: 'repeated', message: { change: 1 } })
    await react(message, bob, '🎉')
    await react(message, alice, '👍')
    expect(await reactions(message)).toEqual([
      { emoji: '👍', userIds: [bob, alice] },
      { emoji: '🎉', userIds: [bob] },
    ])
    expect(await reactions(message, 2)).toEqual([
      { emoji: '👍', userIds: [bob] },
      { emoji: '🎉', userIds: [bob] },
    ])
    expect(await react(message, bob, '👍', false)).toMatchObject({ outcome: 'changed' })
    expect(await react(message, bob, '👍', false)).toMatchObject({ outcome: 'repeated' })
    expect(await reactions(message)).toEqual([
      { emoji: '🎉', userIds: [bob] },
      { emoji: '👍', userIds: [alice] },
    ])
  })

  test('are of so many kinds at most, and a kind that is there takes everybody', async () => {
    const message = await send(store, alice, { groupId })
    await react(message, alice, '1️⃣', true, 2)
    await react(message, alice, '2️⃣', true, 2)
    expect(await react(message, bob, '3️⃣', true, 2)).toEqual({ outcome: 'tooMany' })
    expect(await react(message, bob, '2️⃣', true, 2)).toMatchObject({ outcome: 'changed' })
    expect(await react(message, bob, '3️⃣', false, 2)).toMatchObject({ outcome: 'repeated' })
  })

  test('are not for strangers, those who left, or what was recalled', async () => {
    const message = await send(store, alice, { groupId })
    expect(await react(message, alice, '👍')).toMatchObject({ outcome: 'changed' })
    expect(await react(message, 999_999, '👍')).toEqual({ outcome: 'notMember' })
    await removeMembers(store, groupId, [bob])
    expect(await react(message, bob, '👍')).toEqual({ outcome: 'notMember' })
    expect(await react({ ...message, seq: 99 }, alice, '👍')).toEqual({ outcome: 'unknown' })
    await recall(message)
    expect(await react(message, alice, '👍')).toEqual({ outcome: 'recalled' })
    expect(await reactions(message)).toEqual([])
  })
})

describe('mentions', () => {
  test('are of those who are in the conversation, each once', async () => {
    await removeMembers(store, groupId, [carol])
    expect(await send(store, alice, { groupId }, { atIds: [bob, carol, bob, 999_999, 0] })).toMatchObject({
      atIds: [bob, 0],
    })
    expect(await send(store, alice, { groupId }, { atIds: [carol] })).toMatchObject({ atIds: null })
    expect(await send(store, alice, { peerId: bob }, { atIds: [bob, carol] })).toMatchObject({ atIds: [bob] })
  })

  test('count exactly through reading, recalling, leaving and coming back', async () => {
    const mentions = async () => (await session(bob, groupId))?.mentions
    const first = await send(store, alice, { groupId }, { atIds: [bob, 0] })
    const second = await send(store, alice, { groupId }, { atIds: [0] })
    await send(store, bob, { peerId: alice })
    expect(await mentions()).toBe(2)
    await recall(second)
    expect(await mentions()).toBe(1)
    await store.messages.movePosition({ conversationId: groupId, userId: bob, seq: first.seq, isRead: true })
    expect(await mentions()).toBe(0)
    await send(store, carol, { groupId }, { atIds: [bob] })
    await removeMembers(store, groupId, [bob])
    await send(store, carol, { groupId }, { atIds: [0, bob] })
    expect(await mentions()).toBe(1)
    await addMembers(store, groupId, [bob])
    expect(await mentions()).toBe(0)
    await send(store, carol, { groupId }, { atIds: [bob] })
    expect(await mentions()).toBe(1)
    await send(store, bob, { groupId }, { atIds: [0] })
    expect(await mentions()).toBe(0)
  })
})

test('what the system says is neither recalled nor edited', async () => {
  const removed = await store.groups.remove(
    { groupId, by: alice, atLeast: 'manager', lineId: `line-${groupId}`, at: 5 },
    [carol],
  )
  const line = removed.outcome === 'done' ? removed.line?.message : undefined
  if (!line) throw new Error('no line')
  expect(await recall(line)).toEqual({ outcome: 'notYours' })
  expect(await edit(line, 'x')).toEqual({ outcome: 'notEditable' })
})

describe('changes', () => {
  test('of rows and of positions come together, whole and once, in portions of any size', async () => {
    for (const limit of [1, 2, 3, 50]) {
      const [from, to] = [(await createCast(store)).alice, (await createCast(store)).bob]
      const sent: Message[] = []
      for (let index = 0; index < 6; index++) sent.push(await send(store, from, { peerId: to }))
      const [first, second] = sent as [Message, Message]
      const { conversationId } = first
      const move = (seq: number, isRead: boolean) =>
        store.messages.movePosition({ conversationId, userId: to, seq, isRead })
      // many moves over few rows, so that a portion ends among them with fewer rows than it may have
      for (let seq = 1; seq <= 4; seq++) for (const isRead of [false, true]) await move(seq, isRead)
      await react(first, to, '👍')
      for (let seq = 5; seq <= 6; seq++) for (const isRead of [false, true]) await move(seq, isRead)
      await edit(second, 'edited')
      await react(second, to, '👍')
      const seen = new Set<number>()
      let change = 0
      for (let more = true; more;) {
        const portion = await store.messages.changedSince(conversationId, from, change, limit)
        for (const row of portion.rows) seen.add(row.seq)
        more = portion.change !== change
        change = portion.change
      }
      expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6])
      expect(change).toBe((await store.conversations.find(conversationId))?.lastChange)
    }
  })

  test('end where a reader’s knowledge ends', async () => {
    const message = await send(store, alice, { groupId })
    await edit(message, 'one')
    expect(await store.messages.changedSince(groupId, bob, 0, 50, 1)).toMatchObject({
      rows: [{ content: 'one' }],
      change: 1,
    })
    await edit(message, 'two')
    expect(await store.messages.changedSince(groupId, bob, 0, 50, 1)).toEqual({ rows: [], change: 1 })
  })
})
