import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Draft, Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers } from './test-store.ts'

let store: Store
let alice: number
let bob: number
let carol: number
let count = 0

const draft = (senderId: number, to: Draft['to'], part: Partial<Draft> = {}): Draft => ({
  id: `m${++count}`,
  senderId,
  to,
  type: 1,
  content: '你好',
  fileId: null,
  atIds: null,
  sentAt: 1000 + count,
  ...part,
})

async function append(senderId: number, to: Draft['to'], part: Partial<Draft> = {}): Promise<Message> {
  const appended = await store.messages.append(draft(senderId, to, part))
  if (!('message' in appended)) throw new Error(appended.outcome)
  return appended.message
}

beforeEach(async () => {
  store = await createTestStore()
  ;({ alice, bob, carol } = await createCast(store))
})
afterEach(() => store[Symbol.asyncDispose]())

describe('appending', () => {
  it('numbers a conversation from 1 without gaps, in the order handed in, whoever writes', async () => {
    const messages = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0 ? append(alice, { peerId: bob }) : append(bob, { peerId: alice }),
      ),
    )
    expect(messages.map(message => message.seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    const conversation = await store.conversations.findDirect(bob, alice)
    const stored = await store.messages.inSpans(conversation?.id ?? 0, [{ from: 1, to: 100 }])
    expect(stored.toReversed()).toEqual(messages)
  })

  it('gives the first answer to a repeat, in the same commit and later, wherever it goes', async () => {
    const first = draft(alice, { peerId: bob })
    const [one, two] = await Promise.all([
      store.messages.append(first),
      store.messages.append({ ...first, content: 'other' }),
    ])
    const three = await store.messages.append({ ...first, to: { peerId: carol }, content: 'third' })
    expect(one.outcome).toBe('stored')
    expect(two).toMatchObject({ outcome: 'repeated', message: { seq: 1, content: '你好', receiverId: bob } })
    expect(three).toMatchObject({ outcome: 'repeated', message: { seq: 1, content: '你好', receiverId: bob } })
    expect((await append(alice, { peerId: bob })).seq).toBe(2)
  })

  it('takes the same id from two people', async () => {
    await append(alice, { peerId: bob }, { id: 'same' })
    expect((await append(bob, { peerId: alice }, { id: 'same' })).seq).toBe(2)
    expect(await store.messages.findById('same')).toHaveLength(2)
  })

  it('never lets times go back along the log', async () => {
    await append(alice, { peerId: bob }, { sentAt: 5000 })
    expect((await append(alice, { peerId: bob }, { sentAt: 4000 })).sentAt).toBe(5000)
  })

  it('refuses who is not, or no more, in the group, and an unknown group', async () => {
    const groupId = await createGroup(store, { ownerId: alice, userIds: [bob] })
    await append(bob, { groupId })
    await removeMembers(store, groupId, [bob])
    expect(await store.messages.append(draft(bob, { groupId }))).toEqual({ outcome: 'notMember' })
    expect(await store.messages.append(draft(carol, { groupId }))).toEqual({ outcome: 'noGroup' })
    expect(await store.messages.append(draft(alice, { groupId: 999 }))).toEqual({ outcome: 'noGroup' })
  })

  it('names the member version that it was stored under', async () => {
    const groupId = await createGroup(store, { ownerId: alice, userIds: [bob] })
    const [before] = await Promise.all([
      store.messages.append(draft(alice, { groupId })),
      addMembers(store, groupId, [carol]),
    ])
    const after = await store.messages.append(draft(alice, { groupId }))
    const { version, userIds } = await store.conversations.memberIds(groupId)
    expect(userIds).toEqual([alice, bob, carol])
    expect(after).toMatchObject({ memberVersion: version })
    expect(before).toMatchObject({ memberVersion: version - 1 })
  })
})

describe('positions', () => {
  const unread = async (userId: number) => (await store.conversations.sessions(userId))[0]?.unread

  it('move forward only, not past the end, and count what is unread', async () => {
    const { conversationId } = await append(alice, { peerId: bob })
    await append(alice, { peerId: bob })
    await append(alice, { peerId: bob })
    expect(await unread(bob)).toBe(3)
    const move = (seq: number, isRead: boolean) =>
      store.messages.movePosition({ conversationId, userId: bob, seq, isRead })
    expect(await move(2, true)).toMatchObject({ readSeq: 2, deliveredSeq: 2, isNew: true })
    expect(await move(1, true)).toMatchObject({ readSeq: 2, isNew: false })
    expect(await move(99, false)).toMatchObject({ readSeq: 2, deliveredSeq: 3, isNew: true })
    expect(await unread(bob)).toBe(1)
    expect(await store.messages.movePosition({ conversationId, userId: carol, seq: 1, isRead: true })).toBeUndefined()
  })

  it('are moved by sending: what came before is read', async () => {
    await append(alice, { peerId: bob })
    await append(bob, { peerId: alice })
    expect(await unread(bob)).toBe(0)
    expect(await unread(alice)).toBe(1)
  })
})

