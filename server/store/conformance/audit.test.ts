import { DatabaseSync } from 'node:sqlite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Administration } from '../administration.ts'
import type { AuditEntry } from '../audit.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import type { Store } from '../store.ts'
import { addMembers, createGroup, tester } from './test-store.ts'

let folder: string
let store: Store
let alice: number
let bob: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-audit-'))
  store = await openSqliteStore({ folder })
  const people = ['alice', 'bob'].map(name => ({ username: name, trueName: name, passwordHash: '-', createdAt: 1 }))
  ;[alice, bob] = (await store.users.createMany(people)) as [number, number]
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const entries = async (): Promise<AuditEntry[]> => (await store.audit.list({ limit: 1000 })).entries
const person = (username: string) => ({ username, trueName: username, passwordHash: 'hash-of-it', createdAt: 1 })
const asked = () => ({ lineId: crypto.randomUUID().replaceAll('-', ''), at: 1 })
const ownerless = (ownerId: number) => ({
  name: 'g',
  ownerId,
  userIds: [],
  avatar: null,
  note: null,
  isPublic: false,
  needsApproval: false,
})
const newModule = { name: 'ERP', avatar: null, companyId: null, createdAt: 1, keyHash: 'hash-of-it' }
const newEntry = { kind: 'card', name: 'ERP', avatar: null, redirect: 'https://erp.example/', companyId: null } as const
const invitation = (companyId: number) => ({
  code: 'code-of-it',
  companyId,
  createdBy: alice,
  createdAt: 1,
  expiresAt: 9,
  uses: 3,
})

type Write = { did: () => Promise<unknown>; leaves: string; changesNothing?: () => Promise<unknown> }

