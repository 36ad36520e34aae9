import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { UserEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { createGroup } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import type { Groups } from './groups.ts'

let folder: string
let store: Store
let groups: Groups
let bus: ReturnType<typeof createInProcessBus>
let alice: number, bob: number, carol: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-owners-'))
  store = await openSqliteStore({ folder })
  bus = createInProcessBus()
  groups = createTestCore({
    store,
    bus,
    blobs: createFolderBlobs({ folder: join(folder, 'files') }),
    clock: () => 1,
  }).groups
  ;[alice, bob, carol] = (await store.users.createMany(
    ['alice', 'bob', 'carol'].map(name => ({ username: name, trueName: name, passwordHash: '-', createdAt: 1 })),
  )) as [number, number, number]
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const found = (ownerId: number, userIds: number[]) => createGroup(store, { ownerId, userIds })
const ownerOf = async (groupId: number) => (await store.conversations.group(groupId))?.ownerId

test('members hear of the new owner, and the line in the log is pushed to those in it', async () => {
  const groupId = await found(alice, [bob, carol])
  const heard = new Promise<{ userIds: readonly number[]; event: UserEvent }[]>(resolve => {
    const events: { userIds: readonly number[]; event: UserEvent }[] = []
    bus.onUsers((userIds, event) => {
      events.push({ userIds, event })
      if (event.type === 'message' && event.message.extra?.event?.what === 'owner') resolve(events)
    })
  })
  await store.users.change(alice, { isEnabled: false })
  expect(await groups.replaceDisabledOwners()).toBe(1)
  const events = await heard
  expect(events).toContainEqual({
    userIds: [alice, bob, carol],
    event: expect.objectContaining({
      change: expect.objectContaining({ what: 'info', groupId, group: expect.objectContaining({ ownerId: bob }) }),
    }),
  })
  expect(events).toContainEqual({
    userIds: [alice, bob, carol],
    event: expect.objectContaining({
      change: {
        what: 'members',
        groupId,
        members: [
          expect.objectContaining({ id: alice, role: 'member' }),
          expect.objectContaining({ id: bob, role: 'owner' }),
        ],
      },
    }),
  })
})

test('whoever disables an account, the word that people have changed is enough', async () => {
  const groupId = await found(alice, [bob])
  const line = new Promise<void>(resolve => {
    bus.onUsers((_, event) => {
      if (event.type === 'message' && event.message.extra?.event?.what === 'owner') resolve()
    })
  })
  await store.users.change(alice, { isEnabled: false })
  bus.toAll({ type: 'usersChanged', userIds: [alice] })
  await line
  expect(await ownerOf(groupId)).toBe(bob)
})

test('all groups of somebody are mended, however many, each once, and those of nobody but disabled people are left', async () => {
  const many: number[] = []
  for (let at = 0; at < 130; at++) many.push(await found(alice, [at % 2 ? bob : carol]))
  const alone = await found(alice, [])
  await store.users.change(alice, { isEnabled: false })
  const [first, second] = await Promise.all([groups.replaceDisabledOwners(), groups.replaceDisabledOwners()])
  expect([first, second]).toEqual([130, 0])
  expect(await Promise.all(many.map(ownerOf))).toEqual(many.map((_, at) => (at % 2 ? bob : carol)))
  expect(await ownerOf(alone)).toBe(alice)
  const lines = await Promise.all(many.map(id => store.messages.inSpans(id, [{ from: 1, to: 99 }])))
  expect(lines.every(rows => rows.filter(row => row.extra?.event?.what === 'owner').length === 1)).toBe(true)
})