describe('recalling', () => {
  it('empties the row, once, and it counts no more', async () => {
    const message = await append(alice, { peerId: bob })
    const recall = (userId: number, sentAfter: number) =>
      store.messages.recall({ conversationId: message.conversationId, seq: message.seq, userId, sentAfter })
    expect(await recall(bob, 0)).toEqual({ outcome: 'notYours' })
    expect(await recall(alice, message.sentAt + 1)).toEqual({ outcome: 'tooLate' })
    expect(await recall(alice, message.sentAt)).toMatchObject({
      outcome: 'recalled',
      message: { content: '', recalledBy: alice, change: 1 },
    })
    expect(await recall(alice, message.sentAt)).toMatchObject({ outcome: 'repeated' })
    expect((await store.conversations.sessions(bob))[0]).toMatchObject({
      unread: 0,
      last: { content: '', recalledBy: alice },
    })
  })

  it("is a group owner's right at any time", async () => {
    const groupId = await createGroup(store, { ownerId: alice, userIds: [bob] })
    const message = await append(bob, { groupId })
    expect(
      await store.messages.recall({ conversationId: groupId, seq: message.seq, userId: alice, sentAfter: Infinity }),
    ).toMatchObject({ outcome: 'recalled', message: { recalledBy: alice } })
  })
})

describe('changes', () => {
  it('tell the sender what the other side has read since, and both what was recalled', async () => {
    const first = await append(alice, { peerId: bob })
    const second = await append(alice, { peerId: bob })
    const { conversationId } = first
    await store.messages.movePosition({ conversationId, userId: bob, seq: 1, isRead: true })
    const one = await store.messages.changedSince(conversationId, alice, 0, 50)
    expect(one.rows.map(row => row.seq)).toEqual([1])
    await store.messages.recall({ conversationId, seq: second.seq, userId: alice, sentAfter: 0 })
    const two = await store.messages.changedSince(conversationId, alice, one.change, 50)
    expect(two.rows.map(row => [row.seq, row.recalledBy])).toEqual([[2, alice]])
    expect(await store.messages.changedSince(conversationId, alice, two.change, 50)).toEqual({
      rows: [],
      change: two.change,
    })
    expect((await store.messages.changedSince(conversationId, bob, 0, 50)).rows.map(row => row.seq)).toEqual([2])
  })

  it('tell that an answer read what came before it', async () => {
    const { conversationId } = await append(alice, { peerId: bob })
    await append(bob, { peerId: alice })
    expect((await store.messages.changedSince(conversationId, alice, 0, 50)).rows.map(row => row.seq)).toEqual([1])
  })

  it('come in portions that lose none', async () => {
    const sent = []
    for (let index = 0; index < 7; index++) sent.push(await append(alice, { peerId: bob }))
    const conversationId = sent[0]?.conversationId ?? 0
    for (const message of sent)
      await store.messages.recall({ conversationId, seq: message.seq, userId: alice, sentAfter: 0 })
    const seen: number[] = []
    let change = 0
    for (
      let portion = await store.messages.changedSince(conversationId, bob, 0, 3);
      portion.rows.length > 0;
      portion = await store.messages.changedSince(conversationId, bob, change, 3)
    ) {
      seen.push(...portion.rows.map(row => row.seq).reverse())
      change = portion.change
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})

it('finds the last place at or before a time', async () => {
  const { conversationId } = await append(alice, { peerId: bob }, { sentAt: 1000 })
  await append(alice, { peerId: bob }, { sentAt: 2000 })
  await append(alice, { peerId: bob }, { sentAt: 2000 })
  expect(await store.messages.seqAt(conversationId, 999)).toBe(0)
  expect(await store.messages.seqAt(conversationId, 1999)).toBe(1)
  expect(await store.messages.seqAt(conversationId, 2000)).toBe(3)
  expect(await store.messages.seqAt(conversationId, 9999)).toBe(3)
})

it('keeps everything over a restart, and goes on where it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-store-'))
  const first = await openSqliteStore({ folder })
  const cast = await createCast(first)
  const sent = await first.messages.append(draft(cast.alice, { peerId: cast.bob }, { id: 'kept' }))
  await first[Symbol.asyncDispose]()
  const second = await openSqliteStore({ folder })
  expect(await second.messages.findById('kept')).toEqual('message' in sent ? [sent.message] : [])
  expect(await second.messages.append(draft(cast.alice, { peerId: cast.bob }))).toMatchObject({ message: { seq: 2 } })
  await second[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})
