import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewNotice } from '../modules.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import type { Store } from '../store.ts'
import { createCast, createTestStore, tester } from './test-store.ts'

let store: Store
let cast: Awaited<ReturnType<typeof createCast>>
let made = 0
beforeAll(async () => {
  store = await createTestStore()
  cast = await createCast(store)
})
afterAll(() => store[Symbol.asyncDispose]())

const createModule = (to = store) =>
  to.modules.create({ name: '审批', avatar: null, companyId: null, keyHash: 'hash', createdAt: 5 })
const draft = (moduleId: number, more: Partial<NewNotice> = {}): NewNotice => ({
  moduleId,
  code: `code-${++made}`,
  actionText: '待办',
  content: '请审批',
  url: null,
  sentAt: made,
  receivers: 2,
  ...more,
})
const send = async (moduleId: number, userIds: readonly number[], more: Partial<NewNotice> = {}) =>
  (await store.modules.createNotice(draft(moduleId, more), userIds, true)).notice
const all = (userId: number, more: { moduleId?: number; isRead?: boolean } = {}) =>
  store.modules.notices(userId, { offset: 0, limit: 100, ...more })
const idsOf = async (userId: number, more: { moduleId?: number; isRead?: boolean } = {}) =>
  (await all(userId, more)).rows.map(row => row.id)
const unread = async (userId: number) => (await store.modules.summary(userId)).unread

describe('modules', () => {
  test('a module comes back as it was made, its key only as what it hashes to', async () => {
    const id = await createModule()
    expect(await store.modules.find(id)).toEqual({
      id,
      name: '审批',
      avatar: null,
      companyId: null,
      isEnabled: true,
      createdAt: 5,
    })
    expect(await store.modules.keyHash(id)).toBe('hash')
    expect(await store.administration.changeModuleKey(tester, id, 'other')).toBe(true)
    expect(await store.administration.enableModule(tester, id, false)).toBe(true)
    expect(await store.modules.keyHash(id)).toBe('other')
    expect(await store.modules.find(id)).toMatchObject({ isEnabled: false })
    expect((await store.modules.list()).map(module => module.id)).toContain(id)
  })

  test('the module that stands for all of them has no key, and one that is not there cannot change', async () => {
    expect(await store.modules.find(1)).toMatchObject({ name: '分析助手' })
    expect(await store.modules.keyHash(1)).toBeUndefined()
    expect(await store.modules.find(999)).toBeUndefined()
    expect(await store.administration.enableModule(tester, 999, false)).toBe(false)
  })
})

