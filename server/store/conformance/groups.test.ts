import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Acting, Joining } from '../groups.ts'
import type { MemberRole } from '../conversations.ts'
import type { Store } from '../store.ts'
import { createCast, createTestStore, send } from './test-store.ts'

let store: Store
let alice: number, bob: number, carol: number, mallory: number
let groupId: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** A group of alice with bob for each test. */
beforeEach(async () => {
  ;({ alice, bob, carol, mallory } = await createCast(store))
  const made = await store.groups.create({
    name: 'g',
    ownerId: alice,
    userIds: [bob],
    avatar: null,
    note: null,
    isPublic: false,
    needsApproval: false,
    lineId: randomUUID(),
    at: 1,
  })
  groupId = made.group.id
})

const by = (userId: number, atLeast: MemberRole = 'member', at = 5): Acting => ({
  groupId,
  by: userId,
  atLeast,
  lineId: randomUUID(),
  at,
})
const joining = (userIds: number[], more: Partial<Joining> = {}): Joining => ({
  userIds,
  limit: 10_000,
  freeFrom: null,
  isOwn: false,
  ...more,
})
const members = async () => (await store.conversations.memberIds(groupId)).userIds
const events = async () =>
  (await store.messages.inSpans(groupId, [{ from: 1, to: 99 }]))
    .reverse()
    .map(row => row.extra?.event?.what ?? row.content)
const line = async () => (await store.messages.inSpans(groupId, [{ from: 1, to: 99 }]))[0]

describe('a change and its line', () => {
  test('are one commit: the line is the first that newcomers read, and what who left does not read', async () => {
    const added = await store.groups.add(by(bob), joining([carol, alice, carol]))
    expect(added).toMatchObject({
      outcome: 'done',
      parts: [{ userId: carol, role: 'member', silencedUntil: 0 }],
      count: 3,
      line: {
        memberVersion: 2,
        message: {
          seq: 2,
          senderId: bob,
          extra: { event: { what: 'joined', byName: 'bob', users: [{ id: carol, name: 'carol' }], count: 1 } },
        },
      },
    })
    expect(await store.conversations.member(groupId, carol)).toMatchObject({ joinedSeq: 1, readSeq: 1 })
    const removed = await store.groups.remove(by(alice, 'manager'), [carol, mallory])
    expect(removed).toMatchObject({
      outcome: 'done',
      userIds: [carol],
      count: 2,
      line: { memberVersion: 3, message: { seq: 3 } },
    })
    expect(await store.conversations.member(groupId, carol)).toMatchObject({ leftSeq: 2 })
    expect(await events()).toEqual(['joined', 'joined', 'removed'])
  })

  test('the line counts for nobody as unread, moves nobody, and lies in order with messages', async () => {
    await send(store, alice, { groupId })
    await store.groups.add(by(alice), joining([carol]))
    await send(store, alice, { groupId })
    const sessions = await store.conversations.sessions(bob)
    expect(sessions[0]).toMatchObject({ unread: 2, conversation: { lastSeq: 4 }, member: { readSeq: 0 } })
    expect((await store.conversations.sessions(carol))[0]).toMatchObject({ unread: 1 })
  })

  test('where nothing changes, nothing is said', async () => {
    for (const change of [
      () => store.groups.add(by(alice), joining([bob])),
      () => store.groups.remove(by(alice), [mallory]),
      () => store.groups.edit(by(alice), { name: 'g', note: null }),
      () => store.groups.setManagers(by(alice, 'owner'), [bob], false),
      () => store.groups.muteAll(by(alice), false),
      () => store.groups.silence(by(alice), [bob], 0),
    ])
      expect(await change()).toMatchObject({ outcome: 'done', line: undefined })
    expect(await events()).toEqual(['joined'])
  })

  test('many come in at once; a line names the first 20', async () => {
    const ids = await store.users.createMany(
      Array.from({ length: 1500 }, (_, at) => ({
        username: `many-${groupId}-${at}`,
        trueName: `n${at}`,
        passwordHash: '-',
        createdAt: 1,
      })),
    )
    const added = await store.groups.add(by(alice), joining(ids))
    expect(added).toMatchObject({ outcome: 'done', count: 1502 })
    expect((await line())?.extra?.event).toMatchObject({ count: 1500 })
    expect((await line())?.extra?.event?.users).toHaveLength(20)
    expect(await store.groups.remove(by(alice), ids)).toMatchObject({ outcome: 'done', count: 2 })
  })
})

