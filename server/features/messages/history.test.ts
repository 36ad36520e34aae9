import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestStore, removeMembers } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from './scene.testing.ts'

let store: Store
let scene: Scene
beforeEach(async () => {
  store = await createTestStore()
  scene = await createScene({ store, bus: createInProcessBus(), blobs: createFolderBlobs({ folder: '/nonexistent' }) })
})
afterEach(() => store[Symbol.asyncDispose]())

const hour = 3_600_000

test('a log is read from a moment on: what was sent then or next, and nothing that may not be read', async () => {
  const { alice, bob, carol, clock, groupId } = scene
  const start = clock.now
  for (const content of ['at one', 'at two', 'at three']) {
    clock.now += hour
    await scene.send(alice, 'group', { content })
    await scene.send(alice, bob, { content })
  }
  const from = async (by: typeof bob, of: typeof alice | 'group', hours: number, size = 1) =>
    (await scene.read(by, of, { fromTime: start + hours * hour, size })).data.map(row => row.content)

  for (const of of ['group', alice] as const) {
    expect(await from(bob, of, 2)).toEqual(['at two'])
    expect(await from(bob, of, 1.5)).toEqual(['at two'])
    expect(await from(bob, of, 0, 2)).toEqual(['at two', 'at one'])
    expect(await from(bob, of, 4)).toEqual([])
  }
  await removeMembers(store, groupId, [carol.user.id])
  clock.now += hour
  await scene.send(alice, 'group', { content: 'without carol' })
  expect(await from(bob, 'group', 3.5)).toEqual(['without carol'])
  expect(await from(carol, 'group', 3.5)).toEqual([])
})
