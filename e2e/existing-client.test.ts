import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { editPassword, logout } from '../contract/accounts.ts'
import { listConversations } from '../contract/conversations.ts'
import { sendDirect } from '../contract/messages.ts'
import { agents, createExistingClient, newId } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { command, makePeople } from './people.ts'
import type { People } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// The existing desktop client as docs/protocol.md, section 5 describes it: numbers in brackets are that section's.

const folder = tempFolder()
let server: ServerProcess
let people: People
/** Alice's page: its header `device` is the token of the last 1001 it got. */
let page: Client
let bob: Client

beforeAll(async () => {
  people = await makePeople(folder.path)
  server = await startServer({ folder: folder.path })
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})
beforeEach(async () => {
  page = createExistingClient(server.origin)
  bob = await people.login(server.origin, 'bob', agents.windows)
})

const password = (username: string) => people.passwords.get(username) ?? ''

/** Bob writes to alice; the message's id. */
async function bobWrites(to: Client = page): Promise<string> {
  const id = newId()
  await bob.ask(sendDirect, {
    body: { id, senderId: bob.userId, receiverId: to.userId, type: 1, content: 'Hello', fileId: null },
  })
  return id
}
const of = (id: string) => (frame: { data: Record<string, unknown> }) => frame.data['id'] === id

/** Logs in as the page does: over the socket that has been open since it loaded. */
async function logInOver(line: Line, username = 'alice') {
  page.device = line.device
  await page.login(username, password(username))
}

describe('a socket that was opened before the login [1]', () => {
  test('gets pushes once a login names it', async () => {
    const line = await page.bareLine()
    await logInOver(line)
    const id = await bobWrites()
    expect((await line.next(1100, of(id))).data).toMatchObject({ senderId: bob.userId, content: 'Hello' })
  })

  test('that dropped and came back bare is bound by any call with the new device number', async () => {
    const first = await page.bareLine()
    await logInOver(first)
    await first.drop()
    const second = await page.bareLine()
    await page.ask(listConversations, { query: { userId: page.userId } }) // still with the old number: binds nothing
    const missed = await bobWrites()
    await second.settled()
    expect(second.count(1100)).toBe(0)

    page.device = second.device
    expect(
      (await page.ask(listConversations, { query: { userId: page.userId } })).find(row => row.senderId === bob.userId)
        ?.id,
    ).toBe(missed)
    const id = await bobWrites()
    await second.next(1100, of(id))
  })

  test('is bound by the cookie of the login, but only for our own origin', async () => {
    await page.login('alice', password('alice'))
    expect(page.cookie).not.toBe('')
    const ours = await page.bareLine({ Cookie: page.cookie, Origin: server.origin })
    const foreign = await page.bareLine({ Cookie: page.cookie, Origin: 'https://elsewhere.example' })
    const without = await page.bareLine({ Cookie: page.cookie })
    const id = await bobWrites()
    await ours.next(1100, of(id))
    for (const line of [foreign, without]) {
      await line.settled()
      expect(line.count(1100)).toBe(0)
    }
  })

  test('cannot be taken over by somebody who knows the number of a bound one', async () => {
    const line = await page.bareLine()
    await logInOver(line)
    bob.device = line.device
    await bob.ask(listConversations, { query: { userId: bob.userId } })
    await line.next(1100, of(await bobWrites()))
  })
})

describe('two sockets that a reload opens together [2]', () => {
  test('see each message once, and the other takes over when one closes', async () => {
    await page.login('alice', password('alice'))
    const twins = await Promise.all([page.line({ isOurs: false }), page.line({ isOurs: false })])
    const first = await bobWrites()
    const active = await Promise.any(twins.map(line => line.next(1100, of(first)).then(() => line)))
    for (const line of twins) await line.settled()
    expect(twins.map(line => line.count(1100, of(first))).sort()).toEqual([0, 1])

    await active.drop()
    const other = twins.find(line => line !== active)
    const second = await bobWrites()
    await other?.next(1100, of(second))
    expect(other?.count(1100, of(second))).toBe(1)
  })
})

test('its own messages from another device never come back, nor frames it does not know [3]', async () => {
  const line = await page.bareLine()
  await logInOver(line)
  const phone = await people.login(server.origin, 'alice', agents.android)
  await phone.ask(sendDirect, {
    body: {
      id: newId(),
      senderId: phone.userId,
      receiverId: bob.userId,
      type: 1,
      content: 'From my phone',
      fileId: null,
    },
  })
  await line.next(1100, of(await bobWrites())) // what others write does come
  expect(line.count(1100, frame => frame.data['senderId'] === page.userId)).toBe(0)
  const known = [1001, 1002, 1003, 1004, 1005, 1006, 1100, 1101, 1112, 1500, 10010, 10011, 11016, 11017, 11021]
  expect(line.received.filter(frame => !known.includes(frame.code))).toEqual([])
})

