import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import type { User } from '../../store/people.ts'
import { createTestStore } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'

let store: Store
let core: ReturnType<typeof createTestCore>
let admin: User
beforeEach(async () => {
  store = await createTestStore()
  core = createTestCore({ store, bus: createInProcessBus(), blobs: createFolderBlobs({ folder: '/nonexistent' }) })
  const account = { username: 'boss', trueName: '老板', isAdmin: true, passwordHash: '-', createdAt: 1 }
  const found = await store.users.find(await store.users.create(account))
  if (!found) throw new Error('no administrator')
  admin = found
})
afterEach(async () => {
  core[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
})

test('an administrator enters a company that there is, and no other', async () => {
  const companyId = await store.directory.createCompany({ name: '长风' })
  await expect(core.company.found(admin, '另一家')).rejects.toMatchObject({ failure: 'company.otherName' })
  expect(await core.company.found(admin, '长风')).toMatchObject({ id: companyId, groupId: null })
  expect(await store.users.find(admin.id)).toMatchObject({ companyId })
})

test('a company without seats says so, and nobody is placed', async () => {
  const licenseId = await store.directory.createLicense({ name: 'small', maxLevel: 9, single: 1, seats: 0 })
  await store.directory.createCompany({ name: '长风', licenseId })
  await expect(core.company.found(admin, '长风')).rejects.toMatchObject({ failure: 'company.full' })
  expect(await store.users.find(admin.id)).toMatchObject({ companyId: null })
})