describe('who may', () => {
  test('nobody changes a group that is not there, that they are not in, that was dissolved, or with too low a role', async () => {
    expect(await store.groups.edit({ ...by(alice), groupId: -1 }, { name: 'x' })).toEqual({ outcome: 'noGroup' })
    expect(await store.groups.edit(by(mallory), { name: 'x' })).toEqual({ outcome: 'noGroup' })
    expect(await store.groups.edit(by(bob, 'manager'), { name: 'x' })).toEqual({ outcome: 'notAllowed' })
    expect(await store.groups.dissolve(by(bob, 'owner'))).toEqual({ outcome: 'notAllowed' })
    expect(await store.groups.dissolve(by(alice, 'owner'))).toMatchObject({
      outcome: 'done',
      isNew: true,
      group: { isDissolved: true },
    })
    expect(await store.groups.dissolve(by(alice, 'owner'))).toMatchObject({ outcome: 'done', isNew: false })
    expect(await store.groups.edit(by(alice), { name: 'x' })).toEqual({ outcome: 'dissolved' })
    expect(await store.groups.leave(by(bob))).toEqual({ outcome: 'dissolved' })
    expect(await store.groups.apply({ groupId, userId: carol, content: '', at: 5 })).toEqual({ outcome: 'dissolved' })
    expect(await events()).toEqual(['joined', 'dissolved'])
  })

  test('a direct conversation is no group', async () => {
    const { conversationId } = await send(store, alice, { peerId: bob })
    expect(await store.groups.edit({ ...by(alice), groupId: conversationId }, { name: 'x' })).toEqual({
      outcome: 'noGroup',
    })
  })

  test('nobody removes or mutes who is not lower than themselves', async () => {
    await store.groups.add(by(alice), joining([carol]))
    await store.groups.setManagers(by(alice, 'owner'), [bob, carol], true)
    for (const target of [alice, carol, bob]) {
      expect(await store.groups.remove(by(bob, 'manager'), [target])).toEqual({ outcome: 'notLower' })
      expect(await store.groups.silence(by(bob, 'manager'), [target], 9)).toEqual({ outcome: 'notLower' })
    }
    expect(await store.groups.silence(by(alice, 'manager'), [bob, carol], 9)).toMatchObject({
      outcome: 'done',
      parts: [
        { userId: bob, silencedUntil: 9 },
        { userId: carol, silencedUntil: 9 },
      ],
    })
    expect(await members()).toEqual([alice, bob, carol])
  })

  test('a role that was lost in the meantime counts for nothing', async () => {
    await store.groups.setManagers(by(alice, 'owner'), [bob], true)
    const [, second] = await Promise.all([
      store.groups.setManagers(by(alice, 'owner'), [bob], false),
      store.groups.edit(by(bob, 'manager'), { name: 'x' }),
    ])
    expect(second).toEqual({ outcome: 'notAllowed' })
    const [, third] = await Promise.all([
      store.groups.handOver(by(alice, 'owner'), bob),
      store.groups.dissolve(by(alice, 'owner')),
    ])
    expect(third).toEqual({ outcome: 'notAllowed' })
  })
})

