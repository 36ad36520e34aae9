import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportAudit, listAudit } from '../contract/audit.ts'
import { addPerson, editPerson, giveOneTimePassword, saveDepartment } from '../contract/admin.ts'
import { editPassword, endLogin } from '../contract/accounts.ts'
import { createInvitation, foundCompany, withdrawInvitation } from '../contract/company.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { choosePassword, command } from './people.ts'
import { startServer, unrationed } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// What administrators do and who signs in is written down, found, taken away as a table, and cannot be changed unseen.

const secret = 'seven horses in a row'
const folder = tempFolder()
let server: ServerProcess
let admin: Client
let lina: Client
let linaId: number
const secrets: string[] = [secret]

beforeAll(async () => {
  server = await startServer({ folder: folder.path, settings: unrationed })
  const given = /^ +password +(\S+)/m.exec(server.output())?.[1] ?? ''
  admin = createClient(server.origin)
  await admin.login('admin', given)
  await admin.ask(editPassword, { body: { oldPassword: given, password: secret } })
  const { company } = await admin.ask(foundCompany, { body: { name: '鸿雁科技' } })
  const added = await admin.ask(addPerson, { body: { username: 'lina', trueName: '=李娜', companyId: company.id } })
  linaId = added.person.user.id
  const own = await choosePassword(server.origin, 'lina', added.oneTime.password)
  lina = createClient(server.origin)
  await lina.login('lina', own)
  await admin.ask(saveDepartment, { body: { companyId: company.id, text: '研发' } })
  const { id, code } = await admin.ask(createInvitation, { body: {} })
  await admin.ask(withdrawInvitation, { query: { id } })
  secrets.push(given, added.oneTime.password, own, code, admin.token, lina.token)
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

const actions = async (query: object = {}) =>
  (await admin.ask(listAudit, { query })).entries.map(entry => entry.action).reverse()

test('everything that was done until now is there, in order, and no secret with it', async () => {
  expect(await actions()).toEqual([
    'person.add',
    'login.accept',
    'password.change',
    'company.found',
    'person.add',
    'login.accept',
    'password.change',
    'login.accept',
    'department.add',
    'invitation.add',
    'invitation.withdraw',
  ])
  const { entries } = await admin.ask(listAudit)
  expect(entries.at(-1)).toMatchObject({ id: 1, actor: { kind: 'server', id: null } })
  expect(entries.at(-2)).toMatchObject({
    actor: { kind: 'person', name: '管理员' },
    details: { way: 'password', address: '127.0.0.1', platform: 'linux' },
  })
  const text = JSON.stringify(entries)
  expect(secrets.filter(each => text.includes(each))).toEqual([])
})

test('it is narrowed to a person, to what was done, to words, and goes on page by page', async () => {
  expect(await actions({ subjectKind: 'person', subjectId: linaId })).toEqual(['person.add'])
  expect(await actions({ actorKind: 'person', actorId: linaId, action: 'login' })).toEqual([
    'login.accept',
    'login.accept',
  ])
  expect(await actions({ text: '研发' })).toEqual(['department.add'])
  const first = await admin.ask(listAudit, { query: { size: 4 } })
  const second = await admin.ask(listAudit, { query: { size: 200, before: first.next ?? 0 } })
  expect(second.next).toBeNull()
  expect([...first.entries, ...second.entries].map(({ id }) => id)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  expect(await admin.try(listAudit, { query: { action: 'DROP' } })).toMatchObject({ code: 400 })
})

test('who is no administrator sees nothing of it, and their tries are counted', async () => {
  for (let time = 0; time < 5; time += 1) expect((await lina.try(listAudit)).failure).toBe('admin.only')
  expect((await lina.try(exportAudit, { body: {} })).failure).toBe('admin.only')
  expect((await lina.try(createInvitation, { body: {} })).failure).toBe('admin.only')
  await expect.poll(() => actions({ action: 'admin.refuse' })).toEqual(['admin.refuse'])
})

test('wrong passwords are counted, and what was typed is nowhere', async () => {
  const stranger = createClient(server.origin)
  for (const [account, password] of [
    ['lina', 'wrong'],
    ['lina', 'wrong'],
    ['my-password-typed-here', 'wrong'],
  ] as const)
    await stranger.login(account, password).catch(() => undefined)
  await expect.poll(() => actions({ action: 'login.refuse' })).toEqual(['login.refuse', 'login.refuse'])
  expect(await actions({ text: 'typed-here' })).toEqual([])
})

test('a device that is signed out, a password that is given, an account that is disabled leave an entry each', async () => {
  const other = createClient(server.origin, 'Mozilla/5.0 (iPhone)')
  await other.login('admin', secret)
  await admin.ask(endLogin, { body: {} })
  await admin.ask(giveOneTimePassword, { body: { id: linaId } })
  const { person } = await admin.ask(addPerson, { body: { username: 'wang', trueName: '王芳' } })
  await admin.ask(editPerson, { body: { id: person.user.id, revision: person.revision, enable: 0 } })
  await command(folder.path, 'user', 'enable', 'wang')
  expect((await actions()).slice(-5)).toEqual([
    'login.end',
    'person.oneTimePassword',
    'person.add',
    'person.disable',
    'person.enable',
  ])
  expect((await admin.ask(listAudit, { query: { size: 1 } })).entries).toMatchObject([
    { actor: { kind: 'commandLine', name: expect.stringMatching(/./) }, subject: { name: '王芳' } },
  ])
})

test('it is taken away as a table, by the console and by the command, and no cell is a formula', async () => {
  const { csv, next } = await admin.ask(exportAudit, { body: { subjectKind: 'person', subjectId: linaId } })
  expect(next).toBeNull()
  expect(csv).toMatch(/^\uFEFFid,time,actorKind,/)
  expect(csv).toContain(',person.add,person,')
  expect(csv).toContain(",'=李娜,")
  expect(csv).not.toMatch(/(^|,)=/m)
  const file = join(folder.path, 'audit.csv')
  expect(await command(folder.path, 'audit', 'export', file, '--person', 'lina')).toMatch('3 entries were written')
  expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(5)
  await expect(command(folder.path, 'audit', 'export', file)).rejects.toThrow('cannot be made')
  expect(await actions({ action: 'audit' })).toEqual(['audit.export', 'audit.export'])
  const listed = await command(folder.path, 'audit', 'list', '--actor', 'command-line', '--limit', '2')
  expect(listed).toMatch(/commandLine \S+ {2}audit\.export/)
})

test('one byte changed, one entry removed: the doctor names the entry', async () => {
  expect(await command(folder.path, 'doctor')).toMatch(/^ok {6}audit log$/m)
  await server.stop()
  const database = new DatabaseSync(join(folder.path, 'hongyan.db'))
  const doctor = () => command(folder.path, 'doctor')
  database.exec(`UPDATE audit SET subject_name = '=李妠' WHERE id = 5`)
  expect(await doctor()).toMatch(/^FAILED {2}audit log: entry 5 \(person\.add, .*\) is not as it was written$/m)
  database.exec(`UPDATE audit SET subject_name = '=李娜' WHERE id = 5; DELETE FROM audit WHERE id = 7`)
  expect(await doctor()).toMatch(/^FAILED {2}audit log: entry 7 is missing$/m)
  database.close()
})
