import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NewUser } from '../people.ts'
import type { Store } from '../store.ts'
import { befriend, createGroup, createTestStore, removeMembers } from './test-store.ts'

let store: Store
let works: number
let other: number
let ids: Record<'alice' | 'bob' | 'carol' | 'mallory' | 'zhang', number>
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

let round = 0
const create = (username: string, more: Partial<NewUser> = {}) =>
  store.users.create({ username: `${username}-${round}`, trueName: username, passwordHash: '-', createdAt: 1, ...more })

beforeEach(async () => {
  round++
  works = await store.directory.createCompany({ name: `works-${round}` })
  other = await store.directory.createCompany({ name: `other-${round}` })
  ids = {
    alice: await create('alice', { companyId: works, phone: `1380000${round}`, email: `alice${round}@example.com` }),
    bob: await create('bob', { companyId: works }),
    carol: await create('carol', { companyId: other }),
    mallory: await create('mallory', { phone: `1390000${round}` }),
    zhang: await create('z', { trueName: '张伟', companyId: works }),
  }
})

const names = (contacts: readonly { trueName: string }[]) => contacts.map(({ trueName }) => trueName)
const search = (keyword: string, more: Partial<Parameters<Store['contacts']['search']>[0]> = {}) =>
  store.contacts.search({ viewerId: ids.alice, companyIds: [works], keyword, limit: 20, ...more })

test('people of a company come by name, with every department they are in, the main one first', async () => {
  const top = await store.directory.createDepartment({ name: 'top', companyId: works })
  const below = await store.directory.createDepartment({ name: 'below', companyId: works, parentId: top })
  const place = (userId: number, departmentId: number, isMain: boolean) =>
    store.directory.placeInDepartment({ userId, departmentId, position: `in ${departmentId}`, isMain })
  await place(ids.bob, top, false)
  await place(ids.bob, below, true)
  await place(ids.carol, top, false)
  const disabled = await create('gone', { companyId: works, isEnabled: false })
  await place(disabled, below, false)
  const people = await store.contacts.ofCompany(works)
  expect(names(people)).toEqual(['alice', 'bob', 'carol', '张伟'])
  expect(people[1]).toEqual({
    id: ids.bob,
    username: `bob-${round}`,
    trueName: 'bob',
    avatar: null,
    phone: null,
    email: null,
    pinyin: 'bob',
    initials: 'b',
    companyId: works,
    companyName: `works-${round}`,
    posts: [
      { departmentId: below, departmentName: 'below', companyId: works, position: `in ${below}`, isMain: true },
      { departmentId: top, departmentName: 'top', companyId: works, position: `in ${top}`, isMain: false },
    ],
  })
  expect(people[2]).toMatchObject({ companyId: other, companyName: `other-${round}` })
  const members = await store.contacts.departmentMembers(works)
  expect(new Set(members.map(member => `${member.departmentId} ${member.userId}`))).toEqual(
    new Set([`${top} ${ids.bob}`, `${below} ${ids.bob}`, `${top} ${ids.carol}`]),
  )
})

test('friends come by name, without those who are disabled', async () => {
  for (const friend of [ids.mallory, ids.zhang, ids.carol]) await befriend(store, ids.alice, friend)
  expect(names(await store.contacts.friendsOf(ids.alice))).toEqual(['carol', 'mallory', '张伟'])
  await store.users.change(ids.carol, { isEnabled: false })
  expect(names(await store.contacts.friendsOf(ids.alice))).toEqual(['mallory', '张伟'])
})

test.each([['张'], ['伟'], ['zhangwei'], ['zhang wei'], ['angw'], ['zw']])('%s finds 张伟', async keyword => {
  expect(names(await search(keyword))).toEqual(['张伟'])
})

test('signs of patterns stand for themselves', async () => {
  await create('100%_sure', { companyId: works })
  for (const keyword of ['%', '_', '\\', '%%'])
    expect(names(await search(keyword))).toEqual(keyword === '%' || keyword === '_' ? ['100%_sure'] : [])
  expect(names(await search('0%_s'))).toEqual(['100%_sure'])
})

test('phones are found by three digits, e-mail addresses by how they begin', async () => {
  const asBob = (keyword: string) => search(keyword, { viewerId: ids.bob })
  expect(names(await asBob('1380'))).toEqual(['alice'])
  expect(names(await asBob('13'))).toEqual([])
  expect(names(await asBob(`alice${round}@ex`))).toEqual(['alice'])
  expect(names(await asBob('example'))).toEqual([])
})

test('a stranger is found by the whole username, phone or e-mail only', async () => {
  expect(await search('mallory')).toEqual([])
  expect(await search('139')).toEqual([])
  for (const keyword of [`mallory-${round}`, `1390000${round}`])
    expect(await search(keyword)).toMatchObject([{ id: ids.mallory, isInCircle: false }])
  await befriend(store, ids.alice, ids.mallory)
  expect(await search('mall')).toMatchObject([{ id: ids.mallory, isInCircle: true }])
  expect(names(await search('carol'))).toEqual([])
  expect(names(await search('carol', { companyIds: 'all' }))).toContain('carol')
  expect(names(await search('alice', { companyIds: 'all', limit: 500 })).filter(name => name === 'alice')).toHaveLength(
    round - 1,
  )
})

test('whole matches come first, then beginnings, and so many at most', async () => {
  for (const name of ['annabel', 'ann', 'joann']) await create(name, { companyId: works })
  expect(names(await search('ann'))).toEqual(['ann', 'annabel', 'joann'])
  expect(names(await search('ann', { limit: 2 }))).toEqual(['ann', 'annabel'])
  await store.users.change(ids.bob, { isEnabled: false })
  expect(await search('bob')).toEqual([])
})

test('groups are found that one is in, and public ones whose owner is in the circle', async () => {
  const group = (name: string, ownerId: number, isPublic: boolean, userIds: number[] = []) =>
    createGroup(store, { name, ownerId, isPublic, userIds })
  const [own, open, closed, far, friendly] = [
    await group('own', ids.bob, false, [ids.alice]),
    await group('open', ids.bob, true, [ids.zhang]),
    await group('closed', ids.bob, false),
    await group('far', ids.carol, true),
    await group('friendly', ids.mallory, true),
  ]
  await befriend(store, ids.alice, ids.mallory)
  const inReach = async (companyIds: number[] | 'all') =>
    (await store.contacts.groupsInReach({ viewerId: ids.alice, companyIds })).filter(({ group: { id } }) => id >= own)
  expect((await inReach([works])).map(({ group: { id }, isMember }) => [id, isMember])).toEqual([
    [own, true],
    [open, false],
    [friendly, false],
  ])
  expect((await inReach('all')).map(({ group: { id } }) => id)).toEqual([own, open, far, friendly])
  await removeMembers(store, own, [ids.alice])
  expect((await inReach([works])).map(({ group: { id } }) => id)).toEqual([open, friendly])
  expect(await store.contacts.memberCounts([own, open, closed, 404_404])).toEqual(
    new Map([
      [own, 1],
      [open, 2],
      [closed, 1],
    ]),
  )
})