describe('logging in as somebody else with dead sockets around', () => {
  test('is not thrown out by the socket of the login before', async () => {
    const line = await page.bareLine()
    await logInOver(line, 'carol')
    await page.ask(logout)
    page.token = ''
    await logInOver(line, 'alice')
    await line.next(1100, of(await bobWrites()))
    expect(line.count(1002) + line.count(1003)).toBe(0)
  })

  test('is not thrown out by a socket that was opened with the dead token', async () => {
    await page.login('carol', password('carol'))
    await page.ask(logout)
    const line = await page.line({ isOurs: false })
    await logInOver(line, 'alice')
    await line.next(1100, of(await bobWrites()))
    expect(line.count(1003)).toBe(0)
  })
})

describe('a login that ends', () => {
  test('because the account logs in elsewhere sends 1002, and the socket waits', async () => {
    const line = await page.bareLine()
    await logInOver(line)
    await line.next(1100, of(await bobWrites()))
    const elsewhere = await people.login(server.origin, 'alice')
    await line.next(1002)
    const there = await elsewhere.line({ isOurs: false })
    const id = await bobWrites(elsewhere)
    await there.next(1100, of(id))
    await line.settled()
    expect(line.count(1100, of(id))).toBe(0)
    expect((await page.try(listConversations)).code).toBe(401)
    // and can be logged in again where it is
    await logInOver(line)
    await line.next(1100, of(await bobWrites()))
  })

  test('leaves a login on another kind of platform alone', async () => {
    await page.login('alice', password('alice'))
    const phone = await people.login(server.origin, 'alice', agents.android)
    expect((await page.try(listConversations)).code).toBe(200)
    expect((await phone.try(listConversations)).code).toBe(200)
  })

  test('by logout leaves the socket open and silent', async () => {
    const line = await page.bareLine()
    await logInOver(line)
    await line.next(1100, of(await bobWrites()))
    expect(await page.ask(logout)).toBe(page.token)
    const id = await bobWrites()
    await line.settled()
    expect(line.count(1100, of(id))).toBe(0)
    expect(line.count(1003)).toBe(0)
  })

  test('with a disabled account sends 1003 with an empty object', async () => {
    const carol = await people.login(server.origin, 'carol')
    const line = await carol.line({ isOurs: false })
    await command(folder.path, 'user', 'disable', 'carol')
    expect((await line.next(1003)).data).toEqual({})
    expect((await carol.try(listConversations)).code).toBe(401)
    await command(folder.path, 'user', 'enable', 'carol')
  })

  test('before the page loaded is told once a call with that token is refused, in either order', async () => {
    await page.login('alice', password('alice'))
    await page.ask(logout)
    const early = await page.line({ isOurs: false })
    expect((await page.try(listConversations)).code).toBe(401)
    expect((await early.next(1003)).data).toEqual({})
    await early.drop()
    expect((await page.try(listConversations)).code).toBe(401)
    const late = await page.line({ isOurs: false })
    await late.next(1003)
  })

  test("with a new password sends 1003 to the other devices and spares one's own", async () => {
    const own = await people.login(server.origin, 'alice')
    const phone = await people.login(server.origin, 'alice', agents.android)
    const [ownLine, phoneLine] = [await own.line({ isOurs: false }), await phone.line({ isOurs: false })]
    await own.ask(editPassword, { body: { oldPassword: password('alice'), password: password('alice') + '2' } })
    await phoneLine.next(1003)
    await own.ask(editPassword, { body: { oldPassword: password('alice') + '2', password: password('alice') } })
    const id = await bobWrites(own)
    await ownLine.next(1100, of(id))
    expect(ownLine.count(1003)).toBe(0)
  })
})

test("1006 alone, with the wrong chat's miniType, counts as read [4]", async () => {
  const line = await page.bareLine()
  await logInOver(line)
  const bobsLine = await bob.line()
  await bobWrites()
  const id = await bobWrites()
  await line.next(1100, of(id))
  const unread = async () =>
    (await page.ask(listConversations)).find(row => row.miniType === 1100 && row.senderId === bob.userId)?.count
  expect(await unread()).toBeGreaterThanOrEqual(2)
  line.send({
    code: 1006,
    data: { id, endTime: Date.now(), miniType: 1101, senderId: bob.userId, receiverId: page.userId, state: 2 },
  })
  expect((await bobsLine.next(1006, of(id))).data).toMatchObject({ state: 2 })
  expect(await unread()).toBe(0)
})
