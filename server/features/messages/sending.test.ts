import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { Bus } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { addMembers, befriend, createTestStore, removeMembers } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from './scene.testing.ts'

let store: Store
let bus: Bus
let scene: Scene
beforeEach(async () => {
  store = await createTestStore()
  bus = createInProcessBus()
  scene = await createScene({ store, bus, blobs: createFolderBlobs({ folder: '/nonexistent' }) })
})
afterEach(() => store[Symbol.asyncDispose]())

const refused = (failure: string) => expect.objectContaining({ failure })

test('a message sent again gets the first answer, also when it could not be sent any more', async () => {
  const { alice, mallory } = scene
  const userIds = [alice.user.id, mallory.user.id]
  await befriend(store, alice.user.id, mallory.user.id)
  bus.toAll({ type: 'reachChanged', userIds })
  const first = await scene.send(alice, mallory, { id: 'greeting' })
  await store.friends.unfriend(alice.user.id, mallory.user.id)
  bus.toAll({ type: 'reachChanged', userIds })
  expect(await scene.send(alice, mallory, { id: 'greeting' })).toEqual(first)
  await expect(scene.send(alice, mallory, { id: 'another' })).rejects.toEqual(refused('user.notReachable'))
})

test('to a colleague whose account is disabled nothing is sent, and the answer says why; who was never reached says no more than before', async () => {
  const { alice, bob, mallory } = scene
  const greeting = await scene.send(alice, bob, { id: 'greeting' })
  const answer = await scene.send(bob, alice)
  for (const { user } of [bob, mallory]) await store.users.change(user.id, { isEnabled: false })
  bus.toAll({ type: 'usersChanged', userIds: [bob.user.id, mallory.user.id] })
  await expect(scene.send(alice, bob)).rejects.toEqual(refused('user.disabled'))
  await expect(scene.send(alice, mallory)).rejects.toEqual(refused('user.notReachable'))
  expect(await scene.send(alice, bob, { id: 'greeting' })).toEqual(greeting)
  await expect(scene.messages.edit(alice, { id: greeting.id, content: 'hi' }, scene.url)).rejects.toEqual(
    refused('user.disabled'),
  )
  await expect(
    scene.messages.react(alice, { ...scene.with(bob), seq: answer.seq, emoji: '👍', state: 1 }, scene.url),
  ).rejects.toEqual(refused('user.disabled'))
  expect((await scene.read(alice, bob)).data.map(row => row.seq)).toEqual([2, 1])
  await store.users.change(bob.user.id, { isEnabled: true })
  bus.toAll({ type: 'usersChanged', userIds: [bob.user.id] })
  expect(await scene.send(alice, bob)).toMatchObject({ seq: 3 })
})

test("who copies the id of somebody's message draws neither a recall nor a receipt to it", async () => {
  const { alice, bob, carol } = scene
  const important = await scene.send(bob, 'group', { content: 'Important' })
  const spam = await scene.send(carol, 'group', { id: important.id, content: 'Spam' })
  await scene.messages.recall(alice, spam, 'group', scene.url)
  expect((await scene.read(alice, 'group')).data.map(row => row.content)).toEqual(['', 'Important'])

  const shown = await scene.send(bob, 'group')
  await scene.send(carol, alice, { id: shown.id })
  await scene.messages.receipt(alice, { id: shown.id, senderId: bob.user.id, state: 2 }, null)
  expect((await store.conversations.member(scene.groupId, alice.user.id))?.readSeq).toBe(shown.seq)
})

test('who has left does not see who reads on', async () => {
  const { alice, bob, carol } = scene
  const { id } = await scene.send(bob, 'group')
  expect(await scene.messages.history.readList(bob, id, scene.url)).toMatchObject({ readCount: 0, unreadCount: 2 })
  await removeMembers(store, scene.groupId, [bob.user.id])
  await scene.messages.receipt(carol, { id, state: 2 }, null)
  expect(await scene.messages.history.readList(alice, id, scene.url)).toMatchObject({
    readUsers: [{ id: carol.user.id }],
  })
  await expect(scene.messages.history.readList(bob, id, scene.url)).rejects.toEqual(refused('conversation.notMember'))
})

test('who was removed moves nobody by the time of what was said after, and hears nothing of it', async () => {
  const { alice, bob, carol, clock } = scene
  await scene.send(alice, 'group', { content: 'before' })
  await removeMembers(store, scene.groupId, [bob.user.id])
  clock.now += 60_000
  await scene.send(carol, 'group', { content: 'after' })
  clock.now += 60_000
  scene.heard.length = 0
  const { groupId } = scene
  for (const state of [1, 2])
    await scene.messages.receipt(bob, { miniType: 1101, receiverId: groupId, endTime: clock.now, state }, null)
  const receipts = scene.heard.flatMap(({ userIds, event }) => (event.type === 'receipt' ? [{ userIds, event }] : []))
  expect(receipts.map(({ event }) => event.receipt.senderId)).toEqual([alice.user.id, alice.user.id])
  expect(receipts.flatMap(({ userIds }) => userIds)).not.toContain(carol.user.id)
})

test('who came back moves nobody by what was said while they were away', async () => {
  const { alice, bob, carol, clock } = scene
  await scene.send(alice, 'group', { content: 'before' })
  await removeMembers(store, scene.groupId, [bob.user.id])
  clock.now += 60_000
  await scene.send(carol, 'group', { content: 'between' })
  await addMembers(store, scene.groupId, [bob.user.id])
  scene.heard.length = 0
  await scene.messages.receipt(bob, { miniType: 1101, receiverId: scene.groupId, endTime: clock.now, state: 2 }, null)
  expect(scene.heard.flatMap(({ event }) => (event.type === 'receipt' ? [event.receipt.senderId] : []))).not.toContain(
    carol.user.id,
  )
})

test('who was removed is not told who reads what they wrote before', async () => {
  const { bob, carol } = scene
  const { id } = await scene.send(bob, 'group')
  await removeMembers(store, scene.groupId, [bob.user.id])
  scene.heard.length = 0
  await scene.messages.receipt(carol, { id, state: 2 }, null)
  expect(scene.heard.flatMap(({ userIds, event }) => (event.type === 'receipt' ? [...userIds] : []))).toEqual([
    carol.user.id,
  ])
})

test('managers recall what others wrote, after the window too; a member does not', async () => {
  const { alice, bob, carol, clock } = scene
  const { id } = await scene.send(alice, 'group', { content: 'of the owner' })
  clock.now += 24 * 60 * 60_000
  await expect(scene.messages.recall(carol, { id }, 'group', scene.url)).rejects.toEqual(refused('message.notYours'))
  await store.groups.setManagers(
    { groupId: scene.groupId, by: alice.user.id, atLeast: 'owner', lineId: 'line', at: clock.now },
    [bob.user.id],
    true,
  )
  expect(await scene.messages.recall(bob, { id }, 'group', scene.url)).toMatchObject({
    state: 6,
    content: '',
    recallerId: bob.user.id,
  })
})
