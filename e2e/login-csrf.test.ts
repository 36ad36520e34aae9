import { afterAll, beforeAll, expect, test } from 'vitest'
import { logout } from '../contract/accounts.ts'
import { failures } from '../contract/failures.ts'
import { sendDirect } from '../contract/messages.ts'
import { createExistingClient, newId } from './client.ts'
import { openLine } from './line.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const allowed = 'https://client.example'
let stage: Stage
beforeAll(async () => {
  stage = await openStage({ HONGYAN_ALLOWED_ORIGINS: allowed })
})
afterAll(() => stage.close())

const credentials = () => ({ account: 'bob', password: stage.people.passwords.get('bob') ?? '' })
/** Logs in as a page does; the cookies that were set, and the answer. */
async function logIn(headers: Record<string, string>, body?: string) {
  const query = body === undefined ? `?${new URLSearchParams(credentials())}` : ''
  const answer = await fetch(`${stage.server.origin}/auth/login${query}`, {
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: answer.status,
    cookies: answer.headers.getSetCookie(),
    ...((await answer.json()) as { msg: string }),
  }
}

test('no page of another site logs its visitor in, whatever it sends', async () => {
  const json = () => JSON.stringify(credentials())
  const form = () => new URLSearchParams(credentials()).toString()
  const pages: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'https://evil.example', version: 'hongyan-web/1' },
  ]
  for (const headers of pages) {
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', form()],
      ['text/plain', json()],
      ['application/json', json()],
      ['text/plain', undefined],
    ] as const) {
      const { status, cookies, msg } = await logIn({ ...headers, 'Content-Type': type }, body)
      expect([status, cookies, msg]).toEqual([403, [], failures['login.otherSite'].zh])
    }
  }
  for (const method of ['GET', 'PUT', 'HEAD']) {
    const answer = await fetch(
      `${stage.server.origin}/auth/login?${new URLSearchParams({ ...credentials(), _method: 'POST' })}`,
      { method, headers: { 'X-HTTP-Method-Override': 'POST' } },
    )
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, []])
  }
})

test('our own pages, allowed ones and programs log in; only the existing client gets the cookie', async () => {
  const pages: Record<string, string>[] = [
    { Origin: stage.server.origin },
    { Origin: allowed, 'Sec-Fetch-Site': 'cross-site' },
    {},
  ]
  for (const headers of pages) {
    const existing = await logIn(headers)
    expect([existing.status, existing.cookies.length]).toEqual([200, 1])
    const ours = await logIn({ ...headers, version: 'hongyan-web/1' })
    expect([ours.status, ours.cookies]).toEqual([200, []])
  }
})

test('a socket of our own client never becomes who logged in last in this browser', async () => {
  const bob = createExistingClient(stage.server.origin)
  await bob.login('bob', credentials().password)
  const alice = await stage.login('alice')
  const headers = { Cookie: bob.cookie, Origin: stage.server.origin }
  const ws = `${stage.server.origin.replace('http', 'ws')}/cnbi.io/`
  const [old, ours, dead] = await Promise.all([
    openLine(ws, headers),
    openLine(`${ws}?v=1`, headers),
    openLine(`${ws}?v=1&Authorization=${'x'.repeat(43)}`, headers),
  ])
  await alice.ask(sendDirect, {
    body: { id: newId(), senderId: alice.userId, receiverId: bob.userId, type: 1, content: 'for bob only' },
  })
  await old.next(1100)
  for (const line of [ours, dead]) {
    line.send({ code: 1100, data: { id: newId(), receiverId: alice.userId, type: 1, content: 'as somebody else' } })
    await line.next(3400)
    expect(line.count(1100)).toBe(0)
  }
})

test('a page of another site cannot log anybody out: the cookie counts for no call', async () => {
  const bob = createExistingClient(stage.server.origin)
  await bob.login('bob', credentials().password)
  const answer = await fetch(stage.server.origin + logout.path, {
    headers: { Cookie: bob.cookie, 'Sec-Fetch-Site': 'cross-site' },
  })
  expect(answer.status).toBe(401)
  expect((await bob.try(logout)).code).toBe(200)
})

test('over https the cookie of the handshake is taken from this host alone, not from a neighbour under the same domain', async () => {
  const shielded = await openStage({ HONGYAN_TRUST_PROXY: '1' })
  const { origin } = shielded.server
  const https = { 'X-Forwarded-Proto': 'https', Origin: origin.replace('http:', 'https:') }
  const query = new URLSearchParams({ account: 'bob', password: shielded.people.passwords.get('bob') ?? '' })
  const answer = await fetch(`${origin}/auth/login?${query}`, { method: 'POST', headers: https })
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-hongyan_device=[^;]+; HttpOnly; SameSite=Lax; Max-Age=\d+; Path=\/; Secure$/)
  const [own = ''] = cookie.split(';')
  const tossed = own.replace('__Host-', '')
  const [alice, bob] = [await shielded.login('alice'), await shielded.login('bob')]
  const bobs = await openLine(`${origin.replace('http', 'ws')}/cnbi.io/`, { ...https, Cookie: `${tossed}; ${own}` })
  const nobodys = await openLine(`${origin.replace('http', 'ws')}/cnbi.io/`, { ...https, Cookie: tossed })
  await alice.ask(sendDirect, { body: { id: newId(), receiverId: bob.userId, type: 1, content: 'for bob' } })
  expect((await bobs.next(1100)).data).toMatchObject({ content: 'for bob' })
  await nobodys.settled()
  expect(nobodys.count(1100)).toBe(0)
  await Promise.all([bobs.drop(), nobodys.drop()])
  await shielded.close()
})
