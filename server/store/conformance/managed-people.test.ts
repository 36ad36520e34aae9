import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LimitReached, Taken } from '../store.ts'
import type { Store } from '../store.ts'
import { createTestStore, tester } from './test-store.ts'

let store: Store
let made = 0
beforeAll(async () => {
  store = await createTestStore()
  await person({ username: 'root', isAdmin: true })
})
afterAll(() => store[Symbol.asyncDispose]())

const person = (more: Partial<Parameters<Store['users']['create']>[0]> = {}) =>
  store.users.create({ username: `p${++made}`, trueName: '某人', passwordHash: 'x', createdAt: 1, ...more })
const found = async (id: number) => {
  const managed = await store.managedPeople.find(id)
  if (!managed) throw new Error('nobody')
  return managed
}
async function company(name: string) {
  const companyId = await store.directory.createCompany({ name })
  const top = await store.directory.createDepartment({ name: '研发', companyId })
  const below = await store.directory.createDepartment({ name: '平台', companyId, parentId: top })
  return { companyId, top, below }
}

describe('the list', () => {
  test('holds everybody in pages by name, disabled people too, and counts them all', async () => {
    const { companyId } = await company('List')
    const ids = [
      await person({ trueName: '张伟', companyId }),
      await person({ trueName: '阿明', companyId }),
      await person({ trueName: '李娜', companyId, isEnabled: false }),
    ]
    const page = (offset: number) => store.managedPeople.list({ companyId, offset, limit: 2 })
    const [first, second] = [await page(0), await page(2)]
    expect([first.total, second.total, (await page(4)).total]).toEqual([3, 3, 3])
    expect([...first.people, ...second.people].map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]])
  })

  test('finds by name, pinyin, username, phone and e-mail address, and by state and department', async () => {
    const { companyId, top, below } = await company('Find')
    const id = await person({ username: 'he.chao', trueName: '何超', phone: '13900000077', email: 'he@find.cn' })
    await store.directory.placeInDepartment({ userId: id, departmentId: below, position: null, isMain: true })
    const ids = async (question: object) =>
      (await store.managedPeople.list({ companyId, offset: 0, limit: 9, ...question })).people.map(each => each.id)
    for (const keyword of ['何超', 'hechao', 'he.chao', '1390000', 'he@find'])
      expect([keyword, await ids({ keyword })]).toEqual([keyword, [id]])
    expect(await ids({ keyword: '何_' })).toEqual([])
    expect([await ids({ departmentId: below }), await ids({ departmentId: top })]).toEqual([[id], []])
    const other = await person({ companyId, isAdmin: true, mustChangePassword: true })
    expect(await ids({ state: 'administrators' })).toEqual([other])
    expect(await ids({ state: 'invited' })).toEqual([other])
    await store.users.change(other, { isEnabled: false })
    expect(await ids({ state: 'invited' })).toEqual([])
    expect(await ids({ state: 'disabled' })).toEqual([other])
    expect(await ids({ state: 'enabled' })).toEqual([id])
  })

  test('says where people are and when they were there last', async () => {
    const { companyId, below } = await company('Places')
    const id = await person({ companyId })
    await store.directory.placeInDepartment({ userId: id, departmentId: below, position: '经理', isMain: true })
    const token = { userId: id, platform: 'ios', kind: 'phone', device: 'd', brand: 'b', address: 'a' } as const
    for (const [hash, usedAt] of [
      ['one', 300],
      ['two', 200],
    ] as const)
      await store.tokens.create({ hash, ...token, createdAt: 1, usedAt, stage: 'full' }, false, 'password')
    expect(await found(id)).toMatchObject({
      posts: [{ departmentId: below, companyId, path: ['研发', '平台'], position: '经理' }],
      usedAt: 300,
    })
    expect((await found(await person())).usedAt).toBeNull()
  })
})