describe('limits and approval', () => {
  test('a group takes all who come, or nobody where they are too many', async () => {
    expect(await store.groups.add(by(alice), joining([carol, mallory], { limit: 3 }))).toEqual({ outcome: 'full' })
    expect(await members()).toEqual([alice, bob])
    expect(await store.groups.add(by(alice), joining([carol, bob], { limit: 3 }))).toMatchObject({
      outcome: 'done',
      count: 3,
    })
  })

  test('of a hundred who join at once, no more come in than there is room', async () => {
    const ids = await store.users.createMany(
      Array.from({ length: 100 }, (_, at) => ({
        username: `joins-${groupId}-${at}`,
        trueName: `n${at}`,
        passwordHash: '-',
        createdAt: 1,
      })),
    )
    const outcomes = await Promise.all(
      ids.map(id => store.groups.add(by(alice), joining([id], { limit: 42, isOwn: true }))),
    )
    expect(outcomes.filter(each => each.outcome === 'done')).toHaveLength(40)
    expect((await members()).length).toBe(42)
    expect((await store.conversations.find(groupId))?.lastSeq).toBe(41)
  })

  test('where approval is asked for, only who need not ask lets people in', async () => {
    await store.groups.edit(by(alice, 'manager'), { needsApproval: true })
    expect(await store.groups.add(by(bob), joining([carol], { freeFrom: 'manager' }))).toEqual({
      outcome: 'needsApproval',
    })
    expect(await store.groups.add(by(alice), joining([carol], { isOwn: true }))).toEqual({ outcome: 'needsApproval' })
    expect(await store.groups.add(by(bob), joining([alice], { freeFrom: 'manager' }))).toMatchObject({
      outcome: 'done',
      parts: [],
    })
    expect(await store.groups.add(by(alice), joining([carol], { freeFrom: 'manager' }))).toMatchObject({
      outcome: 'done',
      parts: [{ userId: carol }],
    })
  })
})

describe('leaving and coming back', () => {
  test('the owner stays, who left is gone, who was never in is no member', async () => {
    expect(await store.groups.leave(by(alice))).toEqual({ outcome: 'owner' })
    expect(await store.groups.leave(by(bob))).toMatchObject({
      outcome: 'done',
      count: 1,
      line: { message: { extra: { event: { what: 'left' } } } },
    })
    expect(await store.groups.leave(by(bob))).toEqual({ outcome: 'gone' })
    expect(await store.groups.leave(by(mallory))).toEqual({ outcome: 'noGroup' })
  })

  test('a mute outlives leaving, a role does not', async () => {
    await store.groups.setManagers(by(alice, 'owner'), [bob], true)
    await store.groups.silence(by(alice), [bob], 900)
    await store.groups.leave(by(bob))
    await store.groups.add(by(alice), joining([bob]))
    expect(await store.groups.parts(groupId)).toEqual([
      { userId: alice, role: 'owner', silencedUntil: 0 },
      { userId: bob, role: 'member', silencedUntil: 900 },
    ])
    expect(await store.groups.leaderIds(groupId)).toEqual([alice])
    expect(
      await store.messages.append({
        id: randomUUID(),
        senderId: bob,
        to: { groupId },
        type: 1,
        content: 'x',
        fileId: null,
        atIds: null,
        sentAt: 899,
      }),
    ).toEqual({ outcome: 'silenced' })
    expect((await send(store, bob, { groupId }, { sentAt: 901 })).seq).toBe(6)
  })
})

