import { afterAll, expect, test } from 'vitest'
import { latestContacts } from '../contract/people.ts'
import {
  cancelScanLogin,
  createCardCode,
  confirmScanLogin,
  enterCardCode,
  markScanLogin,
  openCardCode,
  openScanLogin,
  createLoginCode,
  showCardCode,
  showScanLogin,
} from '../contract/qr.ts'
import { deliver, findGroup } from '../contract/messages.ts'
import { agents, createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'

const { people, server, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob', agents.android)
const mallory = await login('mallory', agents.android)
afterAll(close)

/** The code of an address that is drawn as a QR code. */
const codeIn = (url: string) => url.split('/').at(-2) ?? ''
const scan = (client: Client, url: string) =>
  client.try(openCardCode, { params: { code: codeIn(url), userId: String(client.userId) } })

test('who scans a group’s code is in it and hears what is said from then on', async () => {
  const { url } = await alice.ask(createCardCode, {
    query: { platform: 'pc', type: 'group', targetId: people.groupId },
  })
  expect(url).toMatch(new RegExp(`^${server.origin}/auth/cnbi_scan/[A-Za-z0-9_-]{22}/\\{userId\\}$`))
  expect((await mallory.try(findGroup, { body: { groupId: people.groupId } })).code).toBe(404)
  expect((await scan(mallory, url)).data).toMatchObject({
    type: 'group',
    group: { groupId: people.groupId, isMember: true, count: 4 },
  })
  expect((await scan(bob, url)).data).toMatchObject({ group: { isMember: true, count: 4 } })
  const line = await mallory.line()
  const id = newId()
  await alice.ask(deliver, {
    body: { code: 1101, data: { id, receiverId: people.groupId, type: 1, content: 'Welcome', fileId: null } },
  })
  await line.next(1101, frame => frame.data['id'] === id)
})

test('a person’s code shows the card to the one who scans it first, and to no other', async () => {
  const { url } = await alice.ask(createCardCode, { query: { type: 'user', targetId: alice.userId } })
  expect((await scan(mallory, url)).data).toMatchObject({ type: 'user', user: { id: alice.userId, trueName: 'alice' } })
  expect((await scan(bob, url)).code).toBe(410)
})

test('codes are shown by whom they belong to, and those that nobody made are unknown', async () => {
  const stranger = createClient(server.origin)
  const carol = await people.login(server.origin, 'carol')
  expect((await stranger.try(createCardCode, { query: { type: 'group', targetId: people.groupId } })).code).toBe(401)
  expect((await carol.try(createCardCode, { query: { type: 'user', targetId: alice.userId } })).code).toBe(403)
  expect((await carol.try(createCardCode, { query: { type: 'group', targetId: 99 } })).code).toBe(404)
  expect((await carol.try(createCardCode, { query: { type: 'planet' as never, targetId: 1 } })).code).toBe(400)
  expect((await scan(carol, '/x/nobody-made-this-one/{userId}')).code).toBe(404)
  const { url } = await alice.ask(createCardCode, { query: { type: 'user', targetId: alice.userId } })
  expect((await carol.try(openCardCode, { params: { code: codeIn(url), userId: String(bob.userId) } })).code).toBe(403)
})

test('a login that the phone cancels logs nobody in, and its code is dead', async () => {
  const page = createClient(server.origin, agents.windows)
  const line = await page.bareLine()
  const { url } = await page.ask(createLoginCode, { query: { platform: 'pc', device: line.device } })
  const code = codeIn(url)
  expect((await bob.try(cancelScanLogin, { params: { code } })).code).toBe(409)
  expect(await bob.ask(openScanLogin, { params: { code, userId: String(bob.userId) } })).toMatchObject({
    platform: 'windows',
  })
  await line.next(10010)
  expect((await mallory.try(cancelScanLogin, { params: { code } })).code).toBe(403)
  expect((await createClient(server.origin).try(cancelScanLogin, { params: { code } })).code).toBe(401)
  await bob.ask(cancelScanLogin, { params: { code } })
  expect((await bob.try(confirmScanLogin, { params: { code } })).code).toBe(410)
  expect((await bob.try(cancelScanLogin, { params: { code: 'nobody-made-this-one' } })).code).toBe(404)
  await line.settled()
  expect(line.count(10011)).toBe(0)
})

test('whom one talked with last comes first, and only oneself may ask', async () => {
  const say = (to: Client) =>
    alice.ask(deliver, {
      body: { code: 1100, data: { id: newId(), receiverId: to.userId, type: 1, content: 'Hello', fileId: null } },
    })
  const carol = await people.login(server.origin, 'carol')
  await say(bob)
  await say(carol)
  const latest = async (client: Client) =>
    (await client.ask(latestContacts, { query: { userId: client.userId } })).map(user => user.username)
  expect(await latest(alice)).toEqual(['carol', 'bob'])
  await say(bob)
  expect(await latest(alice)).toEqual(['bob', 'carol'])
  expect(await latest(bob)).toEqual(['alice'])
  expect((await bob.try(latestContacts, { query: { userId: alice.userId } })).code).toBe(403)
  expect(
    (
      await bob.try(deliver, {
        body: {
          code: 1100,
          data: { id: newId(), senderId: alice.userId, receiverId: carol.userId, type: 1, content: 'no', fileId: null },
        },
      })
    ).code,
  ).toBe(403)
  expect(
    (
      await mallory.try(deliver, {
        body: { code: 1100, data: { id: newId(), receiverId: bob.userId, type: 1, content: 'no', fileId: null } },
      })
    ).code,
  ).toBe(403)
  expect(
    (
      await bob.try(deliver, {
        body: {
          code: 1200 as never,
          data: { id: newId(), receiverId: carol.userId, type: 1, content: 'no', fileId: null },
        },
      })
    ).code,
  ).toBe(400)
})

test('people without a picture have a drawn one that loads without any header, and nothing else does', async () => {
  const [bobAsDrawn] = await alice.ask(latestContacts, {})
  expect(bobAsDrawn?.avatar).toMatch(new RegExp(`^${server.origin}/avatars/`))
  const picture = await fetch(bobAsDrawn?.avatar ?? '')
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8'])
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')
  expect((await fetch(`${server.origin}/avatars/${encodeURIComponent('<script>')}-1.svg`)).status).toBe(404)
})

test('a login code is for a device that waits here; looking tells it nothing, marking does', async () => {
  const page = createClient(server.origin, agents.windows)
  expect(await page.try(createLoginCode, { query: { device: 'x'.repeat(200) } })).toMatchObject({ code: 404 })
  const line = await page.bareLine()
  const former = await page.ask(createLoginCode, { query: { device: line.device } })
  const { url } = await page.ask(createLoginCode, { query: { device: line.device } })
  expect((await bob.try(showScanLogin, { params: { code: codeIn(former.url) } })).code).toBe(404)
  const params = { code: codeIn(url) }
  expect(await bob.ask(showScanLogin, { params })).toMatchObject({ platform: 'windows', sameNetwork: 1 })
  expect((await createClient(server.origin).try(showScanLogin, { params })).code).toBe(401)
  await line.settled()
  expect(line.count(10010)).toBe(0)
  await bob.ask(markScanLogin, { params })
  await line.next(10010)
  await bob.ask(confirmScanLogin, { params })
  await line.next(10011)
})

test('looking at a group’s code joins nothing; entering does, and a browser is sent to the page that only looks', async () => {
  const { url } = await alice.ask(createCardCode, { query: { type: 'group', targetId: people.groupId } })
  expect((await alice.ask(createCardCode, { query: { type: 'group', targetId: people.groupId } })).url).toBe(url)
  const params = { code: codeIn(url) }
  const carol = await people.login(server.origin, 'carol')
  await bob.ask(showCardCode, { params })
  expect(await carol.ask(enterCardCode, { params })).toMatchObject({ group: { isMember: true } })
  const opened = await fetch(url, {
    headers: { accept: 'text/html,*/*', authorization: mallory.token },
    redirect: 'manual',
  })
  expect([opened.status, opened.headers.get('location')]).toEqual([302, `/scan/card/${params.code}`])
})

test('a page of another site makes nobody scan or join, token or not', async () => {
  const { url } = await alice.ask(createCardCode, { query: { type: 'group', targetId: people.groupId } })
  const line = await createClient(server.origin, agents.windows).bareLine()
  const login = await createClient(server.origin).ask(createLoginCode, { query: { device: line.device } })
  for (const address of [url, login.url]) {
    const ask = (headers: Record<string, string>) =>
      fetch(address, { headers: { authorization: bob.token, ...headers } })
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await ask({ 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' })).status).toBe(403)
  }
  await line.settled()
  expect(line.count(10010)).toBe(0)
  expect((await fetch(login.url, { headers: { authorization: bob.token } })).status).toBe(200)
  await line.next(10010)
})
