import { createECDH, randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { setConversation } from '../contract/conversations.ts'
import { sendGroup } from '../contract/messages.ts'
import type { NotifyLevel } from '../contract/notify-level.ts'
import { deletePush, pushKey, savePush, testPush } from '../contract/push.ts'
import { createClient, newId } from './client.ts'
import { startPushService } from './push-service.ts'
import { openStage } from './stage.ts'

const service = await startPushService()
const { server, people, login, close } = await openStage(service.settings)
const alice = await login('alice')
afterAll(async () => {
  await close()
  await service[Symbol.asyncDispose]()
})

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
  expect((await nobody.try(testPush, { body: { endpoint, id: 'x' } })).code).toBe(401)
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

test('a mention goes through the level of mentions, and nothing through the level of none', async () => {
  const [bob, carol] = [await login('bob'), await login('carol')]
  const group = { miniType: 1101 as const, targetId: people.groupId }
  for (const [name, client] of Object.entries({ bob, carol }))
    await client.ask(savePush, { body: { endpoint: service.endpoint(name), keys } })
  const set = async (notify: NotifyLevel, mute: 0 | 1) =>
    expect(await bob.ask(setConversation, { query: { ...group, notify } })).toMatchObject({ notify, mute })
  const say = (...atIds: number[]) =>
    alice.ask(sendGroup, {
      body: { id: newId(), receiverId: people.groupId, type: 1, content: 'x', atIds: atIds.join(',') },
    })
  const since = async (pushes: number, work: () => Promise<unknown>) => {
    const before = service.received.length
    await work()
    await service.count(before + pushes)
    return service.received.slice(before).sort()
  }
  await set('mentions', 1)
  expect(await since(1, () => say())).toEqual(['carol'])
  expect(await since(2, () => say(bob.userId))).toEqual(['bob', 'carol'])
  expect(await since(2, () => say(0))).toEqual(['bob', 'carol'])
  await set('none', 1)
  expect(await since(1, () => say(bob.userId))).toEqual(['carol'])
  expect(await since(1, () => say(0))).toEqual(['carol'])
  // What muting has always meant.
  expect(await bob.ask(setConversation, { query: { ...group, mute: 1 } })).toMatchObject({
    notify: 'mentions',
    mute: 1,
  })
  expect(await since(2, () => say(bob.userId))).toEqual(['bob', 'carol'])
  await set('all', 0)
  expect(await since(2, () => say())).toEqual(['bob', 'carol'])
})

test('a test is sent though nothing happened, and says what the push service said', async () => {
  const endpoint = service.endpoint('alice')
  const test = () => alice.try(testPush, { body: { endpoint, id: newId() } })
  expect(await test()).toMatchObject({ code: 404, failure: 'push.unknown' })
  await alice.ask(savePush, { body: { endpoint, keys } })
  expect(await test()).toMatchObject({ code: 200, data: { outcome: 'taken', status: 201 } })
  expect(service.received.at(-1)).toBe('alice')
  service.answer(500)
  expect(await test()).toMatchObject({ data: { outcome: 'refused', status: 500 } })
  service.answer(410)
  expect(await test()).toMatchObject({ data: { outcome: 'gone', status: 410 } })
  await expect.poll(async () => (await test()).code).toBe(404)
})