describe('settings', () => {
  test('only what is given changes, and a new name is said', async () => {
    expect(await store.groups.edit(by(alice), { note: 'n', isPublic: true })).toMatchObject({
      line: undefined,
      isNew: true,
      group: { name: 'g', note: 'n', isPublic: true },
    })
    expect(await store.groups.edit(by(alice), { name: 'h' })).toMatchObject({
      line: { message: { content: 'alice 将群名修改为“h”' } },
      group: { name: 'h', note: 'n' },
    })
  })

  test('handing over makes the old owner a member; the new one may write', async () => {
    await store.groups.silence(by(alice), [bob], 900)
    expect(await store.groups.handOver(by(alice, 'owner'), mallory)).toEqual({ outcome: 'targetNotMember' })
    expect(await store.groups.handOver(by(alice, 'owner'), bob)).toMatchObject({
      outcome: 'done',
      group: { ownerId: bob },
      parts: [
        { userId: alice, role: 'member' },
        { userId: bob, role: 'owner', silencedUntil: 0 },
      ],
    })
    expect(await store.groups.leaderIds(groupId)).toEqual([bob])
  })

  test('a mute of all stops members at once, and nobody who leads', async () => {
    await store.groups.muteAll(by(alice), true)
    expect(
      await store.messages.append({
        id: randomUUID(),
        senderId: bob,
        to: { groupId },
        type: 1,
        content: 'x',
        fileId: null,
        atIds: null,
        sentAt: 9,
      }),
    ).toEqual({ outcome: 'muted' })
    await store.groups.setManagers(by(alice, 'owner'), [bob], true)
    await send(store, bob, { groupId })
    expect(await store.groups.list(bob)).toMatchObject([
      { group: { id: groupId, isMuted: true }, role: 'manager', count: 2 },
    ])
  })

  test('notices are kept newest first, until they are deleted', async () => {
    const first = await store.groups.publishNotice(by(alice), { content: 'one', url: null })
    await store.groups.publishNotice(by(alice, 'manager', 7), { content: 'two', url: 'https://example.com' })
    expect(await store.groups.notices(groupId)).toMatchObject([
      { content: 'two', url: 'https://example.com', sentAt: 7, senderId: alice },
      { content: 'one' },
    ])
    if (first.outcome !== 'done') throw new Error(first.outcome)
    expect(await store.groups.deleteNotice(by(bob, 'manager'), first.notice.id)).toEqual({ outcome: 'notAllowed' })
    expect(await store.groups.deleteNotice(by(alice), first.notice.id)).toMatchObject({ outcome: 'done' })
    expect(await store.groups.deleteNotice(by(alice), first.notice.id)).toEqual({ outcome: 'noNotice' })
    expect(await store.groups.notices(groupId)).toHaveLength(1)
  })
})

