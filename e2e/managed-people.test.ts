import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPerson,
  editPerson,
  giveOneTimePassword,
  importPeople,
  listManagedPeople,
  managedOrganisation,
  removeDepartment,
  saveDepartment,
} from '../contract/admin.ts'
import type { ManagedPerson } from '../contract/admin.ts'
import { editPassword, login } from '../contract/accounts.ts'
import { foundCompany } from '../contract/company.ts'
import { listConversations } from '../contract/conversations.ts'
import { fileUpload } from '../contract/files.ts'
import { leftUserInfo } from '../contract/people.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { command } from './people.ts'
import { startServer, unrationed } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// An administrator adds, moves, renames and disables people in the console, from an empty folder on.

const secret = 'seven horses in a row'
const folder = tempFolder()
let server: ServerProcess
let admin: Client
let companyId: number
let groupOfAll: number | null
let made = 0

beforeAll(async () => {
  server = await startServer({ folder: folder.path, settings: unrationed })
  const given = /^ +password +(\S+)/m.exec(server.output())?.[1] ?? ''
  admin = createClient(server.origin)
  await admin.login('admin', given)
  await admin.ask(editPassword, { body: { oldPassword: given, password: secret } })
  const founded = await admin.ask(foundCompany, { body: { name: '鸿雁科技' } })
  companyId = founded.company.id
  groupOfAll = founded.groupId
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

const add = (more: object = {}) =>
  admin.ask(addPerson, { body: { username: `new${++made}`, trueName: '新人', companyId, ...more } })
async function find(keyword: string): Promise<ManagedPerson> {
  const { people } = await admin.ask(listManagedPeople, { query: { keyword } })
  const [person] = people
  if (!person) throw new Error(`nobody is found by ${keyword}`)
  return person
}
async function isInGroupOfAll(client: Client): Promise<boolean> {
  const sessions = await client.ask(listConversations, { query: { userId: client.userId } })
  return sessions.some(({ receiverId }) => receiverId === groupOfAll)
}
const department = async (text: string, pid?: number) =>
  (await admin.ask(saveDepartment, { body: { companyId, text, pid } })).id
/** Signs in by a one-time password and chooses another one. */
async function begin({ username, password }: { username: string; password: string }): Promise<Client> {
  const client = createClient(server.origin)
  await client.login(username, password)
  await client.ask(editPassword, { body: { oldPassword: password, password: secret } })
  return client
}

describe('somebody who is added', () => {
  test('signs in by the one-time password, chooses another, and is in the group of everybody', async () => {
    const { person, oneTime } = await add({ trueName: '林小雨', phone: '+86 139 0000 0101' })
    expect(person).toMatchObject({ invited: 1, admin: 0, user: { phone: '13900000101', enable: 1 }, usedAt: null })
    const client = await begin(oneTime)
    expect(await isInGroupOfAll(client)).toBe(true)
    expect(await find('linxiaoyu')).toMatchObject({ invited: 0, user: { id: client.userId } })
  })

  test('is refused with what is wrong, and nothing is kept', async () => {
    const { person } = await add({ phone: '13900000102' })
    const refused = async (body: object) =>
      (await admin.try(addPerson, { body: { username: 'other', trueName: '另一人', ...body } })).failure
    expect(await refused({ phone: '139-0000-0102' })).toBe('user.phoneTaken')
    expect(await refused({ username: person.user.username.toUpperCase() })).toBe('user.usernameTaken')
    expect(await refused({ username: '123' })).toBe('user.usernameInvalid')
    expect(await refused({ companyId: 999 })).toBe('company.unknown')
    expect(await refused({ posts: [{ deptId: 999 }] })).toBe('department.unknown')
    expect(await refused({ trueName: '\u200b' })).toBe('request.invalid')
    expect((await admin.ask(listManagedPeople, { query: { keyword: '另一人' } })).total).toBe(0)
  })
})

describe('somebody', () => {
  test('is renamed, moved and promoted, and sees it at once', async () => {
    const deptId = await department('研发中心')
    const { person, oneTime } = await add({ trueName: '王小明' })
    const client = await begin(oneTime)
    const { revision } = await find(person.user.username)
    const edited = await admin.ask(editPerson, {
      body: {
        id: person.user.id,
        revision,
        trueName: '王晓明',
        email: 'Ming@Example.com',
        posts: [{ deptId, position: '经理' }],
        admin: 1,
      },
    })
    expect(edited).toMatchObject({
      user: { trueName: '王晓明', email: 'ming@example.com' },
      admin: 1,
      posts: [{ deptId, position: '经理' }],
    })
    expect(await client.ask(leftUserInfo)).toMatchObject({ user: { trueName: '王晓明' }, dept: { id: deptId } })
    expect((await client.try(listManagedPeople)).code).toBe(200)
    const demoted = await admin.ask(editPerson, { body: { id: person.user.id, revision: edited.revision, admin: 0 } })
    expect(demoted.admin).toBe(0)
    expect((await client.try(listManagedPeople)).failure).toBe('admin.only')
  })

  test('whom two administrators change at once is changed by one, and the other is told', async () => {
    const { person } = await add()
    const change = (work: string) =>
      admin.try(editPerson, { body: { id: person.user.id, revision: person.revision, work } })
    const answers = await Promise.all([change('一'), change('二')])
    expect(answers.map(({ failure }) => failure ?? 'done').sort()).toEqual(['admin.changedMeanwhile', 'done'])
  })

  test('who is disabled is logged out everywhere, and comes back when enabled', async () => {
    const { person, oneTime } = await add()
    const client = await begin(oneTime)
    const line = await client.line()
    const { revision } = await find(person.user.username)
    const body = { id: person.user.id, revision }
    const disabled = await admin.ask(editPerson, { body: { ...body, enable: 0 } })
    await line.next(1003)
    const signIn = { query: { account: person.user.username, password: secret } }
    expect((await client.try(login, signIn)).failure).toBe('login.disabled')
    await admin.ask(editPerson, { body: { id: person.user.id, revision: disabled.revision, enable: 1 } })
    expect((await client.try(login, signIn)).code).toBe(200)
  })

  test('who forgot the password gets a one-time one, and their logins end', async () => {
    const { person, oneTime } = await add()
    const client = await begin(oneTime)
    const again = await admin.ask(giveOneTimePassword, { body: { id: person.user.id } })
    expect(again.expiresAt).toBeGreaterThan(Date.now())
    expect((await client.try(leftUserInfo)).code).toBe(401)
    await begin(again)
  })
})

test('an administrator neither disables, demotes nor resets themselves', async () => {
  const { user, revision } = await find('admin')
  for (const wish of [{ enable: 0 as const }, { admin: 0 as const }])
    expect((await admin.try(editPerson, { body: { id: user.id, revision, ...wish } })).failure).toBe('admin.notOneself')
  expect((await admin.try(giveOneTimePassword, { body: { id: user.id } })).failure).toBe('admin.notOneself')
})

test('the last administrator is not disabled by the command line either', async () => {
  await expect(command(folder.path, 'user', 'disable', 'admin')).rejects.toThrow(/administrator/)
  expect((await admin.try(leftUserInfo)).code).toBe(200)
})

describe('departments', () => {
  test('are made, moved, and removed once they are empty', async () => {
    const top = await department('销售部')
    const below = await department('华东区', top)
    const { person } = await add({ posts: [{ deptId: below, position: '代表' }] })
    expect(person.posts[0]).toMatchObject({ path: ['销售部', '华东区'], position: '代表' })
    const [company] = await admin.ask(managedOrganisation)
    const listed = company?.departments.filter(({ id }) => id === top || id === below)
    expect(listed?.map(({ id, pid, level, userCount }) => [id, pid, level, userCount])).toEqual([
      [top, null, 1, 0],
      [below, top, 2, 1],
    ])
    const save = async (body: object) =>
      (await admin.try(saveDepartment, { body: { companyId, text: '销售部', ...body } })).failure
    expect(await save({ id: top, pid: below })).toBe('department.belowItself')
    expect(await save({})).toBe('department.nameTaken')
    expect(await save({ text: '华东/华北' })).toBe('request.invalid')
    expect((await admin.try(removeDepartment, { query: { id: below } })).failure).toBe('department.notEmpty')
    const { revision } = await find(person.user.username)
    await admin.ask(editPerson, { body: { id: person.user.id, revision, posts: [] } })
    for (const id of [below, top]) await admin.ask(removeDepartment, { query: { id } })
    expect((await admin.try(removeDepartment, { query: { id: top } })).failure).toBe('department.unknown')
  })
})

describe('a table', () => {
  async function upload(bytes: string | Uint8Array<ArrayBuffer>): Promise<number> {
    const body = new FormData()
    body.append('file', new Blob([bytes]), '人员.csv')
    const headers = { Authorization: admin.token }
    const answer = await fetch(server.origin + fileUpload.path, { method: 'POST', body, headers })
    return ((await answer.json()) as { data: { id: number } }).data.id
  }
  const importing = async (bytes: string | Uint8Array<ArrayBuffer>, dryRun: 0 | 1 = 0) =>
    admin.ask(importPeople, { body: { fileId: await upload(bytes), dryRun } })
  const head = '用户名,姓名,手机,公司,部门,职位\n'

  test('is refused with everything that is wrong at once, and nothing of it is kept', async () => {
    const { total } = await admin.ask(listManagedPeople, { query: {} })
    const lines = ['import1,甲,12x,,,', 'admin,乙,,,,', 'import3,丙,,鸿雁科技,测试部,', ',丁,,,,', 'import3,戊,,,,']
    const { problems, accounts } = await importing(head + lines.join('\n'))
    // Whether a name is taken is asked once the table itself is right.
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'phone.invalid'],
      [5, 'username.invalid'],
      [6, 'value.repeated'],
    ])
    expect(accounts).toEqual([])
    expect((await admin.ask(listManagedPeople, { query: {} })).total).toBe(total)
  })

  test('is looked at first, then imported, and its people sign in', async () => {
    const table = `${head}import4,何小雨,13900000301,鸿雁科技,测试中心/一组,测试员\nimport5,何小雪,,鸿雁科技,测试中心,主管\n`
    expect(await importing(table, 1)).toEqual({ people: 2, problems: [], created: [], accounts: [] })
    expect((await admin.ask(listManagedPeople, { query: { keyword: 'import4' } })).total).toBe(0)
    const done = await importing(table)
    expect([done.people, done.problems, done.created.length]).toEqual([2, [], 2])
    for (const account of done.accounts) expect(await isInGroupOfAll(await begin(account))).toBe(true)
    expect((await find('import4')).posts[0]).toMatchObject({ path: ['测试中心', '一组'], position: '测试员' })
    const again = await importing(table, 1)
    expect(again.problems.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'account.taken'],
      [2, 'account.taken'],
      [3, 'account.taken'],
    ])
  })

  test('that is a workbook, empty or of a strange encoding is said to be so', async () => {
    const problem = async (bytes: string | Uint8Array<ArrayBuffer>) => (await importing(bytes)).problems[0]?.problem
    expect(await problem(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toBe('table.workbook')
    expect(await problem('\n')).toBe('table.empty')
    expect(await problem(head)).toBe('table.noPeople')
    expect(await problem('用户名,姓名,颜色\na,b,c')).toBe('column.unknown')
  })

  test('of somebody else is not imported', async () => {
    const { oneTime, person } = await add()
    const other = await begin(oneTime)
    const { revision } = await find(person.user.username)
    await admin.ask(editPerson, { body: { id: person.user.id, revision, admin: 1 } })
    const fileId = await upload(`${head}import9,某,,,,\n`)
    expect((await other.try(importPeople, { body: { fileId } })).failure).toBe('file.notYours')
  })
})
