import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { departmentTree, listCompanyContacts, listCompanies, listContacts } from '../contract/directory.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { command, makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const folder = tempFolder()
let server: ServerProcess
let alice: Client
let mallory: Client

beforeAll(async () => {
  const people = await makePeople(folder.path)
  const file = join(folder.path, 'engineers.csv')
  writeFileSync(
    file,
    'username,trueName,company,department,position\ndave,dave,Example,研发/后端,工程师\nerin,erin,Example,研发,经理\nfrank,frank,Elsewhere,,\n',
  )
  await command(folder.path, 'user', 'import', file)
  await command(folder.path, 'user', 'disable', 'carol')
  server = await startServer({ folder: folder.path })
  alice = await people.login(server.origin, 'alice')
  mallory = await people.login(server.origin, 'mallory')
})
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
  folder[Symbol.dispose]()
})

const calls = [listCompanies, listCompanyContacts, listContacts, departmentTree]

test('who belongs to a company sees it, its enabled people and its departments', async () => {
  const [company] = await alice.ask(listCompanies, { query: { userId: alice.userId } })
  expect(company).toMatchObject({ text: 'Example', leaf: 0 })
  const companyId = company?.id ?? 0
  const listed = await alice.ask(listCompanyContacts)
  expect(listed.map(({ id, text, userCount }) => ({ id, text, userCount }))).toEqual([
    { id: companyId, text: 'Example', userCount: 4 },
  ])
  const contacts = await alice.ask(listContacts, { query: { companyId } })
  expect(contacts.map(contact => contact.username)).toEqual(['alice', 'bob', 'dave', 'erin'])
  expect(listed[0]?.children).toEqual(contacts)
  for (const { avatar } of contacts) expect((await fetch(avatar)).status).toBe(200)
  expect(contacts.find(contact => contact.username === 'dave')).toMatchObject({
    deptName: '后端',
    position: '工程师',
    companyId,
  })
  const [top, ...others] = await alice.ask(departmentTree, { query: { companyId } })
  expect(others).toEqual([])
  expect(top).toMatchObject({
    text: '研发',
    userCount: 1,
    userContainChild: 2,
    childDeptCount: 1,
    children: [{ text: '后端', userCount: 1, children: [] }],
  })
})

test('who belongs nowhere sees no company, and nobody sees one that is not theirs', async () => {
  const [company] = await alice.ask(listCompanies)
  const companyId = company?.id ?? 0
  expect(await mallory.ask(listCompanies)).toEqual([])
  expect(await mallory.ask(listCompanyContacts)).toEqual([])
  for (const call of [listContacts, departmentTree]) {
    const answers = [
      await mallory.try(call, { query: { companyId } }),
      await alice.try(call, { query: { companyId: companyId + 1 } }),
      await alice.try(call, { query: { companyId: 999_999 } }),
    ]
    // The same for one that is there and one that is not.
    expect(answers.map(({ code, msg }) => [code, msg])).toEqual(answers.map(() => [404, '公司不存在']))
  }
})

test("strangers, other people's names and bad parameters are refused", async () => {
  const nobody = createClient(server.origin)
  for (const call of calls) expect((await nobody.try(call)).code).toBe(401)
  for (const call of [listCompanies, listCompanyContacts])
    expect((await mallory.try(call, { query: { userId: alice.userId } })).code).toBe(403)
  for (const companyId of ['x', '', '-1', '1 OR 1=1']) {
    for (const call of [listContacts, departmentTree])
      expect(await alice.try(call, { query: { companyId } })).toMatchObject({
        code: 400,
        data: null,
        msg: '参数 companyId 不正确：应为整数 id',
      })
  }
})
