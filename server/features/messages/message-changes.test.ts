import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { addMembers, createTestStore, removeMembers } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from './scene.testing.ts'

const minute = 60_000
let store: Store
let scene: Scene
beforeEach(async () => {
  store = await createTestStore()
  scene = await createScene({ store, bus: createInProcessBus(), blobs: createFolderBlobs({ folder: '/nonexistent' }) })
})
afterEach(() => store[Symbol.asyncDispose]())

const refused = (failure: string) => expect.objectContaining({ failure })
const edit = (by: Scene['alice'], id: string, content = 'New', atIds?: number[]) =>
  scene.messages.edit(by, { id, content, atIds }, scene.url)
const react = (
  by: Scene['alice'],
  seq: number,
  emoji = '👍',
  state: 0 | 1 = 1,
  target: { miniType: 1100 | 1101; targetId: number } = scene.group,
) => scene.messages.react(by, { ...target, seq, emoji, state }, scene.url)

describe('a reply', () => {
  test('carries what it answers as that is now, in pushes and histories', async () => {
    const { alice, bob, carol } = scene
    const fileId = await scene.upload(alice)
    const original = await scene.send(alice, 'group', { type: 3, fileId, content: '' })
    await scene.next('message')
    await scene.send(bob, 'group', { replySeq: original.seq })
    expect((await scene.next('message')).event.quoted).toMatchObject({
      message: { id: original.id },
      sender: { name: 'alice' },
      file: { name: 'plan.pdf' },
    })
    const [row] = (await scene.read(carol, 'group')).data
    expect(row?.reply).toEqual({
      seq: original.seq,
      id: original.id,
      senderId: alice.user.id,
      name: 'alice',
      type: 3,
      content: 'plan.pdf',
      state: 0,
    })
    await scene.messages.recall(alice, original, 'group', scene.url)
    expect((await scene.read(carol, 'group')).data[0]?.reply).toMatchObject({
      seq: original.seq,
      content: '',
      state: 6,
    })
  })

  test('answers only what its sender can read, in that conversation', async () => {
    const { alice, bob, carol, mallory } = scene
    await removeMembers(store, scene.groupId, [carol.user.id])
    const { seq } = await scene.send(alice, 'group')
    await scene.send(bob, 'group', { replySeq: seq })
    await addMembers(store, scene.groupId, [carol.user.id])
    for (const attempt of [
      scene.send(carol, 'group', { replySeq: seq }),
      scene.send(bob, 'group', { replySeq: 99 }),
      scene.send(bob, 'group', { replySeq: 0 }),
      scene.send(bob, alice, { replySeq: seq }),
      scene.send(mallory, 'group', { replySeq: seq }),
    ])
      await expect(attempt).rejects.toEqual(refused('message.unknown'))
  })
})

describe('an edit', () => {
  test('of the text alone keeps the mentions whose names still stand in it', async () => {
    const { alice, bob, carol } = scene
    const { id } = await scene.send(alice, 'group', {
      content: '@bob and @carol: tomorrow',
      atIds: [bob.user.id, carol.user.id],
    })
    expect(await edit(alice, id, '@carol: the day after')).toMatchObject({ atIds: String(carol.user.id) })
    expect(await edit(alice, id, 'To @carolina @bob')).toMatchObject({ atIds: null })
    const { id: all } = await scene.send(alice, 'group', { content: '@所有人 @bob 开会', atIds: [0, bob.user.id] })
    expect(await edit(alice, all, '@所有人 改到三点，@bob 订会议室')).toMatchObject({ atIds: `0,${bob.user.id}` })
    expect(await edit(alice, all, '@所有人 @bob', [])).toMatchObject({ atIds: null })
  })

  test('changes the text for everyone who may read it, and says when', async () => {
    const { alice, bob, carol, clock } = scene
    const { id, seq } = await scene.send(alice, 'group', { atIds: [bob.user.id] })
    await removeMembers(store, scene.groupId, [carol.user.id])
    clock.now += minute
    expect(await edit(alice, id, 'New', [0])).toMatchObject({
      content: 'New',
      editTime: clock.now,
      change: 1,
      seq,
      atIds: '0',
      state: 2,
    })
    const { userIds, event } = await scene.next('messageChanged')
    expect(userIds).toEqual([alice.user.id, bob.user.id])
    expect(event).toMatchObject({
      message: { content: 'New', change: 1 },
      sender: { name: 'alice' },
      group: { name: 'Plan' },
    })
    await edit(alice, id, 'New', [0])
    expect((await scene.read(bob, 'group')).data).toMatchObject([{ content: 'New', change: 1 }])
  })

  test('is refused by name', async () => {
    const { alice, bob, mallory, clock } = scene
    const { id } = await scene.send(bob, alice)
    expect(await edit(bob, id)).toMatchObject({ content: 'New' })
    await expect(edit(alice, id)).rejects.toEqual(refused('message.notEditable'))
    await expect(edit(mallory, id)).rejects.toEqual(refused('message.unknown'))
    await expect(edit(bob, 'nothing')).rejects.toEqual(refused('message.unknown'))
    await expect(edit(bob, id, ' \n')).rejects.toEqual(refused('message.empty'))
    const file = await scene.send(bob, alice, { type: 3, fileId: await scene.upload(bob) })
    await expect(edit(bob, file.id)).rejects.toEqual(refused('message.notEditable'))
    clock.now += 61 * minute
    await expect(edit(bob, id)).rejects.toEqual(refused('message.editTooLate'))
    const late = await scene.send(bob, alice)
    await scene.messages.recall(bob, late, 'direct', scene.url)
    await expect(edit(bob, late.id)).rejects.toEqual(refused('message.recalled'))
    const inGroup = await scene.send(bob, 'group')
    await removeMembers(store, scene.groupId, [bob.user.id])
    await expect(edit(bob, inGroup.id)).rejects.toEqual(refused('conversation.notMember'))
  })
})

