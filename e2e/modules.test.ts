import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { redeemTicket } from '../contract/accounts.ts'
import { listConversations } from '../contract/conversations.ts'
import { ConversationChange, PushedNotice } from '../contract/frames.ts'
import { setNoticeState, listCards, listNotices, sendNotice, listNodes, readAllNotices } from '../contract/modules.ts'
import type { ModuleNotice } from '../contract/modules.ts'
import { leftUserInfo } from '../contract/people.ts'
import { agents, createClient } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { command, makePeople } from './people.ts'
import type { People } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const folder = tempFolder()
/** Where the business system is: a port that nobody uses. */
let oa: string
let server: ServerProcess
let people: People
let alice: Client
let bob: Client
let mallory: Client
let moduleId: number
let key: string

beforeAll(async () => {
  oa = `http://127.0.0.1:${await freePort()}`
  people = await makePeople(folder.path)
  server = await startServer({ folder: folder.path, settings: { HONGYAN_REDIRECT_ORIGINS: oa } })
  alice = await people.login(server.origin, 'alice')
  bob = await people.login(server.origin, 'bob')
  mallory = await people.login(server.origin, 'mallory')
  ;[moduleId, key] = await addModule('Approvals')
})
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
  folder[Symbol.dispose]()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function addModule(name: string): Promise<[number, string]> {
  const said = await command(folder.path, 'module', 'add', name)
  return [Number(/id (\d+)/.exec(said)?.[1]), said.trim().split(' ').at(-1) ?? '']
}

/** The business system: it knows nothing but its own key. */
function business(withKey = key): Client {
  const client = createClient(server.origin, 'curl/8.5')
  client.token = withKey
  return client
}
const notice = (targets: string, more: { code?: string; content?: string; url?: string } = {}) => ({
  moduleId,
  targets,
  actionText: 'Leave request',
  content: 'Two days off',
  ...more,
})
const send = (targets: string, more: Parameters<typeof notice>[1] = {}) =>
  business().ask(sendNotice, { body: notice(targets, more) })
const list = async (client: Client, more: { moduleId?: number; state?: 1 | 2; page?: number; size?: number } = {}) =>
  client.ask(listNotices, { body: { moduleId: 1, userId: client.userId, ...more } })
const assistant = async (client: Client) => {
  const row = (await client.ask(listConversations)).find(each => each.miniType === 11021)
  if (!row) throw new Error('no assistant')
  return row
}
const of = (id: number) => (frame: { data: Record<string, unknown> }) => frame.data['id'] === id