/** One of everything that administrators do; each prepares what it needs and gives back the act itself. */
const writes: { [Name in keyof Administration]: () => Promise<Write> } = {
  addPerson: async () => ({
    did: () => store.administration.addPerson(tester, person('carol'), []),
    leaves: 'person.add',
    changesNothing: () => store.administration.addPerson(tester, person('carol'), []).catch(() => undefined),
  }),
  editPerson: async () => ({
    did: () => store.administration.editPerson(tester, bob, { isEnabled: false }),
    leaves: 'person.disable',
    changesNothing: () => store.administration.editPerson(tester, bob, { isEnabled: false }),
  }),
  resetPassword: async () => ({
    did: () => store.administration.resetPassword(tester, { userId: bob, passwordHash: 'hash-of-it', at: 1 }),
    leaves: 'person.oneTimePassword',
  }),
  importPeople: async () => {
    const one = { ...person('carol'), phone: null, email: null, work: null, company: 'Works', placements: [] }
    return {
      did: () => store.administration.importPeople(tester, [one]),
      leaves: 'person.import',
      changesNothing: () => store.administration.importPeople(tester, [one]).catch(() => undefined),
    }
  },
  addLicense: async () => ({
    did: () => store.administration.addLicense(tester, { name: 'Small', seats: 1, maxLevel: 2, single: 1 }),
    leaves: 'license.add',
  }),
  addCompany: async () => ({
    did: () => store.administration.addCompany(tester, { name: 'Works' }),
    leaves: 'company.add',
  }),
  licenseCompany: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    const licenseId = await store.directory.createLicense({ name: 'Small', seats: 1, maxLevel: 2, single: 1 })
    return {
      did: () => store.administration.licenseCompany(tester, companyId, licenseId),
      leaves: 'company.license',
      changesNothing: async () => {
        for (const id of [alice, bob]) await store.users.change(id, { companyId }).catch(() => undefined)
        const none = await store.directory.createLicense({ name: 'None', seats: 0, maxLevel: 2, single: 1 })
        await expect(store.administration.licenseCompany(tester, companyId, none)).rejects.toThrow()
      },
    }
  },
  foundCompany: async () => {
    const founding = { name: 'Works', groupName: 'All', userId: alice, at: 1 }
    return {
      did: () => store.administration.foundCompany(tester, founding),
      leaves: 'company.found',
      changesNothing: () => store.administration.foundCompany(tester, founding),
    }
  },
  enterCompany: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    return { did: () => store.administration.enterCompany(tester, alice, companyId), leaves: 'company.join' }
  },
  saveDepartment: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    const wish = { companyId, parentId: null, name: 'Lab' }
    return {
      did: () => store.administration.saveDepartment(tester, wish),
      leaves: 'department.add',
      changesNothing: () => store.administration.saveDepartment(tester, wish),
    }
  },
  removeDepartment: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    const id = await store.directory.createDepartment({ companyId, name: 'Lab' })
    return {
      did: () => store.administration.removeDepartment(tester, id),
      leaves: 'department.remove',
      changesNothing: () => store.administration.removeDepartment(tester, id),
    }
  },
  createGroup: async () => ({
    did: () => store.administration.createGroup(tester, { ...ownerless(alice), ...asked() }),
    leaves: 'group.add',
  }),
  addToGroup: async () => {
    const groupId = await createGroup(store, { ownerId: alice })
    const joining = { userIds: [bob], limit: 10, freeFrom: 'manager', isOwn: false } as const
    const add = () =>
      store.administration.addToGroup(tester, { groupId, by: alice, atLeast: 'owner', ...asked() }, joining)
    return { did: add, leaves: 'group.letIn', changesNothing: add }
  },
  removeFromGroup: async () => {
    const groupId = await createGroup(store, { ownerId: alice, userIds: [bob] })
    const remove = () =>
      store.administration.removeFromGroup(tester, { groupId, by: alice, atLeast: 'owner', ...asked() }, [bob])
    return { did: remove, leaves: 'group.takeOut', changesNothing: remove }
  },
  appointOwner: async () => {
    const groupId = await createGroup(store, { ownerId: alice })
    await addMembers(store, groupId, [bob])
    const appoint = () => store.administration.appointOwner(tester, { groupId, userId: bob, ...asked() })
    return { did: appoint, leaves: 'group.appoint', changesNothing: appoint }
  },
  addModule: async () => ({ did: () => store.administration.addModule(tester, newModule), leaves: 'module.add' }),
  changeModuleKey: async () => {
    const id = await store.modules.create(newModule)
    return {
      did: () => store.administration.changeModuleKey(tester, id, 'hash-of-it'),
      leaves: 'module.key',
      changesNothing: () => store.administration.changeModuleKey(tester, 404_404, 'hash-of-it'),
    }
  },
  enableModule: async () => {
    const id = await store.modules.create(newModule)
    const disable = () => store.administration.enableModule(tester, id, false)
    return { did: disable, leaves: 'module.disable', changesNothing: disable }
  },
  addEntry: async () => ({ did: () => store.administration.addEntry(tester, newEntry), leaves: 'entry.add' }),
  removeEntry: async () => {
    const id = await store.modules.createEntry(newEntry)
    const remove = () => store.administration.removeEntry(tester, id)
    return { did: remove, leaves: 'entry.remove', changesNothing: remove }
  },
  createInvitation: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    return {
      did: () => store.administration.createInvitation(tester, invitation(companyId)),
      leaves: 'invitation.add',
      // Its code is taken.
      changesNothing: () => store.administration.createInvitation(tester, invitation(companyId)).catch(() => undefined),
    }
  },
  withdrawInvitation: async () => {
    const companyId = await store.directory.createCompany({ name: 'Works' })
    const id = await store.administration.createInvitation(tester, invitation(companyId))
    const withdraw = () => store.administration.withdrawInvitation(tester, id, companyId, 5)
    return { did: withdraw, leaves: 'invitation.withdraw', changesNothing: withdraw }
  },
}