describe('notices', () => {
  test('a notice is its receivers’ alone, newest first, in pages', async () => {
    const { alice, bob, carol } = await createCast(store)
    const moduleId = await createModule()
    const first = await send(moduleId, [alice, bob], { url: 'https://oa.example/1' })
    const second = await send(moduleId, [alice])
    expect(await all(alice)).toEqual({
      total: 2,
      rows: [
        { ...second, isRead: false },
        { ...first, isRead: false },
      ],
    })
    expect(first).toMatchObject({ url: 'https://oa.example/1', module: { id: moduleId, name: '审批' } })
    expect(await store.modules.notices(alice, { offset: 1, limit: 1 })).toMatchObject({
      total: 2,
      rows: [{ id: first.id }],
    })
    expect(await store.modules.notices(alice, { offset: 2, limit: 1 })).toEqual({ total: 2, rows: [] })
    expect(await idsOf(bob)).toEqual([first.id])
    expect(await all(carol)).toEqual({ total: 0, rows: [] })
    expect(await store.modules.summary(alice)).toEqual({ unread: 2, newest: { ...second, isRead: false } })
    expect(await store.modules.summary(carol)).toEqual({ unread: 0, newest: undefined })
  })

  test('the same code of a module is one notice, also all at once; another module may use it too', async () => {
    const { alice, bob } = await createCast(store)
    const [one, other] = [await createModule(), await createModule()]
    const code = `once-${++made}`
    const sent = await Promise.all(
      [1, 2, 3].map(sentAt => store.modules.createNotice(draft(one, { code, sentAt }), [alice], true)),
    )
    expect(sent.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(sent.map(({ notice }) => notice.sentAt))).toEqual(new Set([1]))
    expect(await store.modules.createNotice(draft(one, { code, content: 'other' }), [bob], true)).toEqual({
      isNew: false,
      notice: sent[0]?.notice,
    })
    expect(await store.modules.findNotice(one, code)).toEqual(sent[0]?.notice)
    expect(await idsOf(bob)).toEqual([])
    expect((await store.modules.createNotice(draft(other, { code }), [alice], true)).isNew).toBe(true)
    expect(await unread(alice)).toBe(2)
  })

  test('nobody sees, counts or reads a notice before the last of its receivers has it', async () => {
    const { alice, bob } = await createCast(store)
    const moduleId = await createModule()
    const code = `slow-${++made}`
    const { notice } = await store.modules.createNotice(draft(moduleId, { code }), [alice], false)
    expect(await all(alice)).toEqual({ total: 0, rows: [] })
    expect(await store.modules.summary(alice)).toEqual({ unread: 0, newest: undefined })
    expect(await store.modules.findNotice(moduleId, code)).toBeUndefined()
    expect(await store.modules.setRead(alice, notice.id, true)).toBeUndefined()
    expect(await store.modules.readAll(alice)).toEqual({ isNew: false, unread: 0 })
    await store.modules.addReceivers(notice.id, moduleId, [bob], true)
    expect(await idsOf(alice, { isRead: false })).toEqual([notice.id])
    expect(await idsOf(bob, { isRead: false })).toEqual([notice.id])
    expect(await store.modules.findNotice(moduleId, code)).toEqual(notice)
  })

  test('one that was given up half way never was: its code is free, and nobody has it', async () => {
    const { alice, bob } = await createCast(store)
    const moduleId = await createModule()
    const code = `given-up-${++made}`
    await store.modules.createNotice(draft(moduleId, { code }), [alice], false)
    const { isNew, notice } = await store.modules.createNotice(draft(moduleId, { code }), [bob], true)
    expect(isNew).toBe(true)
    expect(await idsOf(alice)).toEqual([])
    expect(await unread(alice)).toBe(0)
    expect(await idsOf(bob)).toEqual([notice.id])
  })

  test('a store that was closed half way through a notice opens without it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hongyan-notices-'))
    const before = await openSqliteStore({ folder })
    const { alice } = await createCast(before)
    const moduleId = await createModule(before)
    const kept = (await before.modules.createNotice(draft(moduleId), [alice], true)).notice
    await before.modules.createNotice(draft(moduleId, { code: 'broke-off' }), [alice], false)
    await before[Symbol.asyncDispose]()
    const after = await openSqliteStore({ folder })
    expect((await after.modules.notices(alice, { offset: 0, limit: 9 })).rows.map(row => row.id)).toEqual([kept.id])
    expect((await after.modules.createNotice(draft(moduleId, { code: 'broke-off' }), [alice], true)).isNew).toBe(true)
    expect((await after.modules.summary(alice)).unread).toBe(2)
    await after[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('states change one by one or all at once, with the exact unread number', async () => {
    const { alice, bob } = await createCast(store)
    const [one, other] = [await createModule(), await createModule()]
    const first = await send(one, [alice, bob])
    const second = await send(one, [alice])
    const third = await send(other, [alice])
    expect(await store.modules.setRead(alice, first.id, true)).toEqual({ isNew: true, unread: 2 })
    expect(await store.modules.setRead(alice, first.id, true)).toEqual({ isNew: false, unread: 2 })
    expect(await idsOf(alice, { isRead: true })).toEqual([first.id])
    expect(await unread(bob)).toBe(1)
    expect(await store.modules.setRead(alice, first.id, false)).toEqual({ isNew: true, unread: 3 })
    expect(await store.modules.setRead(bob, second.id, true)).toBeUndefined()
    expect(await store.modules.readAll(alice, one)).toEqual({ isNew: true, unread: 1 })
    expect(await idsOf(alice, { isRead: false })).toEqual([third.id])
    expect(await idsOf(alice, { moduleId: one })).toEqual([second.id, first.id])
    expect(await store.modules.readAll(alice)).toEqual({ isNew: true, unread: 0 })
    expect(await store.modules.readAll(alice)).toEqual({ isNew: false, unread: 0 })
    expect(await unread(bob)).toBe(1)
  })
})