describe('a person', () => {
  test('changes in all that is given, and in nothing else', async () => {
    const { companyId, top, below } = await company('Edit')
    const id = await person({ trueName: '旧名', phone: '13900000001' })
    const posts = [
      { departmentId: below, position: '经理' },
      { departmentId: top, position: null },
    ]
    expect(await store.administration.editPerson(tester, id, { trueName: '新名', companyId, posts })).toBe('edited')
    const after = await found(id)
    expect(after).toMatchObject({ trueName: '新名', pinyin: 'xinming', phone: '13900000001', companyId })
    expect(after.posts.map(({ departmentId, position }) => ({ departmentId, position }))).toEqual(posts)
    await store.administration.editPerson(tester, id, { posts: [], phone: null, isEnabled: false })
    expect(await found(id)).toMatchObject({ posts: [], phone: null, isEnabled: false, trueName: '新名' })
  })

  test('that somebody else changed meanwhile stays as it is', async () => {
    const id = await person()
    const { revision } = await found(id)
    const both = await Promise.all([
      store.administration.editPerson(tester, id, { work: '一' }, revision),
      store.administration.editPerson(tester, id, { work: '二' }, revision),
    ])
    expect(both.sort()).toEqual(['changedMeanwhile', 'edited'])
  })

  test('keeps everything if one part of a change is refused', async () => {
    const { companyId, top } = await company('Refused')
    await person({ username: 'taken' })
    const id = await person({ companyId })
    const before = await found(id)
    const posts = [{ departmentId: top, position: null }]
    await expect(store.administration.editPerson(tester, id, { username: 'taken', posts })).rejects.toBeInstanceOf(
      Taken,
    )
    expect(await store.administration.editPerson(tester, id, { work: 'x', companyId: 9999 })).toBe('companyUnknown')
    const unknown = [{ departmentId: 9999, position: null }]
    expect(await store.administration.editPerson(tester, id, { work: 'x', posts: unknown })).toBe('departmentUnknown')
    expect(await store.administration.editPerson(tester, 9999, { work: 'x' })).toBe('userUnknown')
    expect(await found(id)).toEqual(before)
  })

  test('takes no seat that is not there, by company or by department', async () => {
    const licenseId = await store.directory.createLicense({ name: 'One', maxLevel: 9, single: 9, seats: 1 })
    const { companyId, top } = await company('Seats')
    await store.administration.licenseCompany(tester, companyId, licenseId)
    await person({ companyId })
    const id = await person()
    const posts = [{ departmentId: top, position: null }]
    for (const change of [{ companyId }, { posts }])
      await expect(store.administration.editPerson(tester, id, change)).rejects.toBeInstanceOf(LimitReached)
    expect(await found(id)).toMatchObject({ companyId: null, posts: [] })
  })

  test('who is the last administrator stays one, and enabled', async () => {
    const administrators = await store.managedPeople.list({ state: 'administrators', offset: 0, limit: 9 })
    const [last] = administrators.people
    expect(administrators.total).toBe(1)
    for (const change of [{ isAdmin: false }, { isEnabled: false }])
      expect(await store.administration.editPerson(tester, last?.id ?? 0, change)).toBe('lastAdministrator')
    const second = await person({ isAdmin: true })
    expect(await store.administration.editPerson(tester, last?.id ?? 0, { isAdmin: false })).toBe('edited')
    expect(await store.administration.editPerson(tester, second, { isEnabled: false })).toBe('lastAdministrator')
  })
})

describe('a department', () => {
  test('is made, renamed and moved with all that is below it', async () => {
    const { companyId, top, below } = await company('Tree')
    const made = await store.administration.saveDepartment(tester, { companyId, parentId: null, name: '市场' })
    if (typeof made === 'string') throw new Error(made)
    expect(
      await store.administration.saveDepartment(tester, { id: top, companyId, parentId: made.id, name: '技术' }),
    ).toEqual({
      id: top,
    })
    const levels = new Map((await store.directory.departments(companyId)).map(({ id, level }) => [id, level]))
    expect([levels.get(made.id), levels.get(top), levels.get(below)]).toEqual([1, 2, 3])
    const id = await person()
    await store.directory.placeInDepartment({ userId: id, departmentId: below, position: null, isMain: true })
    expect((await found(id)).posts[0]?.path).toEqual(['市场', '技术', '平台'])
  })

  test('lies neither below itself nor beside one of its name, and stays in its company', async () => {
    const { companyId, top, below } = await company('Circle')
    const other = await company('Other')
    const save = (wish: object) =>
      store.administration.saveDepartment(tester, { companyId, parentId: null, name: '某部', ...wish })
    expect(await save({ id: top, parentId: below })).toBe('belowItself')
    expect(await save({ id: top, parentId: top })).toBe('belowItself')
    expect(await save({ name: '研发' })).toBe('nameTaken')
    expect(await save({ id: top, name: '研发' })).toEqual({ id: top })
    expect(await save({ id: other.top })).toBe('departmentUnknown')
    expect(await save({ parentId: other.top })).toBe('departmentUnknown')
    expect(await save({ companyId: 9999 })).toBe('companyUnknown')
  })

  test('goes once nobody is in it and none is below', async () => {
    const { top, below } = await company('Remove')
    const id = await person()
    await store.directory.placeInDepartment({ userId: id, departmentId: below, position: null, isMain: true })
    expect(await store.administration.removeDepartment(tester, top)).toBe('notEmpty')
    expect(await store.administration.removeDepartment(tester, below)).toBe('notEmpty')
    await store.administration.editPerson(tester, id, { posts: [] })
    for (const department of [below, top])
      expect(await store.administration.removeDepartment(tester, department)).toBe('removed')
    expect(await store.administration.removeDepartment(tester, top)).toBe('unknown')
  })

  test('lies no deeper than the licence allows, and nothing is kept of the try', async () => {
    const licenseId = await store.directory.createLicense({ name: 'Flat', maxLevel: 2, single: 9, seats: 9 })
    const { companyId, top, below } = await company('Deep')
    await store.administration.licenseCompany(tester, companyId, licenseId)
    const before = await store.directory.departments(companyId)
    const deeper = { companyId, parentId: below, name: '三级' }
    await expect(store.administration.saveDepartment(tester, deeper)).rejects.toBeInstanceOf(LimitReached)
    const beside = await store.administration.saveDepartment(tester, { companyId, parentId: null, name: '二' })
    if (typeof beside === 'string') throw new Error(beside)
    const moved = { id: top, companyId, parentId: beside.id, name: '研发' }
    await expect(store.administration.saveDepartment(tester, moved)).rejects.toBeInstanceOf(LimitReached)
    expect((await store.directory.departments(companyId)).filter(({ id }) => id !== beside.id)).toEqual(
      before.map(department => ({ ...department })),
    )
  })
})
