import { afterAll, beforeAll, expect, test } from 'vitest'
import { endLogin, listLogins } from '../contract/accounts.ts'
import { agents } from './client.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

// Where somebody is signed in: they see it, and sign out what they do not know.

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('one sees where one is signed in, this device first, and nobody else does', async () => {
  const phone = await stage.login('alice', agents.android)
  const desk = await stage.login('alice', agents.windows)
  await stage.login('bob')
  const own = await desk.ask(listLogins)
  expect(own.map(({ platform, current }) => [platform, current])).toEqual([
    ['windows', 1],
    ['android', 0],
  ])
  expect(own.every(({ address, createdAt, usedAt }) => address === '127.0.0.1' && usedAt >= createdAt)).toBe(true)
  expect((await phone.ask(listLogins)).map(({ platform }) => platform)).toEqual(['android', 'windows'])
  expect(JSON.stringify(own)).not.toContain(phone.token)
})

test('a device that is signed out hears 1003 at once and may do nothing more; the others stay', async () => {
  const phone = await stage.login('alice', agents.android)
  const desk = await stage.login('alice', agents.windows)
  const line = await phone.line()
  const [, other] = await desk.ask(listLogins)
  await desk.ask(endLogin, { body: { id: other?.id ?? '' } })
  await line.next(1003)
  expect((await phone.try(listLogins)).code).toBe(401)
  expect((await desk.ask(listLogins)).map(({ platform }) => platform)).toEqual(['windows'])
  // A second time it is over already.
  expect((await desk.try(endLogin, { body: { id: other?.id ?? '' } })).code).toBe(200)
})

test('all but this device are signed out together', async () => {
  const others = [await stage.login('alice', agents.android), await stage.login('alice', 'curl/8.5.0')]
  const desk = await stage.login('alice', agents.windows)
  await desk.ask(endLogin, { body: {} })
  for (const other of others) expect((await other.try(listLogins)).code).toBe(401)
  expect(await desk.ask(listLogins)).toHaveLength(1)
})

test("nobody ends another's login, whatever they name", async () => {
  const bob = await stage.login('bob')
  const [own] = await bob.ask(listLogins)
  const mallory = await stage.login('mallory')
  expect((await mallory.try(endLogin, { body: { id: own?.id ?? '' } })).code).toBe(200)
  expect((await mallory.try(endLogin, { body: { id: 'all' } })).code).toBe(400)
  expect((await bob.try(listLogins)).code).toBe(200)
})
