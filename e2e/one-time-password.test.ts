import { afterAll, beforeAll, expect, test } from 'vitest'
import { authUrl, editPassword, logout } from '../contract/accounts.ts'
import type { Call } from '../contract/call.ts'
import { calls } from '../contract/calls.ts'
import { failures } from '../contract/failures.ts'
import { sendDirect } from '../contract/messages.ts'
import { leftUserInfo } from '../contract/people.ts'
import { confirmScanLogin, openScanLogin, createLoginCode } from '../contract/qr.ts'
import { agents, createClient, createExistingClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const system = 'https://erp.example'
const mustChange = failures['password.mustChange'].zh
let stage: Stage
let alice: Client
let made = 0
beforeAll(async () => {
  stage = await openStage({ HONGYAN_REDIRECT_ORIGINS: system })
  alice = await stage.login('alice')
})
afterAll(() => stage.close())

/** Somebody whom an administrator has just added. */
async function addPerson(client: Client = createClient(stage.server.origin)) {
  const username = `new${++made}`
  const oneTime =
    /password: (\w+)/.exec(await command(stage.folder, 'user', 'add', username, '新人', '--company', 'Example'))?.[1]
    ?? ''
  await client.login(username, oneTime)
  return { client, username, oneTime }
}
const write = (to: Client, content: string) =>
  alice.ask(sendDirect, { body: { id: newId(), senderId: alice.userId, receiverId: to.userId, type: 1, content } })

test('whoever has a one-time password is refused by every call but its replacement, logging out and their own card', async () => {
  const { client } = await addPerson()
  const exceptions: Call[] = [editPassword, logout, leftUserInfo]
  const others = (Object.values(calls) as Call[]).filter(
    call => call.access !== 'public' && call.answers === undefined && !exceptions.includes(call),
  )
  expect(others.length).toBeGreaterThan(60)
  for (const call of others) {
    const answer = await fetch(client.origin + call.path.replace(/:\w+/g, '1'), {
      method: call.method,
      headers: {
        Authorization: client.token,
        'Content-Type': call.multipart ? 'multipart/form-data; boundary=x' : 'application/json',
      },
      ...(call.method === 'GET' ? {} : { body: '{}' }),
    })
    expect([call.path, answer.status, ((await answer.json()) as { msg: string }).msg]).toEqual([
      call.path,
      403,
      mustChange,
    ])
  }
  expect((await client.ask(leftUserInfo)).user.id).toBe(client.userId)
  expect((await client.try(leftUserInfo, { query: { targetId: alice.userId } })).msg).toBe(mustChange)
  const ticket = await fetch(`${client.origin}${authUrl.path.replace(':token', client.token)}?redirectUrl=${system}/`, {
    redirect: 'manual',
  })
  expect(ticket.status).toBe(403)
})

test('a one-time password logs in nobody else by a QR code', async () => {
  const { client } = await addPerson()
  const desk = createClient(client.origin)
  const line = await desk.bareLine()
  const code =
    /scan_login\/([^/]+)\//.exec((await desk.ask(createLoginCode, { query: { device: line.device } })).url)?.[1] ?? ''
  expect((await client.try(openScanLogin, { params: { code, userId: '{userId}' } })).msg).toBe(mustChange)
  expect((await client.try(confirmScanLogin, { params: { code } })).msg).toBe(mustChange)
})

test('their sockets are told nothing, and belong to them as soon as they have chosen, with the same token', async () => {
  const { client, oneTime } = await addPerson()
  const line = await client.line()
  await write(client, 'before')
  line.send({ code: 1100, data: { id: newId(), receiverId: alice.userId, type: 1, content: 'too early' } })
  expect((await line.next(3400)).data.code).toBe(401)
  await line.settled()
  expect(line.count(1100)).toBe(0)
  await client.ask(editPassword, { body: { oldPassword: oneTime, password: 'a password of mine' } })
  await write(client, 'after')
  expect((await line.next(1100)).data.content).toBe('after')
})

test("the existing client's socket waits as well, however it names its login", async () => {
  const page = createExistingClient(stage.server.origin)
  const line = await page.bareLine()
  page.device = line.device
  const { client, oneTime } = await addPerson(page)
  // Of a program of its own: of two sockets that one page opens together, only one is told.
  const withCookie = await page.bareLine({ Cookie: client.cookie, Origin: client.origin, 'User-Agent': agents.windows })
  await write(client, 'before')
  await Promise.all([line.settled(), withCookie.settled()])
  expect(line.count(1100) + withCookie.count(1100)).toBe(0)
  await client.ask(editPassword, { body: { oldPassword: oneTime, password: 'a password of mine' } })
  await write(client, 'after')
  for (const told of [line, withCookie]) expect((await told.next(1100)).data.content).toBe('after')
})

test('a reset ends every login, and the new one-time password opens no more than the first', async () => {
  const { client, username, oneTime } = await addPerson()
  await client.ask(editPassword, { body: { oldPassword: oneTime, password: 'a password of mine' } })
  const line = await client.line()
  const again = /password: (\w+)/.exec(await command(stage.folder, 'user', 'password', username))?.[1] ?? ''
  await line.next(1003)
  expect((await client.try(leftUserInfo)).code).toBe(401)
  await client.login(username, again)
  expect(
    (
      await client.try(sendDirect, {
        body: { id: newId(), senderId: client.userId, receiverId: alice.userId, type: 1, content: 'x' },
      })
    ).msg,
  ).toBe(mustChange)
})