describe('receivers', () => {
  test('are people, departments with those below, and companies: enabled ones, each once', async () => {
    const { alice, bob, carol, mallory } = cast
    const company = await store.directory.createCompany({ name: '鸿雁' })
    const daughter = await store.directory.createCompany({ name: '鸿雁科技', parentId: company })
    const top = await store.directory.createDepartment({ name: '研发', companyId: company })
    const below = await store.directory.createDepartment({ name: '平台', companyId: company, parentId: top })
    await store.users.change(alice, { companyId: company })
    await store.users.change(carol, { companyId: daughter })
    for (const userId of [alice, bob])
      await store.directory.placeInDepartment({ userId, departmentId: below, position: null, isMain: true })
    const to = (
      targets: { userIds?: number[]; departmentIds?: number[]; companyIds?: number[] },
      within: number | null = null,
    ) => store.modules.receivers({ userIds: [], departmentIds: [], companyIds: [], ...targets }, within)

    expect(await to({ userIds: [mallory, 99_999, mallory] })).toEqual([mallory])
    expect(await to({ departmentIds: [top] })).toEqual([alice, bob])
    expect(await to({ companyIds: [company] })).toEqual([alice, bob])
    expect(await to({ userIds: [bob, carol], departmentIds: [below, top], companyIds: [company] })).toEqual([
      alice,
      bob,
      carol,
    ])
    expect(await to({})).toEqual([])
    expect(await to({ userIds: [alice, bob, carol, mallory] }, company)).toEqual([alice, bob, carol])
    expect(await to({ userIds: [alice, bob, carol, mallory] }, daughter)).toEqual([carol])
    await store.users.change(bob, { isEnabled: false })
    expect(await to({ departmentIds: [top] })).toEqual([alice])
  })
})

test('entries are for everyone or for the people of a company, in the order in which they were made', async () => {
  const { alice, bob } = await createCast(store)
  const company = await store.directory.createCompany({ name: '远山' })
  const department = await store.directory.createDepartment({ name: '采购', companyId: company })
  const entry = (name: string, companyId: number | null = null) => ({
    kind: 'card' as const,
    name,
    avatar: null,
    redirect: 'https://oa.example/',
    companyId,
  })
  const [open, inner] = [
    await store.modules.createEntry(entry('报销')),
    await store.modules.createEntry(entry('采购', company)),
  ]
  const node = await store.modules.createEntry({ ...entry('考勤'), kind: 'node' })
  await store.directory.placeInDepartment({ userId: alice, departmentId: department, position: null, isMain: true })
  expect(await store.modules.entries('card', alice)).toEqual([
    { id: open, ...entry('报销') },
    { id: inner, ...entry('采购', company) },
  ])
  await store.users.change(bob, { companyId: company })
  expect((await store.modules.entries('card', bob)).map(({ id }) => id)).toEqual([open, inner])
  await store.users.change(bob, { companyId: null })
  expect((await store.modules.entries('card', bob)).map(({ id }) => id)).toEqual([open])
  expect((await store.modules.allEntries()).map(({ id }) => id)).toEqual([open, inner, node])
  expect(await store.administration.removeEntry(tester, open)).toBe(true)
  expect(await store.administration.removeEntry(tester, open)).toBe(false)
  expect((await store.modules.allEntries()).map(({ id }) => id)).toEqual([inner, node])
})