describe('module_msg', () => {
  test('is stored, counted as unread and pushed to every device of its receivers, the existing client included', async () => {
    const old = await alice.line({ isOurs: false })
    const ours = await alice.line()
    const outside = await mallory.line()
    const before = await assistant(alice)
    const sent = await send(`${alice.userId},${bob.userId}`, { url: `${oa}/leave/1` })
    expect(sent.receivers).toBe(2)
    for (const line of [old, ours]) {
      const frame = await line.next(11021, of(sent.id))
      expect(frame.msg).toBe('Approvals：Leave request')
      expect(PushedNotice.parse(frame.data)).toEqual({
        id: sent.id,
        code: sent.code,
        moduleId,
        actionText: 'Leave request',
        senderName: 'Approvals',
        avatar: expect.stringMatching(/^http/),
        content: 'Two days off',
        url: `${oa}/leave/1`,
        ticket: 1,
        sendTime: sent.sendTime,
        state: 1,
        miniType: 11021,
      })
    }
    expect(await assistant(alice)).toMatchObject({
      receiverId: 1,
      count: before.count + 1,
      content: 'Two days off',
      sendTime: sent.sendTime,
      senderId: null,
    })
    expect((await list(alice)).data.at(-1)).toMatchObject({ id: sent.id, state: 1 })
    await outside.settled()
    expect(outside.count(11021)).toBe(0)
    expect(await assistant(mallory)).toMatchObject({ count: 0, content: null })
    expect((await list(mallory)).data).toEqual([])
  })

  test('sent again with the same code it gets the first answer and disturbs nobody', async () => {
    const line = await alice.line()
    const first = await send(String(alice.userId), { code: 'task-1' })
    await line.next(11021, of(first.id))
    expect(await send(`${alice.userId},${bob.userId}`, { code: 'task-1', content: 'other' })).toEqual(first)
    const last = await send(String(alice.userId))
    await line.next(11021, of(last.id))
    expect(line.count(11021, of(first.id))).toBe(1)
    expect((await list(bob)).data.map(row => row.id)).not.toContain(first.id)
  })

  test('goes to the people of a company and to others besides, each once', async () => {
    const companyId = (await alice.ask(leftUserInfo, { query: { userId: alice.userId } })).company.id
    const sent = await business().ask(sendNotice, {
      body: { ...notice(''), targets: { companies: [companyId], users: [mallory.userId, alice.userId] } },
    })
    expect(sent.receivers).toBe(4)
    expect((await list(mallory)).data.at(-1)?.id).toBe(sent.id)
  })

  test('needs its own key: none, a person’s token, and another module’s are refused', async () => {
    const [, otherKey] = await addModule('Attendance')
    const body = notice(String(alice.userId))
    for (const wrong of ['', 'wrong', alice.token, otherKey]) {
      expect(await business(wrong).try(sendNotice, { body })).toMatchObject({
        status: 401,
        code: 401,
        msg: '业务系统密钥不正确',
        data: null,
      })
    }
    expect((await business(`Bearer ${key}`).try(sendNotice, { body })).code).toBe(200)
  })

  test('says what is wrong with it', async () => {
    const ask = async (change: object) => {
      const { code, msg } = await business().try(sendNotice, { body: { ...notice(String(alice.userId)), ...change } })
      return `${code} ${msg}`
    }
    expect(await ask({ moduleId: 99 })).toBe('404 业务系统不存在')
    expect(await ask({ targets: '' })).toBe('400 参数 targets 不正确：没有可以接收的人')
    expect(await ask({ targets: '999999' })).toBe('400 参数 targets 不正确：没有可以接收的人')
    expect(await ask({ targets: 'everybody' })).toMatch(/^400 参数 targets 不正确/)
    expect(await ask({ actionText: ' ' })).toMatch(/^400 参数 actionText 不正确/)
    expect(await ask({ content: 'x'.repeat(5001) })).toMatch(/^400 参数 content 不正确/)
    expect(await ask({ url: 'javascript:alert(1)' })).toMatch(/^400 参数 url 不正确/)
    expect(await ask({ code: 'a b' })).toMatch(/^400 参数 code 不正确/)
  })

  test('is refused with a key that was renewed and from a module that was disabled', async () => {
    const [id, first] = await addModule('Payroll')
    const body = { ...notice(String(alice.userId)), moduleId: id }
    expect((await business(first).try(sendNotice, { body })).code).toBe(200)
    const second = (await command(folder.path, 'module', 'key', String(id))).trim().split(' ').at(-1) ?? ''
    expect((await business(first).try(sendNotice, { body })).code).toBe(401)
    expect((await business(second).try(sendNotice, { body })).code).toBe(200)
    await command(folder.path, 'module', 'disable', String(id))
    expect((await business(second).try(sendNotice, { body })).code).toBe(404)
    expect((await list(alice, { moduleId: id })).totalElements).toBe(2)
  })
})

