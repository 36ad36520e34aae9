import { afterAll, beforeAll, expect, test } from 'vitest'
import { editPassword } from '../contract/accounts.ts'
import {
  acceptInvitation,
  createInvitation,
  foundCompany,
  listInvitations,
  openInvitation,
  withdrawInvitation,
} from '../contract/company.ts'
import { findContacts } from '../contract/directory.ts'
import { groupInfo } from '../contract/groups.ts'
import { sendDirect } from '../contract/messages.ts'
import { createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const secret = 'a password of mine'
const folder = tempFolder()
let server: ServerProcess
let admin: Client
let made = 0
beforeAll(async () => {
  server = await startServer({ folder: folder.path })
  const given = /^ +password +(\S+)/m.exec(server.output())?.[1] ?? ''
  admin = createClient(server.origin)
  await admin.login('admin', given)
  expect(await admin.try(foundCompany, { body: { name: '长风' } })).toMatchObject({ code: 403 })
  await admin.ask(editPassword, { body: { oldPassword: given, password: secret } })
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

const newcomer = (code: string, more: Record<string, string> = {}) => ({
  body: { code, trueName: '小明', username: `xiaoming${++made}`, password: secret, ...more },
})
const come = async (code: string): Promise<{ client: Client; groupId: number | null }> => {
  const { login, groupId } = await createClient(server.origin).ask(acceptInvitation, newcomer(code))
  const client = createClient(server.origin)
  await client.login(login.user.username, secret)
  return { client, groupId }
}

test('an administrator founds one company, and only a good name', async () => {
  expect(await admin.try(listInvitations)).toMatchObject({ code: 404 })
  for (const name of ['', '  ', '\u200b', 'a\nb', 'x'.repeat(61)])
    expect(await admin.try(foundCompany, { body: { name } })).toMatchObject({ code: 400 })
  const { company, groupId } = await admin.ask(foundCompany, { body: { name: ' 长风 ' } })
  expect(company.text).toBe('长风')
  expect(await admin.ask(groupInfo, { query: { groupId: groupId ?? 0 } })).toMatchObject({
    info: { text: '长风全员群', ownerId: admin.userId },
  })
  expect(await admin.try(foundCompany, { body: { name: '另一家' } })).toMatchObject({ code: 409 })
})

test('who comes by a link is in the company and its group, hears of others who come, and is found by them', async () => {
  const { code } = await admin.ask(createInvitation, { body: {} })
  expect(await createClient(server.origin).ask(openInvitation, { query: { code } })).toMatchObject({
    company: { name: '长风' },
    inviter: '管理员',
  })
  const line = await admin.line()
  const first = await come(code)
  expect((await line.next(3003)).data).toMatchObject({ groupId: first.groupId })
  expect((await line.next(1101)).data.content).toContain('小明')
  const second = await come(code)
  const body = {
    id: newId(),
    senderId: second.client.userId,
    receiverId: first.client.userId,
    type: 1,
    content: '你好',
  }
  await second.client.ask(sendDirect, { body })
  const { contacts } = await first.client.ask(findContacts, { query: { keyword: 'xiaoming' } })
  expect(contacts.map(({ id }) => id)).toContain(second.client.userId)
})

test('links are made, seen and ended by administrators alone', async () => {
  const { code, id } = await admin.ask(createInvitation, { body: {} })
  const { client } = await come(code)
  for (const answer of [
    await client.try(listInvitations),
    await client.try(createInvitation, { body: {} }),
    await client.try(withdrawInvitation, { query: { id } }),
    await client.try(foundCompany, { body: { name: '长风' } }),
  ])
    expect(answer).toMatchObject({ code: 403 })
  expect(await admin.try(withdrawInvitation, { query: { id: 99_999 } })).toMatchObject({ code: 404 })
  for (const body of [{ uses: 0 }, { uses: 1001 }, { days: 91 }, { days: 0.5 }])
    expect(await admin.try(createInvitation, { body })).toMatchObject({ code: 400 })
})

test('of many who come at once for the last place one gets it, and nobody else has an account', async () => {
  const { code } = await admin.ask(createInvitation, { body: { uses: 1 } })
  const stranger = createClient(server.origin)
  const tries = Array.from({ length: 5 }, () => newcomer(code))
  const answers = await Promise.all(tries.map(each => stranger.try(acceptInvitation, each)))
  expect(answers.map(answer => answer.code).sort()).toEqual([200, 410, 410, 410, 410])
  const logins = await Promise.all(
    tries.map(({ body }) =>
      createClient(server.origin)
        .login(body.username, secret)
        .then(
          () => 1,
          () => 0,
        ),
    ),
  )
  expect(logins.filter(Boolean)).toHaveLength(1)
})

test('an account by a link follows the rules of names and passwords, and is nobody else’s', async () => {
  const { code } = await admin.ask(createInvitation, { body: {} })
  const stranger = createClient(server.origin)
  const refused = async (more: Record<string, string>) =>
    (await stranger.try(acceptInvitation, newcomer(code, more))).code
  expect(await refused({ username: 'ADMIN' })).toBe(409)
  for (const username of ['13900000001', 'a@example.com', 'a', 'a b', 'x'.repeat(41), '\u202eabc'])
    expect(await refused({ username })).toBe(400)
  for (const trueName of ['', '\u200b', 'a\u0000b']) expect(await refused({ trueName })).toBe(400)
  for (const password of ['short', '12345678', 'xiaoming-xiaoming'])
    expect(await refused({ username: 'xiaoming', password })).toBe(400)
  const { invitations } = await admin.ask(listInvitations)
  expect(invitations.find(each => each.code === code)).toMatchObject({ used: 0, closed: null })
})

test('a page of another site makes nobody an account', async () => {
  const { code } = await admin.ask(createInvitation, { body: {} })
  const answer = await fetch(`${server.origin}/auth/invitation`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
    body: JSON.stringify(newcomer(code).body),
  })
  expect(answer.status).toBe(403)
})
