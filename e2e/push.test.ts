import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { delPush, pushKey, savePush } from '../contract/push.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const folder = tempFolder()
let server: ServerProcess
let alice: Client

beforeAll(async () => {
  const people = await makePeople(folder.path)
  server = await startServer({ folder: folder.path })
  alice = await people.login(server.origin, 'alice')
})
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
  folder[Symbol.dispose]()
})

const endpoint = 'https://push.services.mozilla.com/wpush/v2/example'
const keys = { p256dh: randomBytes(65).toString('base64url'), auth: randomBytes(16).toString('base64url') }

test('a browser subscribes with the server\'s key, again, and gives it up, again', async () => {
  const { publicKey } = await alice.ask(pushKey)
  expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
  for (const call of [1, 2]) expect([call, (await alice.try(savePush, { body: { endpoint, keys } })).code]).toEqual([call, 200])
  for (const call of [1, 2]) expect([call, (await alice.try(delPush, { query: { endpoint } })).code]).toEqual([call, 200])
})

test('strangers are refused, and so is every address that is none of a push service', async () => {
  const nobody = createClient(server.origin)
  expect((await nobody.try(pushKey)).code).toBe(401)
  expect((await nobody.try(savePush, { body: { endpoint, keys } })).code).toBe(401)
  expect((await nobody.try(delPush, { query: { endpoint } })).code).toBe(401)
  for (const address of ['https://127.0.0.1/x', 'https://localhost/x', 'https://example.com/x', 'https://push.services.mozilla.com:8443/x', 'https://user@push.services.mozilla.com/x']) {
    expect([address, (await alice.try(savePush, { body: { endpoint: address, keys } })).code]).toEqual([address, 403])
  }
})

test('what is no subscription is refused by its name', async () => {
  const bad = [['endpoint', { endpoint: 'http://push.services.mozilla.com/x', keys }], ['endpoint', { endpoint: 'x', keys }],
    ['keys.p256dh', { endpoint, keys: { ...keys, p256dh: 'short' } }], ['keys.auth', { endpoint, keys: { ...keys, auth: '***' } }]] as const
  for (const [name, body] of bad) expect(await alice.try(savePush, { body })).toMatchObject({ code: 400, msg: expect.stringContaining(name) as string })
  expect(await alice.try(delPush, { query: { endpoint: '' } })).toMatchObject({ code: 400, msg: expect.stringContaining('endpoint') as string })
})
