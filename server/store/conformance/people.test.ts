import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewUser } from '../people.ts'
import type { Store } from '../store.ts'
import { Taken } from '../store.ts'
import { befriend, createTestStore } from './test-store.ts'

let store: Store
let made = 0
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const person = (username: string, more: Partial<NewUser> = {}): NewUser => ({
  username,
  trueName: username,
  passwordHash: 'hash',
  createdAt: 5,
  ...more,
})
const createPerson = (more: Partial<NewUser> = {}) => store.users.create(person(`person-${++made}`, more))

describe('users', () => {
  test('a user comes back as it was made, with defaults for the rest', async () => {
    const id = await store.users.create(
      person('Alice', { email: 'Alice@Example.org', phone: '138', workState: 2, isAdmin: true }),
    )
    expect(await store.users.find(id)).toEqual({
      id,
      username: 'alice',
      trueName: 'Alice',
      avatar: null,
      email: 'alice@example.org',
      phone: '138',
      sign: null,
      birthday: null,
      sex: 'unknown',
      work: null,
      workState: 2,
      companyId: null,
      roleId: null,
      isEnabled: true,
      isAdmin: true,
      mustChangePassword: false,
      createdAt: 5,
      pinyin: 'alice',
      initials: 'a',
    })
    expect(await store.users.find(id + 1000)).toBeUndefined()
  })

  test('an account is found by username, phone and e-mail, without regard to case', async () => {
    const id = await createPerson({ username: 'ÄNNE', email: 'anne@example.org', phone: '139', passwordHash: 'secret' })
    for (const account of ['änne', 'Änne', 'ANNE@example.org', '139']) {
      expect(await store.users.findAccount(account)).toMatchObject({ id, passwordHash: 'secret' })
    }
    expect(await store.users.findAccount('anne')).toBeUndefined()
  })

  test('a username wins over the same text as somebody’s phone', async () => {
    await createPerson({ phone: 'winner' })
    const id = await createPerson({ username: 'winner' })
    expect(await store.users.findAccount('winner')).toMatchObject({ id })
  })

  test.each([
    ['username', { username: 'TAKEN' }],
    ['email', { email: 'Taken@x.org' }],
    ['phone', { phone: '1000' }],
  ])('a second user of the same %s is refused with Taken', async (field, more) => {
    await store.users.create(person('taken', { email: 'taken@x.org', phone: '1000' })).catch(() => {})
    const count = await store.users.count()
    const refusal = await createPerson(more).catch(error => error)
    expect(refusal).toBeInstanceOf(Taken)
    expect(refusal).toMatchObject({ name: 'Taken', field })
    expect(await store.users.count()).toBe(count)
  })

  test('any number of users have no phone, and an empty one is none', async () => {
    const ids = await store.users.createMany([
      person('none-1', { phone: '', email: '' }),
      person('none-2', { phone: '', email: '' }),
    ])
    expect(await store.users.findMany(ids)).toMatchObject([
      { phone: null, email: null },
      { phone: null, email: null },
    ])
    expect(await store.users.findAccount('')).toBeUndefined()
  })

  test('many are made in order, or none of them', async () => {
    const count = await store.users.count()
    await expect(store.users.createMany([person('many-1'), person('many-2'), person('MANY-1')])).rejects.toThrow(Taken)
    expect(await store.users.count()).toBe(count)
    const ids = await store.users.createMany([person('many-2'), person('many-1')])
    expect(ids.length).toBe(2)
    for (const [index, username] of ['many-2', 'many-1'].entries())
      expect(await store.users.find(ids[index] ?? 0)).toMatchObject({ username })
    expect(await store.users.count()).toBe(count + 2)
  })

  test('a change touches only what it names', async () => {
    const id = await createPerson({ phone: '2000', sign: 'here' })
    const before = await store.users.find(id)
    expect(
      await store.users.change(id, {
        phone: '2000',
        isEnabled: false,
        sign: undefined,
        work: 'smith',
        passwordHash: 'new',
      }),
    ).toBe(true)
    expect(await store.users.find(id)).toEqual({ ...before, isEnabled: false, work: 'smith' })
    expect(await store.users.findAccount('2000')).toMatchObject({ passwordHash: 'new' })
    expect(await store.users.change(id, { sign: null })).toBe(true)
    expect(await store.users.find(id)).toMatchObject({ sign: null })
    expect(await store.users.change(id, {})).toBe(true)
    expect(await store.users.change(id + 1000, { work: 'x' })).toBe(false)
  })

  test('a name has its pinyin, and a new name another', async () => {
    const id = await createPerson({ trueName: '张伟' })
    expect(await store.users.find(id)).toMatchObject({ pinyin: 'zhangwei', initials: 'zw' })
    await store.users.change(id, { trueName: '李娜' })
    await store.users.change(id, { work: 'smith' })
    expect(await store.users.find(id)).toMatchObject({ pinyin: 'lina', initials: 'ln' })
    expect(await store.users.fillPinyin(10)).toEqual([])
  })

  test('a change to somebody else’s phone is refused whole', async () => {
    await createPerson({ phone: '3000' })
    const id = await createPerson()
    await expect(store.users.change(id, { phone: '3000', work: 'smith' })).rejects.toMatchObject({ field: 'phone' })
    expect(await store.users.find(id)).toMatchObject({ phone: null, work: null })
  })

  test('users are listed by id, and found by more ids than one statement takes', async () => {
    const ids = await store.users.createMany(Array.from({ length: 1200 }, (_, index) => person(`crowd-${index}`)))
    const [first = 0, last = 0] = [ids[0], ids.at(-1)]
    expect((await store.users.list(first - 1, 3)).map(user => user.id)).toEqual(ids.slice(0, 3))
    expect(await store.users.list(last, 3)).toEqual([])
    expect((await store.users.findMany([...ids, first, -1])).map(user => user.id).sort((a, b) => a - b)).toEqual(ids)
    expect(await store.users.findMany([])).toEqual([])
  })
})