describe('what administrators do', () => {
  test.each(Object.entries(writes))('%s leaves one entry, and none where it changes nothing', async (_, prepare) => {
    const { did, leaves, changesNothing } = await prepare()
    const before = await entries()
    await did()
    const left = (await entries()).slice(0, -before.length || undefined)
    expect(left.map(({ action }) => action)).toEqual([leaves])
    expect(left[0]).toMatchObject({ id: before.length + 1, actor: { kind: 'commandLine', id: null, name: 'tester' } })
    expect(JSON.stringify(left)).not.toMatch(/hash-of-it|code-of-it/)
    await changesNothing?.()
    expect(await entries()).toHaveLength(before.length + 1)
    expect(await store.diagnose()).toMatchObject({ audit: [] })
  })

  test('an edit tells what was and what is, and the person is named as they were called', async () => {
    await store.administration.editPerson(tester, bob, { trueName: 'Robert', phone: '13800000001', isAdmin: true })
    expect(await entries()).toMatchObject([
      { action: 'person.promote', subject: { kind: 'person', id: bob, name: 'bob' } },
      {
        action: 'person.edit',
        subject: { id: bob, name: 'bob' },
        details: { changes: { trueName: ['bob', 'Robert'], phone: [null, '13800000001'] } },
      },
    ])
  })
})