describe('states', () => {
  test('are one’s own: others’ notices cannot be marked, read or named', async () => {
    const { id } = await send(String(alice.userId))
    expect((await alice.try(setNoticeState, { query: { userId: alice.userId, moduleId: id, state: 2 } })).code).toBe(
      200,
    )
    expect(
      (await mallory.try(setNoticeState, { query: { userId: mallory.userId, moduleId: id, state: 1 } })).code,
    ).toBe(404)
    expect((await mallory.try(setNoticeState, { query: { userId: alice.userId, moduleId: id, state: 1 } })).code).toBe(
      403,
    )
    expect((await mallory.try(readAllNotices, { query: { userId: alice.userId, moduleId: 1 } })).code).toBe(403)
    expect((await mallory.try(listNotices, { body: { userId: alice.userId, moduleId: 1 } })).code).toBe(403)
    expect(
      (await alice.try(setNoticeState, { query: { userId: alice.userId, moduleId: id, state: 7 as never } })).code,
    ).toBe(400)
    expect((await alice.try(readAllNotices, { query: { userId: alice.userId, moduleId: 99 } })).code).toBe(404)
    expect((await list(alice, { state: 2 })).data.map(row => row.id)).toContain(id)
  })

  test('old state and frames make the fresh state, on every device', async () => {
    const [other, otherKey] = await addModule('Reports')
    const device = await openCopy(bob)
    const phone = await people.login(server.origin, 'bob', agents.android)
    const pocket = await openCopy(phone)
    const fresh = async () => ({ rows: (await list(bob, { size: 200 })).data, count: (await assistant(bob)).count })

    const first = await send(String(bob.userId))
    const second = await send(String(bob.userId))
    await business(otherKey).ask(sendNotice, { body: { ...notice(String(bob.userId)), moduleId: other } })
    await bob.ask(setNoticeState, { query: { userId: bob.userId, moduleId: first.id, state: 2 } })
    await phone.ask(setNoticeState, { query: { userId: bob.userId, moduleId: second.id, state: 2 } })
    await phone.ask(setNoticeState, { query: { userId: bob.userId, moduleId: first.id, state: 1 } })
    await phone.ask(readAllNotices, { query: { userId: bob.userId, moduleId: other } })
    const partly = await fresh()
    expect(await device.state()).toEqual(partly)
    expect(await pocket.state()).toEqual(partly)
    expect(new Set(partly.rows.map(row => row.state))).toEqual(new Set([1, 2]))

    await bob.ask(readAllNotices, { query: { userId: bob.userId, moduleId: 1 } })
    await bob.ask(readAllNotices, { query: { userId: bob.userId, moduleId: 1 } })
    await send(String(bob.userId))
    const end = await fresh()
    expect(end.count).toBe(1)
    expect(await device.state()).toEqual(end)
    expect(await pocket.state()).toEqual(end)
    expect(pocket.changes()).toBe(5)
  })
})

/** What a client keeps of its notices, moved by frames alone. */
async function openCopy(client: Client) {
  const line = await client.line()
  let rows: z.output<typeof ModuleNotice>[] = (await list(client, { size: 200 })).data
  let count = (await assistant(client)).count
  let taken = 0
  let changes = 0
  const take = ({ code, data }: Line['received'][number]) => {
    if (code === 11021) {
      const { miniType, ...row } = PushedNotice.parse(data)
      expect(miniType).toBe(11021)
      rows = [...rows, row]
      count += 1
    }
    if (code !== 3003) return
    const change = ConversationChange.parse(data)
    if (change.what !== 'module') return
    changes += 1
    count = change.count
    rows = rows.map(row =>
      (
        change.noticeId === null
          ? change.moduleId === 1 || row.moduleId === change.moduleId
          : row.id === change.noticeId
      )
        ? { ...row, state: change.state }
        : row,
    )
  }
  return {
    changes: () => changes,
    async state() {
      await line.settled()
      for (; taken < line.received.length; taken++) take(line.received[taken] ?? { code: 0, msg: '', data: {} })
      return { rows, count }
    },
  }
}

