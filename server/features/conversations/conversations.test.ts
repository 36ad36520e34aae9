import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestStore } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from '../messages/scene.testing.ts'

let store: Store
let scene: Scene
beforeEach(async () => {
  store = await createTestStore()
  scene = await createScene({ store, bus: createInProcessBus(), blobs: createFolderBlobs({ folder: '/nonexistent' }) })
})
afterEach(() => store[Symbol.asyncDispose]())

const refused = (failure: string) => expect.objectContaining({ failure })
const settings = () => scene.next('conversationChanged')
const rowOf = async (by: Scene['alice'], of: Scene['alice']) =>
  (await scene.conversations.sessions(by, scene.url)).find(row => row.miniType === 1100 && row.senderId === of.user.id)

test('setting answers the row after, and tells one’s own devices once', async () => {
  const { alice, bob } = scene
  await scene.send(alice, bob)
  const row = await scene.conversations.set(bob, { ...scene.with(alice), top: 1, mute: 1, unread: 1 }, scene.url)
  expect(row).toMatchObject({ senderId: alice.user.id, top: 1, mute: 1, marked: 1, count: 1, readSeq: 0 })
  expect(row).toEqual(await rowOf(bob, alice))
  expect(await settings()).toMatchObject({
    userIds: [bob.user.id],
    event: {
      change: {
        what: 'settings',
        ...scene.with(alice),
        isPinned: true,
        notify: 'mentions',
        isMarked: true,
        isHidden: false,
        readSeq: 0,
      },
    },
  })
  await scene.conversations.set(bob, { ...scene.with(alice), top: 1 }, scene.url)
  await scene.conversations.set(bob, { ...scene.with(alice), unread: 0 }, scene.url)
  expect((await settings()).event.change).toMatchObject({ isMarked: false, isPinned: true })
  expect(await rowOf(alice, bob)).toMatchObject({ top: 0, mute: 0, marked: 0 })
})

test('reading takes the mark away, and one’s other devices hear of it', async () => {
  const { alice, bob } = scene
  const { id } = await scene.send(alice, bob)
  await scene.messages.receipt(bob, { id, state: 2 }, null)
  await scene.conversations.set(bob, { ...scene.with(alice), unread: 1 }, scene.url)
  await settings()
  await scene.messages.receipt(bob, { id, state: 2 }, null)
  expect((await settings()).event.change).toMatchObject({ ...scene.with(alice), isMarked: false, readSeq: 1 })
  expect(await rowOf(bob, alice)).toMatchObject({ marked: 0, count: 0 })
})

test('hiding reads everything, tells the writer, and lasts until the next message', async () => {
  const { alice, bob } = scene
  const { id } = await scene.send(alice, bob)
  await scene.conversations.hide(bob, scene.with(alice))
  expect(await scene.next('receipt')).toMatchObject({
    userIds: [alice.user.id, bob.user.id],
    event: { receipt: { id, state: 2 } },
  })
  expect((await settings()).event.change).toMatchObject({ isHidden: true, readSeq: 1 })
  expect(await rowOf(bob, alice)).toBeUndefined()
  expect(await rowOf(alice, bob)).toMatchObject({ state: 2 })
  await scene.send(alice, bob)
  expect(await rowOf(bob, alice)).toMatchObject({ count: 1 })
})

test('what is not there, or not one’s own, is refused', async () => {
  const { alice, bob, mallory } = scene
  await scene.send(alice, bob)
  expect(await scene.conversations.set(bob, scene.group, scene.url)).toMatchObject({ receiverId: scene.groupId })
  for (const by of [
    (target: Parameters<Scene['conversations']['hide']>[1]) =>
      scene.conversations.set(mallory, { ...target, top: 1 }, scene.url),
    (target: Parameters<Scene['conversations']['hide']>[1]) => scene.conversations.hide(mallory, target),
  ]) {
    await expect(by(scene.group)).rejects.toEqual(refused('conversation.unknown'))
    await expect(by(scene.with(alice))).rejects.toEqual(refused('conversation.unknown'))
    await expect(by({ miniType: 1100, targetId: 999_999 })).rejects.toEqual(refused('conversation.unknown'))
    await expect(by({ miniType: 1101, targetId: 999_999 })).rejects.toEqual(refused('conversation.unknown'))
  }
})