describe('the organisation', () => {
  test('a company knows its level, a department its level and whether it is a leaf', async () => {
    const top = await store.directory.createCompany({ name: 'top' })
    const below = await store.directory.createCompany({ name: 'below', parentId: top })
    expect(await store.directory.company(below)).toMatchObject({ parentId: top, level: 2, isEnabled: true, code: null })
    expect((await store.directory.companies()).map(company => company.id)).toEqual(expect.arrayContaining([top, below]))
    const outer = await store.directory.createDepartment({ name: 'outer', companyId: below })
    const inner = await store.directory.createDepartment({ name: 'inner', companyId: below, parentId: outer })
    expect(await store.directory.departments(below)).toMatchObject([
      { id: outer, level: 1, isLeaf: false },
      { id: inner, level: 2, isLeaf: true, parentId: outer },
    ])
  })

  test('a placement is the company, role, licence and main department', async () => {
    const licenseId = await store.directory.createLicense({ name: 'full', maxLevel: 3, single: 0, seats: 50 })
    const companyId = await store.directory.createCompany({ name: 'works', licenseId })
    const roleId = await store.directory.createRole({ name: 'boss', companyId, isAdmin: true, note: null })
    const [first, second] = [
      await store.directory.createDepartment({ name: 'a', companyId }),
      await store.directory.createDepartment({ name: 'b', companyId }),
    ]
    const userId = await createPerson({ companyId, roleId })
    await store.directory.placeInDepartment({ userId, departmentId: first, position: 'smith', isMain: true })
    await store.directory.placeInDepartment({ userId, departmentId: second, position: null, isMain: true })
    expect(await store.directory.placement(userId)).toMatchObject({
      company: { id: companyId },
      role: { id: roleId, isAdmin: true },
      license: { id: licenseId, seats: 50 },
      department: { id: second, isLeaf: true },
    })
    await store.directory.placeInDepartment({ userId, departmentId: second, position: null, isMain: false })
    expect(await store.directory.placement(userId)).toMatchObject({ department: undefined })
    expect(await store.directory.placement(await createPerson())).toEqual({
      company: undefined,
      role: undefined,
      license: undefined,
      department: undefined,
    })
  })

  test('a person works in departments, each with the way to it from the top', async () => {
    const companyId = await store.directory.createCompany({ name: 'w' })
    const make = (name: string, parentId: number | null) =>
      store.directory.createDepartment({ name, companyId, parentId })
    const top = await make('top', null)
    const [left, right] = [await make('left', top), await make('right', top)]
    const leaf = await make('leaf', right)
    const userId = await createPerson()
    expect(await store.directory.posts(userId)).toEqual([])
    const place = (departmentId: number, position: string | null, isMain: boolean) =>
      store.directory.placeInDepartment({ userId, departmentId, position, isMain })
    await place(top, null, false)
    await place(leaf, 'engineer', true)
    await place(left, 'adviser', false)
    expect(await store.directory.posts(userId)).toEqual([
      { departmentId: leaf, path: ['top', 'right', 'leaf'], position: 'engineer', isMain: true },
      { departmentId: top, path: ['top'], position: null, isMain: false },
      { departmentId: left, path: ['top', 'left'], position: 'adviser', isMain: false },
    ])
  })

  test('a person reaches the roots of every company they belong to, and their friends', async () => {
    const [root, other, far] = [
      await store.directory.createCompany({ name: 'r' }),
      await store.directory.createCompany({ name: 'o' }),
      await store.directory.createCompany({ name: 'f' }),
    ]
    const deep = await store.directory.createCompany({
      name: 'd',
      parentId: await store.directory.createCompany({ name: 'm', parentId: root }),
    })
    const departmentId = await store.directory.createDepartment({ name: 'x', companyId: other })
    const [userId, friendId] = [await createPerson({ companyId: deep }), await createPerson({ companyId: far })]
    expect(await store.directory.reach(userId)).toEqual({ companyIds: [deep], roots: [root], friendIds: [] })
    await store.directory.placeInDepartment({ userId, departmentId, position: null, isMain: false })
    await befriend(store, userId, friendId)
    expect(await store.directory.reach(userId)).toEqual({
      companyIds: [deep, other],
      roots: [root, other],
      friendIds: [friendId],
    })
    expect(await store.directory.reach(friendId)).toEqual({ companyIds: [far], roots: [far], friendIds: [userId] })
    expect(await store.directory.companiesBelow([root])).toEqual([root, expect.any(Number), deep])
  })
})
