import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { NodeEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { createTestStore, tester } from '../../store/conformance/test-store.ts'
import type { User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import type { Admin } from './admin.ts'
import type { Refusal } from './refused.ts'

let store: Store
let admin: Admin
let heard: NodeEvent[]
beforeEach(async () => {
  store = await createTestStore()
  const bus = createInProcessBus()
  heard = []
  bus.onAll(event => {
    heard.push(event)
  })
  admin = createTestCore({ store, bus, blobs: createFolderBlobs({ folder: '/nonexistent' }) }).admin
})
afterEach(() => store[Symbol.asyncDispose]())

const person = (username: string) => ({ username, trueName: username, isAdmin: false })
const refused = (...refusals: Refusal[]) => expect.objectContaining({ refusals })
const importing = (text: string) => admin.importing.run(tester, Buffer.from(text))

describe('people', () => {
  test('every reason against a new account is named at once, and nothing is kept', async () => {
    await admin.people.add(tester, person('alice'))
    await expect(admin.people.add(tester, { ...person('Alice'), phone: '12x', email: 'nobody' })).rejects.toEqual(
      refused(
        { name: 'phone.invalid', phone: '12x' },
        { name: 'email.invalid', email: 'nobody' },
        { name: 'account.taken', account: 'alice' },
      ),
    )
    const unknownCompany = refused({ name: 'company.unknown', company: 'Nowhere' })
    await expect(admin.people.add(tester, { ...person('bob'), company: 'Nowhere' })).rejects.toEqual(unknownCompany)
    const unknownUsers = refused({ name: 'user.unknown', usernames: ['bob', 'carol'] })
    await expect(admin.people.named(['alice', 'bob', 'carol'])).rejects.toEqual(unknownUsers)
    expect(await store.users.count()).toBe(1)
  })

  test('of two who ask for one name at once, one gets it and the other hears why not', async () => {
    const results = await Promise.allSettled([
      admin.people.add(tester, person('alice')),
      admin.people.add(tester, person('alice')),
    ])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const rejected = results.find(result => result.status === 'rejected')
    expect(rejected?.reason).toEqual(refused({ name: 'account.takenMeanwhile', field: 'username' }))
  })

  test('nobody is enabled beyond the seats of the licence', async () => {
    await admin.organisation.addLicense(tester, { name: 'Small', seats: 1, maxLevel: 2 })
    await admin.organisation.addCompany(tester, { name: 'Works', license: await admin.organisation.license('Small') })
    await admin.people.add(tester, { ...person('alice'), company: 'Works' })
    const exceeded = refused({ name: 'license.exceeded', limit: { what: 'seats', license: 'Small', most: 1 } })
    await expect(admin.people.add(tester, { ...person('bob'), company: 'Works' })).rejects.toEqual(exceeded)
    await admin.people.disable(tester, await admin.people.find('alice'))
    await admin.people.add(tester, { ...person('bob'), company: 'Works' })
    await expect(admin.people.enable(tester, await admin.people.find('alice'))).rejects.toEqual(exceeded)
  })
})

test('who is added or imported is in the group of everybody of their company', async () => {
  await admin.people.add(tester, { ...person('owner'), isAdmin: true })
  const owner = await admin.people.find('owner')
  await store.administration.foundCompany(tester, { name: 'Works', groupName: 'All', userId: owner.id, at: 1 })
  await admin.people.add(tester, { ...person('alice'), company: 'Works' })
  await importing(
    `username,trueName,company\n${Array.from({ length: 250 }, (_, at) => `bob${at},Bob,Works\n`).join('')}carol,Carol,\n`,
  )
  const { groupId } = await admin.organisation.company('Works')
  const { userIds } = await store.conversations.memberIds(groupId ?? 0)
  expect(userIds).toHaveLength(1 + 1 + 250)
  expect(userIds).not.toContain((await admin.people.find('carol')).id)
})

describe('an import', () => {
  test('answers what was made and a password for each, and everyone’s reach is read again', async () => {
    const table = 'username,trueName,company,department\nalice,Alice,Works,Lab\nbob,Bob,Works,\n'
    const { created, accounts } = await importing(table)
    expect(created).toEqual(['Works', 'Works/Lab'])
    expect(accounts.map(({ username }) => username)).toEqual(['alice', 'bob'])
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(2)
    expect(heard).toContainEqual({ type: 'reachChanged' })
  })

  test('names every mistake by its line, and keeps nothing', async () => {
    await admin.people.add(tester, person('carol'))
    const header = 'username,trueName,email\n'
    const table = `${header}alice,Alice,a@example.com\nbob,,nonsense\nalice,Alice,\n`
    await expect(importing(table)).rejects.toEqual(
      refused({
        name: 'table.badLines',
        mistakes: [
          { line: 3, name: 'trueName.invalid' },
          { line: 3, name: 'email.invalid', email: 'nonsense' },
          { line: 4, name: 'value.repeated', field: 'username', value: 'alice', firstLine: 2 },
        ],
      }),
    )
    await expect(importing(`${header}alice,Alice,\ncarol,Carol,\n`)).rejects.toEqual(
      refused({
        name: 'table.badLines',
        mistakes: [{ line: 3, name: 'account.taken', account: 'carol' }],
      }),
    )
    await expect(importing('username,naem\n')).rejects.toEqual(
      refused({
        name: 'table.badHeader',
        mistakes: [
          { name: 'column.unknown', column: 'naem' },
          { name: 'column.missing', column: 'trueName' },
        ],
      }),
    )
    expect(await store.users.count()).toBe(1)
  })
})

test('a group is handed to nobody who is not in it or cannot log in', async () => {
  await importing('username,trueName\nalice,Alice\nbob,Bob\nmallory,Mallory\n')
  const [alice, bob, mallory] = (await admin.people.named(['alice', 'bob', 'mallory'])) as [User, User, User]
  const { group } = await admin.groups.create(tester, { name: 'Plan', owner: alice, members: [bob] })
  const notMember = refused({ name: 'group.notMember', username: 'mallory', group })
  await expect(admin.groups.handOver(tester, group, mallory)).rejects.toEqual(notMember)
  await admin.people.disable(tester, bob)
  const cannotManage = refused({ name: 'user.cannotManage', username: 'bob' })
  await expect(admin.groups.handOver(tester, group, await admin.people.find('bob'))).rejects.toEqual(cannotManage)
  await expect(admin.groups.remove(tester, group, [alice])).rejects.toEqual(refused({ name: 'group.ownerStays' }))
  await expect(admin.groups.find(404_404)).rejects.toEqual(refused({ name: 'group.unknown', id: 404_404 }))
})
