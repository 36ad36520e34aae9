import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import type { User } from '../../store/people.ts'
import { createTestStore, tester } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createGroups } from '../groups/groups.ts'
import { createCompanyFounding } from './company.ts'

let store: Store
let core: ReturnType<typeof createTestCore>
let admin: User
const bus = createInProcessBus()
beforeEach(async () => {
  store = await createTestStore()
  core = createTestCore({ store, bus, blobs: createFolderBlobs({ folder: '/nonexistent' }) })
  admin = await createAdmin('boss')
})
afterEach(async () => {
  core[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
})

async function createAdmin(username: string): Promise<User> {
  const account = { username, trueName: username, isAdmin: true, passwordHash: '-', createdAt: 1 }
  const found = await store.users.find(await store.users.create(account))
  if (!found) throw new Error('no administrator')
  return found
}

test('an administrator enters a company that there is, and no other', async () => {
  const companyId = await store.directory.createCompany({ name: '长风' })
  await expect(core.company.found(tester, admin, '另一家')).rejects.toMatchObject({ failure: 'company.otherName' })
  expect(await core.company.found(tester, admin, '长风')).toMatchObject({ id: companyId, groupId: null })
  expect(await store.users.find(admin.id)).toMatchObject({ companyId })
})

test('a company without seats says so, and nobody is placed', async () => {
  const licenseId = await store.directory.createLicense({ name: 'small', maxLevel: 9, single: 1, seats: 0 })
  await store.directory.createCompany({ name: '长风', licenseId })
  await expect(core.company.found(tester, admin, '长风')).rejects.toMatchObject({ failure: 'company.full' })
  expect(await store.users.find(admin.id)).toMatchObject({ companyId: null })
})

test('a group of all that is full keeps nobody out of the company', async () => {
  const groups = createGroups({ ...core, store, bus, fanOut: core.messages.fanOut, clock: Date.now, memberLimit: 1 })
  const company = createCompanyFounding({ store, bus, groups, clock: Date.now })
  const { id, groupId } = await company.found(tester, admin, '长风')
  const second = await createAdmin('second')
  expect(await company.found(tester, second, '长风')).toMatchObject({ id, groupId })
  expect(await store.users.find(second.id)).toMatchObject({ companyId: id })
  expect(await store.conversations.memberIds(groupId ?? 0)).toMatchObject({ userIds: [admin.id] })
})