describe('applications', () => {
  const apply = async (userId: number, at = 5) => {
    const applied = await store.groups.apply({ groupId, userId, content: 'please', at })
    if (!('application' in applied)) throw new Error(applied.outcome)
    return applied.application
  }
  const decide = (id: number, userId: number, state: 3 | 4, limit = 10) =>
    store.groups.decide({ id, by: userId, state, limit, lineId: randomUUID(), at: 6 })
  const codes = async (userId: number) =>
    (await store.groups.applications(userId, 200)).map(({ userId: who, kind, state, isMine }) => ({
      who,
      kind,
      state,
      isMine,
    }))

  test('one is open at a time, for those who lead the group, until the person is in', async () => {
    const first = await apply(carol)
    expect(first).toMatchObject({ kind: 'apply', invitedBy: null, content: 'please', sentAt: 5, state: 0 })
    expect(await apply(carol, 9)).toEqual(first)
    await store.groups.setManagers(by(alice, 'owner'), [bob], true)
    for (const leader of [alice, bob])
      expect(await codes(leader)).toEqual([{ who: carol, kind: 'apply', state: 0, isMine: true }])
    expect(await codes(carol)).toEqual([])
    expect(await store.groups.countOpen(bob)).toBe(1)
    expect(await store.groups.openApplication(groupId, carol)).toEqual(first)
    await store.groups.add(by(bob), joining([carol]))
    expect(await store.groups.openApplication(groupId, carol)).toBeUndefined()
    expect(await store.groups.countOpen(alice)).toBe(0)
    expect(await store.groups.apply({ groupId, userId: carol, content: '', at: 9 })).toEqual({
      outcome: 'alreadyMember',
    })
    expect(await codes(carol)).toEqual([
      { who: carol, kind: 'invite', state: 4, isMine: false },
      { who: carol, kind: 'apply', state: 4, isMine: false },
    ])
  })

  test('of two who decide at once, one does', async () => {
    const { id } = await apply(carol)
    await store.groups.setManagers(by(alice, 'owner'), [bob], true)
    const [first, second] = await Promise.all([decide(id, alice, 4), decide(id, bob, 3)])
    expect(first).toMatchObject({
      outcome: 'done',
      application: { state: 4 },
      count: 3,
      line: { message: { content: 'carol 加入了群聊' } },
    })
    expect(second).toEqual({ outcome: 'closed' })
    expect(await decide(id, bob, 4)).toEqual({ outcome: 'repeated' })
    expect(await members()).toEqual([alice, bob, carol])
  })

  test('only who leads the group decides, and an agreed one lets nobody in twice', async () => {
    const { id } = await apply(carol)
    for (const other of [bob, carol]) expect(await decide(id, other, 4)).toEqual({ outcome: 'notYours' })
    expect(await decide(id, mallory, 4)).toEqual({ outcome: 'unknown' })
    expect(await decide(-1, alice, 4)).toEqual({ outcome: 'unknown' })
    expect(await decide(id, alice, 4, 2)).toEqual({ outcome: 'full' })
    expect(await decide(id, alice, 4)).toMatchObject({ outcome: 'done' })
    await store.groups.remove(by(alice), [carol])
    expect(await decide(id, alice, 4)).toEqual({ outcome: 'repeated' })
    expect(await members()).toEqual([alice, bob])
  })

  test('whom a member proposes is told when it comes true, not before', async () => {
    const proposed = await store.groups.propose(by(bob), [carol, alice])
    expect(proposed).toMatchObject({ outcome: 'done', applications: [{ userId: carol, invitedBy: bob }] })
    expect(await store.groups.propose(by(bob), [carol])).toMatchObject({ applications: [] })
    const id = 'applications' in proposed ? (proposed.applications[0]?.id ?? 0) : 0
    expect(await decide(id, alice, 3)).toMatchObject({ outcome: 'done', line: undefined })
    expect(await codes(carol)).toEqual([])
    const again = await store.groups.propose(by(bob), [carol])
    expect(await decide('applications' in again ? (again.applications[0]?.id ?? 0) : 0, alice, 4)).toMatchObject({
      line: { message: { content: 'bob 邀请 carol 加入了群聊' } },
    })
    expect(await codes(carol)).toEqual([{ who: carol, kind: 'apply', state: 4, isMine: false }])
  })

  test('dissolving refuses what is open', async () => {
    const { id } = await apply(carol)
    await store.groups.dissolve(by(alice, 'owner'))
    expect(await codes(carol)).toEqual([{ who: carol, kind: 'apply', state: 3, isMine: false }])
    expect(await decide(id, alice, 4)).toEqual({ outcome: 'closed' })
  })

  test('a list is cut after the newest', async () => {
    for (const [at, userId] of [carol, mallory].entries()) await apply(userId, 10 + at)
    expect((await store.groups.applications(alice, 1)).map(each => each.userId)).toEqual([mallory])
  })
})

describe('files', () => {
  test('come newest first, by type, within the spans, without recalled ones', async () => {
    const fileId = await store.files.create({
      ownerId: alice,
      name: 'a',
      extension: '',
      contentType: '',
      size: 1,
      playTime: 0,
      blob: 'a-blob',
      thumbBlob: null,
      createdAt: 1,
    })
    const file = (type: number) => send(store, alice, { groupId }, { type, fileId, content: '' })
    const sent = [await file(2), await file(3), await file(2), await file(2)]
    await send(store, alice, { groupId })
    const seqs = async (types: number[], from = 1, page = { skip: 0, size: 10 }) => {
      const { rows, total } = await store.groups.media(groupId, [{ from, to: 99 }], types, page)
      return [total, ...rows.map(row => row.seq)]
    }
    expect(await seqs([2])).toEqual([3, 5, 4, 2])
    expect(await seqs([2], 3)).toEqual([2, 5, 4])
    expect(await seqs([2], 1, { skip: 1, size: 1 })).toEqual([3, 4])
    expect(await seqs([3, 5])).toEqual([1, 3])
    await store.messages.recall({ conversationId: groupId, seq: sent[3]?.seq ?? 0, userId: alice, sentAfter: 0 })
    expect(await seqs([2])).toEqual([2, 4, 2])
    expect(await store.groups.media(groupId, [], [2], { skip: 0, size: 10 })).toEqual({ rows: [], total: 0 })
  })
})