describe('the log', () => {
  const note = (at: number) => store.audit.note(tester, { action: 'backup.make', details: { folder: `/backup/${at}` } })
  const fill = async (count: number) => {
    for (let at = 1; at <= count; at += 1) await note(at)
  }
  /** As somebody who has the file, and not this program. */
  function tamper(sql: string): void {
    const file = new DatabaseSync(join(folder, 'hongyan.db'))
    file.exec(sql)
    file.close()
  }
  const faults = async () => (await store.diagnose()).audit

  test.each([
    ['a letter of the details', `UPDATE audit SET details = replace(details, '/backup/3', '/backup/4') WHERE id = 3`],
    ['a name', `UPDATE audit SET actor_name = 'tezter' WHERE id = 3`],
    ['a time', 'UPDATE audit SET at = at + 1 WHERE id = 3'],
    ['who it was', `UPDATE audit SET actor_kind = 'server' WHERE id = 3`],
    ['its hash', `UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE id = 3`],
  ])('of which %s was changed names the entry', async (_, sql) => {
    await fill(5)
    expect(await faults()).toEqual([])
    tamper(sql)
    expect(await faults()).toEqual([expect.stringMatching(/^entry 3 \(backup\.make, .*\) is not as it was written$/)])
  })

  test.each([
    ['in the middle', 'DELETE FROM audit WHERE id = 3', 'entry 3 is missing'],
    ['at the end', 'DELETE FROM audit WHERE id = 5', 'entry 5 is missing'],
    ['at the end, several', 'DELETE FROM audit WHERE id > 3', 'entries 4 to 5 are missing'],
    ['at the beginning', 'DELETE FROM audit WHERE id < 3', 'entries 1 to 2 are missing'],
    ['everywhere', 'DELETE FROM audit', 'entries 1 to 5 are missing'],
    [
      'with what says where it ends',
      `DELETE FROM audit; DELETE FROM settings WHERE name LIKE 'audit.%'`,
      'where it begins and ends is not known any more',
    ],
  ])('of which entries are missing %s says which', async (_, sql, line) => {
    await fill(5)
    tamper(sql)
    expect(await faults()).toEqual([line])
  })

  test('of which an entry was taken out and the others moved up names the first that moved', async () => {
    await fill(5)
    tamper('DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3')
    expect(await faults()).toEqual([expect.stringMatching(/^entry 3 .* is not as it was written$/)])
  })

  test('that has lost its end tells of it also after more was written', async () => {
    await fill(5)
    tamper('DELETE FROM audit WHERE id = 5')
    await note(6)
    expect(await faults()).toEqual(['entry 5 is missing'])
  })

  test('lets go of what is old from its beginning on, says so, and is whole after', async () => {
    await fill(5)
    expect(await store.audit.letGo(0, 100)).toBe(0)
    expect(await store.audit.letGo(Date.now() + 1000, 3)).toBe(3)
    expect((await entries()).map(({ id, action }) => [id, action])).toEqual([
      [6, 'audit.remove'],
      [5, 'backup.make'],
      [4, 'backup.make'],
    ])
    expect((await entries())[0]).toMatchObject({ actor: { kind: 'server' }, details: { from: 1, to: 3 } })
    expect(await faults()).toEqual([])
    tamper('DELETE FROM audit WHERE id = 4')
    expect(await faults()).toEqual(['entry 4 is missing'])
  })

  test('keeps what its hash is over, whatever stands in a name', async () => {
    const name = 'a\0b \uD800 é 😀 "quoted" \\u0000 end'
    await store.audit.note({ kind: 'commandLine', name }, { action: 'backup.make', details: { folder: name } })
    await store.audit.note(
      { kind: 'commandLine', name: '😀'.repeat(150) },
      { action: 'backup.make', details: { folder: 'x'.repeat(100_000) } },
    )
    expect(await faults()).toEqual([])
    expect((await entries())[1]).toMatchObject({ details: { folder: name } })
  })

  test('is read in pages, newest first, and narrowed by each of its sides', async () => {
    await fill(3)
    const by = { kind: 'person', id: alice, name: 'Alice', address: '10.0.0.1', platform: 'web' } as const
    await store.administration.editPerson(by, bob, { isEnabled: false })
    const person = { ...{ username: 'carol', trueName: 'Carol', passwordHash: '-', createdAt: 1 } }
    const imported = { ...person, phone: null, email: null, work: null, company: null, placements: [] }
    await store.administration.importPeople(by, [imported])
    const carol = (await store.users.findAccount('carol'))?.id ?? 0
    const ids = async (question: object) =>
      (await store.audit.list({ limit: 100, ...question })).entries.map(({ id }) => id)
    const first = await store.audit.list({ limit: 2 })
    expect(first).toMatchObject({ entries: [{ id: 5 }, { id: 4 }], next: 4 })
    expect(await store.audit.list({ limit: 9, before: 4 })).toMatchObject({
      entries: [{ id: 3 }, { id: 2 }, { id: 1 }],
      next: null,
    })
    expect(await ids({ actor: { kind: 'person', id: alice } })).toEqual([5, 4])
    expect(await ids({ actor: { kind: 'commandLine' } })).toEqual([3, 2, 1])
    expect(await ids({ subject: { kind: 'person', id: bob } })).toEqual([4])
    expect(await ids({ subject: { kind: 'person', id: carol } })).toEqual([5])
    expect(await ids({ action: 'person' })).toEqual([5, 4])
    expect(await ids({ action: 'person.disable' })).toEqual([4])
    expect(await ids({ action: 'per' })).toEqual([])
    expect(await ids({ text: 'backup/2' })).toEqual([2])
    expect(await ids({ text: '%' })).toEqual([])
    expect(await ids({ from: Date.now() + 60_000 })).toEqual([])
    expect(await ids({ to: Date.now() + 60_000 })).toHaveLength(5)
  })
})

test('a login is written down with its way, its network and its device, once', async () => {
  const token = {
    hash: 'a'.repeat(64),
    userId: alice,
    platform: 'ios',
    kind: 'phone',
    device: 'd',
    brand: 'Safari',
    address: '10.0.0.9',
    createdAt: 1,
    usedAt: 1,
    stage: 'full',
  } as const
  expect(await store.tokens.create(token, true, 'code', { tokenHash: 'dead' })).toBeUndefined()
  expect(await entries()).toEqual([])
  await store.tokens.create(token, true, 'code')
  const actor = { kind: 'person', id: alice, name: 'alice' }
  expect(await entries()).toMatchObject([
    { action: 'login.accept', actor, details: { way: 'code', address: '10.0.0.9', platform: 'ios' } },
  ])
  await store.tokens.create({ ...token, hash: 'b'.repeat(64) }, false, 'password')
  const by = { ...actor, kind: 'person', address: '10.0.0.9', platform: 'ios' } as const
  await store.tokens.endOwn(by, { except: token.hash })
  await store.tokens.endOwn(by, { except: token.hash })
  expect((await entries()).map(({ action }) => action)).toEqual(['login.end', 'login.accept', 'login.accept'])
})
