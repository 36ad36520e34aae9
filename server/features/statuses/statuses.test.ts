import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setStatus } from '../../../contract/statuses.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { befriend } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import { createStatuses } from './statuses.ts'
import type { StatusesFeature } from './statuses.ts'

let folder: string
let store: Store
let statuses: StatusesFeature
let told: unknown[]
let time: number
let cast: Record<'alice' | 'bob' | 'mallory', User>
let change: (userId: number, part: { isEnabled: boolean }) => Promise<void>

async function person(username: string): Promise<User> {
  const id = await store.users.create({ username, trueName: username, passwordHash: 'none', createdAt: 1 })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  return user
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-statuses-'))
  store = await openSqliteStore({ folder })
  const bus = createInProcessBus()
  const { people } = createTestCore({ store, bus, blobs: createFolderBlobs({ folder: join(folder, 'files') }) })
  ;[time, told] = [1000, []]
  bus.onAll(event => {
    if (event.type === 'statusChanged') told.push(event.status)
  })
  statuses = createStatuses({ store, bus, people, clock: () => time })
  cast = { alice: await person('alice'), bob: await person('bob'), mallory: await person('mallory') }
  await befriend(store, cast.alice.id, cast.bob.id)
  change = async (userId, part) => {
    await store.users.change(userId, part)
    bus.toAll({ type: 'usersChanged', userIds: [userId] })
  }
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('a status is seen by friends and oneself until its end, and by nobody else', async () => {
  const { alice, bob, mallory } = cast
  const seenBy = async (viewer: User) => (await statuses.of(viewer, [alice.id, bob.id, 404])).map(({ text }) => text)
  expect(await seenBy(bob)).toEqual([])
  await statuses.set(alice, { emoji: '📅', text: '会议中', endsAt: 2000 })
  expect([await seenBy(bob), await seenBy(alice), await seenBy(mallory)]).toEqual([['会议中'], ['会议中'], []])
  time = 1999
  expect(await seenBy(bob)).toEqual(['会议中'])
  time = 2000
  expect(await seenBy(bob)).toEqual([])
})

test('what is set is told, what is taken back too, and an end that has passed is refused', async () => {
  const { alice, bob } = cast
  const own = { emoji: '', text: '外出', endsAt: null }
  expect(await statuses.set(alice, own)).toEqual({ userId: alice.id, ...own })
  await expect(statuses.set(alice, { ...own, endsAt: 1000 })).rejects.toMatchObject({ failure: 'status.ended' })
  expect(await statuses.of(bob, [alice.id])).toHaveLength(1)
  expect(await statuses.set(alice, { emoji: '', text: '', endsAt: 5 })).toBeNull()
  expect(await statuses.of(bob, [alice.id])).toEqual([])
  expect(told).toEqual([{ userId: alice.id, ...own }, null])
})

test('whose account is disabled says nothing any more', async () => {
  const { alice, bob } = cast
  await statuses.set(alice, { emoji: '🌴', text: '', endsAt: null })
  expect(await statuses.of(bob, [alice.id])).toHaveLength(1)
  await change(alice.id, { isEnabled: false })
  expect(await statuses.of(bob, [alice.id])).toEqual([])
})

test('a status is one emoji and fifty signs as people see them, on one line that can be seen', () => {
  const body = (given: object) => setStatus.body?.safeParse(given)
  const family = '👨‍👩‍👧‍👦'
  expect(body({ emoji: family, text: family.repeat(limit) })?.data).toMatchObject({ emoji: family })
  expect(body({})?.data).toEqual({ emoji: '', text: '' })
  for (const wrong of [
    { text: '字'.repeat(51) },
    { text: '\u200b' },
    { text: '一\n二' },
    { text: 'a\u202eb' },
    { text: `a${'\u0301'.repeat(501)}` },
    { emoji: '📅📅' },
    { emoji: 'x' },
    { emoji: '[/微笑]' },
  ])
    expect(body(wrong)?.success, JSON.stringify(wrong)).toBe(false)
})
/** A family has eleven characters: so many stay within what is kept. */
const limit = 45
