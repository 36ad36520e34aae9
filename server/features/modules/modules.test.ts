import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConversationChange, PushedNotice } from '../../../contract/frames.ts'
import { ModuleNoticePage } from '../../../contract/modules.ts'
import type { UserEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { urlsOn } from '../../lib/route.ts'
import { createCast, createTestStore, tester } from '../../store/conformance/test-store.ts'
import type { Module } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import { changeWire } from '../groups/wire.ts'
import { createRation } from '../../lib/ration.ts'
import { createModules } from './modules.ts'

const url = urlsOn('https://im.example')
let store: Store
let modules: ReturnType<typeof createModules>
let module: Module
let people: Record<'alice' | 'bob' | 'carol' | 'mallory', User>
let told: { userIds: readonly number[]; event: UserEvent }[]
let now: number

const userOf = async (id: number): Promise<User> => {
  const user = await store.users.find(id)
  if (!user) throw new Error(`no user ${id}`)
  return user
}
const createModule = async (name: string, companyId: number | null = null): Promise<Module> => {
  const found = await store.modules.find(
    await store.modules.create({ name, avatar: null, companyId, keyHash: name, createdAt: 1 }),
  )
  if (!found) throw new Error('no module')
  return found
}

beforeEach(async () => {
  store = await createTestStore()
  const cast = await createCast(store)
  people = {
    alice: await userOf(cast.alice),
    bob: await userOf(cast.bob),
    carol: await userOf(cast.carol),
    mallory: await userOf(cast.mallory),
  }
  module = await createModule('审批')
  const bus = createInProcessBus()
  told = []
  bus.onUsers((userIds, event) => {
    told.push({ userIds, event })
  })
  now = 1000
  modules = createModules({
    store,
    bus,
    config: { redirectOrigins: ['https://oa.example'] },
    ration: rationed(),
    clock: () => now++,
  })
})
afterEach(() => store[Symbol.asyncDispose]())

/** A business system has so many units a second; as many as it likes where none are given. */
function rationed(perSecond?: number) {
  const rates = perSecond === undefined ? undefined : { person: 1, network: 1, module: perSecond }
  return createRation(rates, () => 0)
}

const send = (users: readonly number[], more: { code?: string; content?: string; url?: string; by?: Module } = {}) =>
  modules.send(more.by ?? module, {
    code: more.code,
    actionText: '待办',
    content: more.content ?? '请审批',
    url: more.url ?? null,
    targets: { userIds: users, departmentIds: [], companyIds: [] },
  })
const page = async (viewer: User, more: { moduleId?: number; page?: number; size?: number; isRead?: boolean } = {}) =>
  ModuleNoticePage.parse(await modules.notices(viewer, { moduleId: 1, page: 1, size: 20, ...more }, url))

test('a business system that sends without end is told to wait; others and repeats are not', async () => {
  const { alice } = people
  // 40 units: three notices of a little more than 10.
  modules = createModules({
    store,
    bus: createInProcessBus(),
    config: { redirectOrigins: [] },
    ration: rationed(1),
    clock: () => now++,
  })
  for (const code of ['1', '2', '3']) await send([alice.id], { code })
  await expect(send([alice.id], { code: '4' })).rejects.toMatchObject({
    failure: 'request.tooMany',
    retryAfter: expect.any(Number) as number,
  })
  expect(await send([alice.id], { code: '3' })).toMatchObject({ code: '3' })
  expect(await send([alice.id], { by: await createModule('考勤') })).toMatchObject({ receivers: 1 })
})

test('a notice reaches its receivers, with one frame for all of them, and nobody else', async () => {
  const { alice, bob, mallory } = people
  const notice = await send([alice.id, bob.id], { url: 'https://oa.example/tasks/7' })
  expect(notice.receivers).toBe(2)
  expect(told).toEqual([{ userIds: [alice.id, bob.id], event: { type: 'moduleNotice', notice } }])
  expect(PushedNotice.parse(modules.pushedNotice(notice, url))).toMatchObject({
    id: notice.id,
    senderName: '审批',
    state: 1,
    miniType: 11021,
    ticket: 1,
  })
  const { miniType, ...row } = PushedNotice.parse(modules.pushedNotice(notice, url))
  expect(miniType).toBe(11021)
  expect((await page(alice)).data).toEqual([row])
  expect((await page(mallory)).data).toEqual([])
})

test('the same code again, even at the same moment, gets the first answer and is told to nobody', async () => {
  const { alice, bob } = people
  const [first, meanwhile] = await Promise.all([
    send([alice.id], { code: 'task-7' }),
    send([bob.id], { code: 'task-7', content: 'other' }),
  ])
  const later = await send([bob.id], { code: 'task-7' })
  expect([meanwhile, later]).toEqual([first, first])
  expect(told).toHaveLength(1)
  expect((await page(bob)).totalElements).toBe(0)
  const other = await createModule('考勤')
  expect((await send([bob.id], { code: 'task-7', by: other })).id).not.toBe(first.id)
})

test('without a code each notice is one of its own', async () => {
  const [one, other] = [await send([people.alice.id]), await send([people.alice.id])]
  expect(one.code).not.toBe(other.code)
  expect((await page(people.alice)).totalElements).toBe(2)
})

test('a notice to thousands is told once it is whole, once to each, and its code is taken meanwhile', async () => {
  const many = await store.users.createMany(
    Array.from({ length: 1100 }, (_, at) => ({
      username: `many-${at}`,
      trueName: 'x',
      passwordHash: '-',
      createdAt: 1,
    })),
  )
  const sending = send(many, { code: 'all' })
  const [first, repeated] = await Promise.all([sending, send(many, { code: 'all' })])
  expect(repeated).toEqual(first)
  expect(first.receivers).toBe(1100)
  expect(told).toHaveLength(1)
  expect(told[0]?.userIds).toEqual(many)
  for (const id of [many[0] ?? 0, many[600] ?? 0, many[1099] ?? 0])
    expect((await page(await userOf(id))).totalElements).toBe(1)
})

test('a notice for nobody is refused, and keeps nothing', async () => {
  await store.users.change(people.bob.id, { isEnabled: false })
  await expect(send([people.bob.id, 9999], { code: 'nobody' })).rejects.toMatchObject({ failure: 'module.noTargets' })
  await store.users.change(people.bob.id, { isEnabled: true })
  expect((await send([people.bob.id], { code: 'nobody' })).receivers).toBe(1)
})

test('a company’s module reaches the people of that company alone', async () => {
  const companyId = await store.directory.createCompany({ name: '鸿雁' })
  await store.users.change(people.alice.id, { companyId })
  const own = await createModule('内部', companyId)
  expect((await send([people.alice.id, people.mallory.id], { by: own })).receivers).toBe(1)
  await expect(send([people.mallory.id], { by: own })).rejects.toMatchObject({ failure: 'module.noTargets' })
})

test('page 1 holds the newest, the oldest first inside a page, and one past the end is empty', async () => {
  const { alice } = people
  for (const content of ['1', '2', '3', '4', '5']) await send([alice.id], { content })
  const contents = async (at: number) => (await page(alice, { page: at, size: 2 })).data.map(row => row.content)
  expect(await Promise.all([1, 2, 3, 4].map(contents))).toEqual([['4', '5'], ['2', '3'], ['1'], []])
  expect(await page(alice, { size: 2 })).toMatchObject({ totalElements: 5, totalPages: 3 })
})

test('one module’s list holds its own notices, also after it was disabled; an unknown module has none', async () => {
  const { alice } = people
  const other = await createModule('考勤')
  const mine = await send([alice.id])
  await send([alice.id], { by: other })
  await store.administration.enableModule(tester, module.id, false)
  expect((await page(alice, { moduleId: module.id })).data.map(row => row.id)).toEqual([mine.id])
  expect((await page(alice)).totalElements).toBe(2)
  await expect(page(alice, { moduleId: 99 })).rejects.toMatchObject({ failure: 'module.unknown' })
})

test('a state changes for its person alone, is told to their devices once, and answers page 1', async () => {
  const { alice, bob } = people
  const first = await send([alice.id, bob.id])
  await send([alice.id, bob.id])
  told = []
  const answer = ModuleNoticePage.parse(await modules.setRead(alice, first.id, true, url))
  expect(answer.data.map(row => row.state)).toEqual([2, 1])
  await modules.setRead(alice, first.id, true, url)
  const change = { what: 'module', moduleId: 1, noticeId: first.id, isRead: true, unread: 1 } as const
  expect(told).toEqual([{ userIds: [alice.id], event: { type: 'conversationChanged', change } }])
  expect(ConversationChange.parse(changeWire(change, url))).toEqual({
    what: 'module',
    moduleId: 1,
    noticeId: first.id,
    state: 2,
    count: 1,
  })
  expect((await page(bob)).data.map(row => row.state)).toEqual([1, 1])
  expect((await page(alice, { isRead: true })).data.map(row => row.id)).toEqual([first.id])
  expect((await page(alice, { isRead: false })).totalElements).toBe(1)
  await modules.setRead(alice, first.id, false, url)
  expect((await page(alice, { isRead: false })).totalElements).toBe(2)
})

test('nobody changes the state of a notice they did not get', async () => {
  const { id } = await send([people.alice.id])
  await expect(modules.setRead(people.mallory, id, true, url)).rejects.toMatchObject({ failure: 'notice.unknown' })
  await expect(modules.setRead(people.alice, id + 1, true, url)).rejects.toMatchObject({ failure: 'notice.unknown' })
  await modules.readAll(people.mallory, 1)
  expect((await page(people.alice)).data.map(row => row.state)).toEqual([1])
})

test('all of a module, or of every module, are read at once; a repeat is quiet', async () => {
  const { alice } = people
  const other = await createModule('考勤')
  await send([alice.id])
  await send([alice.id], { by: other })
  told = []
  await modules.readAll(alice, module.id)
  expect((await page(alice)).data.map(row => row.state)).toEqual([2, 1])
  await modules.readAll(alice, 1)
  await modules.readAll(alice, 1)
  expect(told.map(({ event }) => event)).toEqual([
    {
      type: 'conversationChanged',
      change: { what: 'module', moduleId: module.id, noticeId: null, isRead: true, unread: 1 },
    },
    { type: 'conversationChanged', change: { what: 'module', moduleId: 1, noticeId: null, isRead: true, unread: 0 } },
  ])
  await expect(modules.readAll(alice, 99)).rejects.toMatchObject({ failure: 'module.unknown' })
})

test('what is told in any rush of notices and readings adds up to the exact unread number', async () => {
  const { alice } = people
  const others = await store.users.createMany(
    Array.from({ length: 300 }, (_, at) => ({
      username: `rush-${at}`,
      trueName: 'x',
      passwordHash: '-',
      createdAt: 1,
    })),
  )
  await Promise.all(
    Array.from({ length: 60 }, (_, at) => {
      if (at % 7 === 3) return modules.readAll(alice, 1)
      return send(at % 5 === 0 ? [alice.id, ...others] : [alice.id])
    }),
  )
  let count = 0
  for (const { event } of told) {
    if (event.type === 'moduleNotice') count += 1
    if (event.type === 'conversationChanged' && event.change.what === 'module') count = event.change.unread
  }
  expect(count).toBe((await store.modules.summary(alice.id)).unread)
})

test('cards and nodes carry a picture, and say which of them are opened with a ticket', async () => {
  const { alice } = people
  const entry = { avatar: null, companyId: null }
  await store.modules.createEntry({ ...entry, kind: 'card', name: '报销', redirect: 'https://oa.example/expenses' })
  await store.modules.createEntry({
    ...entry,
    kind: 'node',
    name: '官网',
    avatar: 'https://cdn.example/a.png',
    redirect: 'https://oa.example.org/',
  })
  expect(await modules.entries('card', alice, url)).toEqual([
    {
      id: 1,
      text: '报销',
      avatar: expect.stringMatching(/^https:\/\/im\.example\/avatars\//),
      redirect: 'https://oa.example/expenses',
      ticket: 1,
    },
  ])
  expect(await modules.entries('node', alice, url)).toMatchObject([{ avatar: 'https://cdn.example/a.png', ticket: 0 }])
})
