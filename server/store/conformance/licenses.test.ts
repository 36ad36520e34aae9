import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewUser } from '../people.ts'
import type { Store } from '../store.ts'
import { LimitReached } from '../store.ts'
import { createTestStore, tester } from './test-store.ts'

let store: Store
let made = 0
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const person = (more: Partial<NewUser> = {}): NewUser => ({
  username: `seat-${++made}`,
  trueName: 'x',
  passwordHash: '-',
  createdAt: 1,
  ...more,
})
const license = (seats: number, maxLevel = 9) =>
  store.directory.createLicense({ name: `for ${seats}`, maxLevel, single: 1, seats })
const company = async (seats: number, maxLevel?: number) =>
  store.directory.createCompany({ name: 'works', licenseId: await license(seats, maxLevel) })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof LimitReached ? error.limit.what : error),
  )

test('one person more than there are seats is refused, in words that name the licence', async () => {
  const companyId = await company(2)
  await store.users.createMany([person({ companyId }), person({ companyId })])
  const before = await store.users.count()
  await expect(store.users.create(person({ companyId }))).rejects.toThrow('the licence "for 2" allows 2 enabled people')
  expect(await store.users.count()).toBe(before)
})

test('many at once are all kept or none, and companies of one licence share its seats', async () => {
  const licenseId = await license(3)
  const [one, other] = [
    await store.directory.createCompany({ name: 'one', licenseId }),
    await store.directory.createCompany({ name: 'other', licenseId }),
  ]
  await store.users.create(person({ companyId: one }))
  const before = await store.users.count()
  expect(
    await refusal(
      store.users.createMany([person({ companyId: one }), person({ companyId: other }), person({ companyId: other })]),
    ),
  ).toBe('seats')
  expect(await store.users.count()).toBe(before)
  expect(await refusal(store.users.createMany([person({ companyId: other }), person({ companyId: other })]))).toBe(
    'done',
  )
})

test('who asks for the last seat at the same time: one gets it', async () => {
  const companyId = await company(1)
  const outcomes = await Promise.all([
    refusal(store.users.create(person({ companyId }))),
    refusal(store.users.create(person({ companyId }))),
  ])
  expect(outcomes.sort()).toEqual(['done', 'seats'])
})

test('disabled people have no seat, and need one to be enabled', async () => {
  const companyId = await company(1)
  const [first, second] = [
    await store.users.create(person({ companyId, isEnabled: false })),
    await store.users.create(person({ companyId })),
  ]
  expect(await refusal(store.users.change(first, { isEnabled: true }))).toBe('seats')
  expect(await store.users.find(first)).toMatchObject({ isEnabled: false })
  await store.users.change(second, { isEnabled: false })
  expect(await refusal(store.users.change(first, { isEnabled: true }))).toBe('done')
})

test('moving into a company takes a seat there; who sits may change everything else', async () => {
  const [full, roomy] = [await company(1), await company(5)]
  const sitting = await store.users.create(person({ companyId: full }))
  const moving = await store.users.create(person({ companyId: roomy }))
  expect(await refusal(store.users.change(moving, { companyId: full, work: 'smith' }))).toBe('seats')
  expect(await store.users.find(moving)).toMatchObject({ companyId: roomy, work: null })
  expect(await refusal(store.users.change(sitting, { isEnabled: true, companyId: full, work: 'smith' }))).toBe('done')
})

test('the main department counts for who has no company of their own', async () => {
  const companyId = await company(1)
  const departmentId = await store.directory.createDepartment({ name: 'a', companyId })
  const [first, second] = [await store.users.create(person()), await store.users.create(person())]
  const place = (userId: number, isMain = true) =>
    refusal(store.directory.placeInDepartment({ userId, departmentId, position: null, isMain }))
  expect([await place(first), await place(second), await place(second, false), await place(first)]).toEqual([
    'done',
    'seats',
    'done',
    'done',
  ])
})

test('departments and companies go as deep as the licence says', async () => {
  const companyId = await company(9, 2)
  const top = await store.directory.createDepartment({ name: 'top', companyId })
  const below = await store.directory.createDepartment({ name: 'below', companyId, parentId: top })
  expect(await refusal(store.directory.createDepartment({ name: 'deep', companyId, parentId: below }))).toBe('levels')
  expect((await store.directory.departments(companyId)).map(({ id }) => id)).toEqual([top, below])
  const branch = await store.directory.createCompany({ name: 'branch', parentId: companyId })
  expect(await store.directory.company(branch)).toMatchObject({
    licenseId: (await store.directory.company(companyId))?.licenseId,
    level: 2,
  })
  expect(await refusal(store.directory.createCompany({ name: 'deep', parentId: branch }))).toBe('levels')
  expect(await refusal(store.directory.createCompany({ name: 'free', parentId: branch, licenseId: null }))).toBe('done')
})

test('a company comes onto a licence that has room for it, and onto no other', async () => {
  const companyId = await store.directory.createCompany({ name: 'late' })
  await store.users.createMany([person({ companyId }), person({ companyId })])
  const top = await store.directory.createDepartment({ name: 'top', companyId })
  await store.directory.createDepartment({ name: 'below', companyId, parentId: top })
  const [small, flat, good] = [await license(1), await license(5, 1), await license(2, 2)]
  expect(await refusal(store.administration.licenseCompany(tester, companyId, small))).toBe('seats')
  expect(await refusal(store.administration.licenseCompany(tester, companyId, flat))).toBe('levels')
  expect(await store.directory.company(companyId)).toMatchObject({ licenseId: null })
  expect(await refusal(store.administration.licenseCompany(tester, companyId, good))).toBe('done')
  expect(await store.directory.company(companyId)).toMatchObject({ licenseId: good })
  expect((await store.directory.licenses()).find(({ id }) => id === good)).toMatchObject({ name: 'for 2', seats: 2 })
})
