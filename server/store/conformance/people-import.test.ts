import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportedPerson } from '../people.ts'
import type { Store } from '../store.ts'
import { Taken } from '../store.ts'
import { createCast, createTestStore, send, tester } from './test-store.ts'

let store: Store
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const person = (username: string, more: Partial<ImportedPerson> = {}): ImportedPerson => ({
  username,
  trueName: '王芳',
  passwordHash: 'hash',
  createdAt: 5,
  phone: null,
  email: null,
  work: null,
  company: null,
  placements: [],
  ...more,
})
const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) =>
    person(`${prefix}-${at}`, { company: prefix, placements: [{ path: ['研发', `组${at % 9}`], position: '工程师' }] }),
  )

test('people come with what they were given, and must change their passwords', async () => {
  const imported = await store.administration.importPeople(tester, [
    person('Anna', { phone: '138', email: 'Anna@Example.org', work: '经理' }),
    person('ben'),
  ])
  expect(imported).toEqual({ made: [], arrivals: [] })
  expect(await store.users.findAccount('anna')).toMatchObject({
    trueName: '王芳',
    pinyin: 'wangfang',
    initials: 'wf',
    phone: '138',
    email: 'anna@example.org',
    work: '经理',
    companyId: null,
    isEnabled: true,
    isAdmin: false,
    mustChangePassword: true,
    passwordHash: 'hash',
    createdAt: 5,
  })
})

test('companies and departments of one name are made once, and found by a second import', async () => {
  const first = await store.administration.importPeople(tester, many('甲公司', 20))
  expect(first.made).toHaveLength(1 + 1 + 9)
  expect(first.arrivals).toHaveLength(20)
  const second = await store.administration.importPeople(tester, [
    person('alone'),
    person('later', { company: '甲公司', placements: [{ path: ['研发', '组1'], position: null }] }),
  ])
  const later = await store.users.findAccount('later')
  expect(second).toEqual({ made: [], arrivals: [{ userId: later?.id, companyId: later?.companyId }] })
  expect(await store.directory.placement(later?.id ?? 0)).toMatchObject({
    company: { name: '甲公司' },
    department: { name: '组1', level: 2 },
  })
})

test('one person who is there already keeps all of them out, with their company', async () => {
  await store.administration.importPeople(tester, [person('taken', { phone: '139' })])
  const before = await store.users.count()
  for (const clash of [person('TAKEN'), person('other', { phone: '139' })]) {
    const refusal = await store.administration
      .importPeople(tester, [...many('乙公司', 700), clash])
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Taken)
  }
  expect(await store.users.count()).toBe(before)
  expect((await store.directory.companies()).map(company => company.name)).not.toContain('乙公司')
})

test('messages are stored between the portions of a large import', async () => {
  const { alice, bob } = await createCast(store)
  let isImporting = true
  const importing = store.administration.importPeople(tester, many('丙公司', 4000)).finally(() => {
    isImporting = false
  })
  let sent = 0
  while (isImporting) {
    await send(store, alice, { peerId: bob })
    sent += 1
  }
  await importing
  // One at a time, each after the last: as many as there are portions, at least.
  expect(sent).toBeGreaterThan(10)
})

test('two imports at once do not mix', async () => {
  await Promise.all([
    store.administration.importPeople(tester, many('丁公司', 900)),
    store.administration.importPeople(tester, many('戊公司', 900)),
  ])
  const ids = new Map((await store.directory.companies()).map(company => [company.name, company.id]))
  expect(await store.contacts.ofCompany(ids.get('丁公司') ?? 0)).toHaveLength(900)
  expect(await store.contacts.ofCompany(ids.get('戊公司') ?? 0)).toHaveLength(900)
})
