import { createECDH, randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { deletePush, pushKey, savePush } from '../contract/push.ts'
import { createClient } from './client.ts'
import { openStage } from './stage.ts'

const { server, login, close } = await openStage()
const alice = await login('alice')
afterAll(close)

const endpoint = 'https://push.services.mozilla.com/wpush/v2/example'
const keys = {
  p256dh: createECDH('prime256v1').generateKeys().toString('base64url'),
  auth: randomBytes(16).toString('base64url'),
}

test("a browser subscribes with the server's key, again, and gives it up, again", async () => {
  const { publicKey } = await alice.ask(pushKey)
  expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
  for (const call of [1, 2])
    expect([call, (await alice.try(savePush, { body: { endpoint, keys } })).code]).toEqual([call, 200])
  for (const call of [1, 2])
    expect([call, (await alice.try(deletePush, { query: { endpoint } })).code]).toEqual([call, 200])
})

test('strangers are refused, and so is every address that is none of a push service', async () => {
  const nobody = createClient(server.origin)
  expect((await nobody.try(pushKey)).code).toBe(401)
  expect((await nobody.try(savePush, { body: { endpoint, keys } })).code).toBe(401)
  expect((await nobody.try(deletePush, { query: { endpoint } })).code).toBe(401)
  for (const address of [
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://example.com/x',
    'https://push.services.mozilla.com:8443/x',
    'https://user@push.services.mozilla.com/x',
  ]) {
    expect([address, (await alice.try(savePush, { body: { endpoint: address, keys } })).code]).toEqual([address, 403])
  }
})

test('what is no subscription is refused by its name', async () => {
  const bad = [
    ['endpoint', { endpoint: 'http://push.services.mozilla.com/x', keys }],
    ['endpoint', { endpoint: 'x', keys }],
    ['keys.p256dh', { endpoint, keys: { ...keys, p256dh: 'short' } }],
    ['keys.auth', { endpoint, keys: { ...keys, auth: '***' } }],
  ] as const
  for (const [name, body] of bad)
    expect(await alice.try(savePush, { body })).toMatchObject({
      code: 400,
      msg: expect.stringContaining(name) as string,
    })
  expect(await alice.try(deletePush, { query: { endpoint: '' } })).toMatchObject({
    code: 400,
    msg: expect.stringContaining('endpoint') as string,
  })
})