describe('a reaction', () => {
  test('is on the row for everyone, and a push has the exact state of it', async () => {
    const { alice, bob } = scene
    const { id, seq } = await scene.send(alice, bob)
    await scene.messages.receipt(bob, { id, state: 2 }, null)
    const row = await react(bob, seq, '👍', 1, scene.with(alice))
    expect(row).toMatchObject({ id, state: 2, reactions: [{ emoji: '👍', userIds: [bob.user.id] }] })
    expect(await scene.next('messageChanged')).toMatchObject({
      userIds: [alice.user.id, bob.user.id],
      event: { state: 2, reactions: row.reactions },
    })
    expect(await react(bob, seq, '👍', 1, scene.with(alice))).toEqual(row)
    expect((await react(bob, seq, '👍', 0, scene.with(alice))).reactions).toEqual([])
    expect((await scene.read(alice, bob)).data[0]?.reactions).toEqual([])
  })

  test('is refused by name', async () => {
    const { alice, bob, carol, mallory } = scene
    const { id, seq } = await scene.send(alice, 'group')
    await react(bob, seq)
    await expect(react(mallory, seq)).rejects.toEqual(refused('group.unknown'))
    await expect(react(bob, 99)).rejects.toEqual(refused('message.unknown'))
    await expect(react(bob, seq, '👍', 1, { miniType: 1101, targetId: 999_999 })).rejects.toEqual(
      refused('group.unknown'),
    )
    await expect(react(bob, seq, '👍', 1, { miniType: 1100, targetId: 999_999 })).rejects.toEqual(
      refused('user.unknown'),
    )
    await expect(react(bob, 1, '👍', 1, scene.with(carol))).rejects.toEqual(refused('message.unknown'))
    for (let kind = 1; kind < 20; kind++) await react(bob, seq, `[/${kind}]`)
    await expect(react(carol, seq, '🎉')).rejects.toEqual(refused('message.tooManyReactions'))
    await removeMembers(store, scene.groupId, [carol.user.id])
    await expect(react(carol, seq)).rejects.toEqual(refused('conversation.notMember'))
    await scene.messages.recall(alice, { id }, 'group', scene.url)
    await expect(react(bob, seq)).rejects.toEqual(refused('message.recalled'))
    expect((await scene.read(bob, 'group')).data[0]?.reactions).toEqual([])
  })
})

describe('who has left', () => {
  test('reads what stood when they left, and is told of no later change', async () => {
    const { alice, bob, carol, groupId } = scene
    const first = await scene.send(alice, 'group', { content: 'first' })
    const second = await scene.send(alice, 'group', { content: 'second', replySeq: first.seq })
    await react(carol, first.seq)
    await edit(alice, first.id, 'first edited')
    await removeMembers(store, groupId, [carol.user.id])
    const before = await scene.read(carol, 'group')
    expect(before).toMatchObject({
      change: 2,
      data: [{ content: 'second' }, { content: 'first edited', reactions: [{ userIds: [carol.user.id] }] }],
    })

    await edit(alice, first.id, 'a secret')
    await react(bob, first.seq)
    await react(bob, second.seq, '🎉')
    expect((await scene.read(bob, 'group')).data).toMatchObject([
      { reply: { content: 'a secret' }, reactions: [{ emoji: '🎉' }] },
      { content: 'a secret', reactions: [{ userIds: [carol.user.id, bob.user.id] }] },
    ])
    const after = await scene.read(carol, 'group')
    expect(after.data.every(row => row.change <= 2)).toBe(true)
    expect({ ...after, data: after.data.map(row => ({ ...row, change: 0 })) }).toEqual({
      ...before,
      data: before.data.map(row => ({ ...row, change: 0 })),
    })
    expect(await scene.read(carol, 'group', { afterChange: 2 })).toMatchObject({ data: [], change: 2 })
    expect((await scene.conversations.sessions(carol, scene.url)).find(row => row.miniType === 1101)).toMatchObject({
      change: 2,
      content: 'second',
    })

    await scene.messages.recall(alice, first, 'group', scene.url)
    expect((await scene.read(carol, 'group')).data).toMatchObject([
      { reply: { content: '', state: 6 } },
      { content: '', state: 6, reactions: [] },
    ])
    await addMembers(store, groupId, [carol.user.id])
    expect((await scene.read(carol, 'group')).data.at(-2)).toMatchObject({
      content: 'second',
      reactions: [{ emoji: '🎉' }],
    })
  })
})