describe('cards, nodes and tickets', () => {
  test('entries are there for whom they were published, until they are removed', async () => {
    const card = await command(folder.path, 'entry', 'add', 'card', 'Expenses', `${oa}/expenses?tab=new`)
    await command(folder.path, 'entry', 'add', 'node', 'Wiki', 'https://wiki.example/', '--company', 'Example')
    expect(await alice.ask(listCards, { query: { userId: alice.userId } })).toEqual([
      {
        id: expect.any(Number),
        text: 'Expenses',
        avatar: expect.stringMatching(/^http/),
        redirect: `${oa}/expenses?tab=new`,
        ticket: 1,
      },
    ])
    expect(await mallory.ask(listCards)).toHaveLength(1)
    expect(await alice.ask(listNodes, { query: { userId: alice.userId } })).toMatchObject([{ text: 'Wiki', ticket: 0 }])
    expect(await mallory.ask(listNodes)).toEqual([])
    for (const call of [listCards, listNodes]) {
      expect((await mallory.try(call, { query: { userId: alice.userId } })).code).toBe(403)
      expect((await alice.try(call, { query: { userId: 'x' } })).code).toBe(400)
      expect((await createClient(server.origin).try(call)).code).toBe(401)
    }
    await command(folder.path, 'entry', 'remove', /id (\d+)/.exec(card)?.[1] ?? '')
    expect(await alice.ask(listCards)).toEqual([])
  })

  test('a click on a card leads into the business system, which learns once who came', async () => {
    await command(folder.path, 'entry', 'add', 'card', 'Leave', `${oa}/leave?tab=new`)
    const [card] = await alice.ask(listCards)
    const click = (redirectUrl: string, token = alice.token) =>
      fetch(`${server.origin}/auth/auth_url/${token}/?companyId=1&redirectUrl=${encodeURIComponent(redirectUrl)}`, {
        redirect: 'manual',
      })
    const answer = await click(card?.redirect ?? '')
    expect(answer.status).toBe(302)
    const arrived = new URL(answer.headers.get('location') ?? '')
    expect(arrived.origin + arrived.pathname).toBe(`${oa}/leave`)
    expect(arrived.searchParams.get('tab')).toBe('new')
    const ticket = arrived.searchParams.get('ticket') ?? ''
    expect(ticket).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(
      await createClient(server.origin).try(redeemTicket, { body: { ticket, origin: 'https://crm.example' } }),
    ).toMatchObject({ status: 403, code: 403 })
    expect(await createClient(server.origin).ask(redeemTicket, { body: { ticket, origin: oa } })).toMatchObject({
      origin: new URL(oa).origin,
      id: alice.userId,
      username: 'alice',
    })
    expect(await createClient(server.origin).try(redeemTicket, { body: { ticket } })).toMatchObject({
      status: 410,
      code: 410,
    })

    expect((await click('https://evil.example/')).status).toBe(403)
    expect((await click(`${oa}@evil.example/`)).status).toBe(403)
    expect((await click('http://127.0.0.1:1/')).status).toBe(403)
    expect((await click(oa, 'x'.repeat(43))).status).toBe(401)
    expect((await click('javascript:alert(1)')).status).toBe(400)
  })

  test('the example sends a notice and greets who comes by it', async () => {
    const line = await alice.line()
    const child = spawn(process.execPath, [
      join(import.meta.dirname, '../examples/business-system.js'),
      String(moduleId),
      key,
      String(alice.userId),
      server.origin,
      new URL(oa).port,
    ])
    try {
      const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      expect((await said.next()).value).toMatch(/^notice \d+ went to 1 people/)
      const { data } = await line.next(11021, frame => frame.data['content'] === 'Li Na asks for two days off')
      const page = await fetch(
        `${server.origin}/auth/auth_url/${alice.token}/?redirectUrl=${encodeURIComponent(String(data['url']))}`,
      )
      expect(await page.text()).toBe('<p>Hello alice')
      expect((await said.next()).value).toBe('alice came in')
      expect((await fetch(page.url)).status).toBe(403)
    } finally {
      child.kill()
      await once(child, 'close')
    }
  })
})
