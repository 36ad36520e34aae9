import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { LimitReached, type Store, Taken } from '../store.ts'
import { createTestStore, tester } from './test-store.ts'

let store: Store
let made = 0
let companyId: number
let groupId: number
let ownerId: number
beforeAll(async () => {
  store = await createTestStore()
  ownerId = await store.users.create({ username: 'boss', trueName: '老板', passwordHash: '-', createdAt: 1 })
  const founded = await store.administration.foundCompany(tester, {
    name: '长风',
    groupName: '长风全员群',
    userId: ownerId,
    at: 5,
  })
  if (founded.outcome !== 'founded') throw new Error(founded.outcome)
  companyId = founded.companyId
  groupId = founded.groupId
})
afterAll(() => store[Symbol.asyncDispose]())

let code = ''
beforeEach(() => {
  code = `code-${++made}`
})
const invite = (more: { uses?: number; expiresAt?: number; companyId?: number } = {}) =>
  store.administration.createInvitation(tester, {
    code,
    companyId,
    createdBy: ownerId,
    createdAt: 10,
    expiresAt: 1000,
    uses: 2,
    ...more,
  })
const accept = (username = `newcomer-${++made}`, at = 100, groupLimit = 1000) =>
  store.invitations.accept(code, {
    person: { username, trueName: '小明', passwordHash: '-', createdAt: at },
    from: { address: '10.0.0.1', platform: 'web' },
    lineId: `line-${++made}`,
    groupLimit,
    at,
  })

test('the first company has its founder in it, who owns the group of everybody; there is no second first', async () => {
  expect(await store.users.find(ownerId)).toMatchObject({ companyId })
  expect(await store.directory.company(companyId)).toMatchObject({ name: '长风', groupId, createdBy: ownerId })
  expect(await store.conversations.group(groupId)).toMatchObject({ name: '长风全员群', ownerId, createdAt: 5 })
  expect(await store.conversations.memberIds(groupId)).toMatchObject({ userIds: [ownerId] })
  expect(
    await store.administration.foundCompany(tester, { name: '另一家', groupName: 'x', userId: ownerId, at: 6 }),
  ).toEqual({
    outcome: 'exists',
  })
  expect(await store.directory.companies()).toHaveLength(1)
})

test('who accepts is in the company and in its group, with one line that says so', async () => {
  await invite()
  const accepted = await accept()
  if (accepted.outcome !== 'accepted') throw new Error(accepted.outcome)
  const { userId, joined } = accepted
  expect(await store.users.find(userId)).toMatchObject({ companyId, trueName: '小明', pinyin: 'xiaoming' })
  expect(joined).toMatchObject({ group: { id: groupId }, parts: [{ userId, role: 'member' }] })
  expect((await store.conversations.memberIds(groupId)).userIds).toContain(userId)
  expect(joined?.line?.message.extra?.event).toMatchObject({ what: 'joined', byId: userId, count: 1 })
  expect(await store.invitations.find(code)).toMatchObject({ uses: 2, used: 1 })
})

test('of many at once as many come in as there are places, and each closed one says why', async () => {
  await invite()
  const outcomes = (await Promise.all([accept(), accept(), accept(), accept()])).map(({ outcome }) => outcome)
  expect(outcomes.sort()).toEqual(['accepted', 'accepted', 'usedUp', 'usedUp'])
  code = `code-${++made}`
  await invite({ expiresAt: 100 })
  expect(await accept()).toEqual({ outcome: 'over' })
  code = `code-${++made}`
  const id = await invite()
  expect(await store.administration.withdrawInvitation(tester, id, companyId + 1, 50)).toBe(false)
  expect(await store.administration.withdrawInvitation(tester, id, companyId, 50)).toBe(true)
  expect(await store.administration.withdrawInvitation(tester, id, companyId, 60)).toBe(true)
  expect(await store.invitations.find(code)).toMatchObject({ withdrawnAt: 50 })
  expect(await accept()).toEqual({ outcome: 'withdrawn' })
  code = 'none'
  expect(await accept()).toEqual({ outcome: 'unknown' })
})

test('a name that is taken, and a company without seats, use nothing of it up', async () => {
  await invite()
  await expect(accept('BOSS')).rejects.toThrow(Taken)
  const licenseId = await store.directory.createLicense({ name: 'small', maxLevel: 9, single: 1, seats: 0 })
  const full = await store.directory.createCompany({ name: 'full', licenseId })
  code = `code-${++made}`
  await invite({ companyId: full })
  const before = await store.users.count()
  await expect(accept()).rejects.toThrow(LimitReached)
  expect(await store.users.count()).toBe(before)
  expect(await store.invitations.find(code)).toMatchObject({ used: 0 })
})

test('a full or dissolved group, and none, keep nobody out of the company', async () => {
  await invite({ uses: 5 })
  const { userIds } = await store.conversations.memberIds(groupId)
  expect(await accept(undefined, 100, userIds.length)).toMatchObject({ outcome: 'accepted', joined: undefined })
  await store.groups.dissolve({ groupId, by: ownerId, atLeast: 'owner', lineId: 'end', at: 200 })
  expect(await accept()).toMatchObject({ outcome: 'accepted', joined: undefined })
  const bare = await store.directory.createCompany({ name: 'bare' })
  code = `code-${++made}`
  await invite({ companyId: bare })
  expect(await accept()).toMatchObject({ outcome: 'accepted', joined: undefined })
})

test('the list of a company has its own, newest first', async () => {
  const other = await store.directory.createCompany({ name: 'listed' })
  const first = await invite({ companyId: other })
  code = `code-${++made}`
  const second = await invite({ companyId: other })
  expect((await store.invitations.ofCompany(other, 10)).map(({ id }) => id)).toEqual([second, first])
  expect((await store.invitations.ofCompany(other, 1)).map(({ id }) => id)).toEqual([second])
})
