import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { Token } from '../logins.ts'
import { createTestStore } from './test-store.ts'

let store: Store
let made = 0
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const newUserId = () => ++made
const login = async (userId: number, more: Partial<Token> = {}, replaces = false) => {
  const token: Token = {
    hash: `hash-${++made}`,
    userId,
    platform: 'windows',
    kind: 'desktop',
    device: 'd',
    brand: 'b',
    address: '10.0.0.1',
    createdAt: 100,
    usedAt: 100,
    stage: 'full',
    ...more,
  }
  return { token, ended: (await store.tokens.create(token, replaces, 'password')) ?? [] }
}

test('a token comes back as it was stored', async () => {
  const { token, ended } = await login(newUserId())
  expect(ended).toEqual([])
  expect(await store.tokens.find(token.hash)).toEqual(token)
  expect(await store.tokens.find('other')).toBeUndefined()
})

test('one person has their own logins and nobody else, those used last first', async () => {
  const userId = newUserId()
  const { token: older } = await login(userId, { usedAt: 200 })
  const { token: latest } = await login(userId, { kind: 'phone', platform: 'ios', usedAt: 300 })
  await login(newUserId())
  expect(await store.tokens.ofUser(userId)).toEqual([latest, older])
})

test('a login replaces those of its kind and person alone', async () => {
  const userId = newUserId()
  const { token: desktop } = await login(userId)
  const { token: second, ended: none } = await login(userId)
  const { token: phone } = await login(userId, { kind: 'phone', platform: 'ios' })
  const { token: stranger } = await login(newUserId())
  expect(none).toEqual([])
  const { token, ended } = await login(userId, {}, true)
  expect(ended.map(each => each.hash).sort()).toEqual([desktop.hash, second.hash].sort())
  for (const stays of [token, phone, stranger]) expect(await store.tokens.find(stays.hash)).toEqual(stays)
  expect(await store.tokens.find(desktop.hash)).toBeUndefined()
})

test('what another device replaced is remembered until logins of its time are over, the same device replaces nothing', async () => {
  const userId = newUserId()
  const { token: here } = await login(userId, { device: 'here' })
  const { token: again } = await login(userId, { device: 'here', createdAt: 200 }, true)
  expect(await store.tokens.wasReplaced(here.hash)).toBe(false)
  const { token: elsewhere } = await login(userId, { device: 'elsewhere', createdAt: 300, usedAt: 300 }, true)
  expect([await store.tokens.wasReplaced(again.hash), await store.tokens.wasReplaced(elsewhere.hash)]).toEqual([
    true,
    false,
  ])
  await store.tokens.expire(0, 300)
  expect(await store.tokens.wasReplaced(again.hash)).toBe(true)
  await store.tokens.expire(0, 301)
  expect(await store.tokens.wasReplaced(again.hash)).toBe(false)
})

test('use moves forward, never back', async () => {
  const { token } = await login(newUserId())
  await store.tokens.touch(token.hash, 300)
  await store.tokens.touch(token.hash, 200)
  expect(await store.tokens.find(token.hash)).toEqual({ ...token, usedAt: 300 })
})

test('a token ends once', async () => {
  const { token } = await login(newUserId())
  expect(await store.tokens.end(token.hash)).toEqual(token)
  expect(await store.tokens.end(token.hash)).toBeUndefined()
  expect(await store.tokens.find(token.hash)).toBeUndefined()
})

test('all tokens of a person end, but the one that is kept', async () => {
  const userId = newUserId()
  const { token: kept } = await login(userId)
  const { token: other } = await login(userId, { kind: 'web', platform: 'web' })
  const { token: stranger } = await login(newUserId())
  expect(await store.tokens.endAll(userId, kept.hash)).toEqual([other])
  expect(await store.tokens.find(kept.hash)).toEqual(kept)
  expect(await store.tokens.endAll(userId)).toEqual([kept])
  expect(await store.tokens.find(stranger.hash)).toEqual(stranger)
})

test('unused and old tokens expire', async () => {
  const userId = newUserId()
  const { token: unused } = await login(userId, { createdAt: 80, usedAt: 89 })
  const { token: old } = await login(userId, { createdAt: 49, usedAt: 99 })
  const { token: good } = await login(userId, { createdAt: 50, usedAt: 90 })
  const ended = await store.tokens.expire(90, 50)
  expect(ended.map(each => each.hash).sort()).toEqual([unused.hash, old.hash].sort())
  expect(await store.tokens.find(good.hash)).toEqual(good)
})

test('an address stays known after its login ended', async () => {
  const userId = newUserId()
  const { token } = await login(userId, { address: '10.0.0.2', createdAt: 100 })
  await login(userId, { address: '10.0.0.3', createdAt: 200 })
  await store.tokens.end(token.hash)
  expect((await store.tokens.knownAddresses(userId, 0)).sort()).toEqual(['10.0.0.2', '10.0.0.3'])
  expect(await store.tokens.knownAddresses(userId, 150)).toEqual(['10.0.0.3'])
  await login(userId, { address: '10.0.0.2', createdAt: 300 })
  expect((await store.tokens.knownAddresses(userId, 150)).sort()).toEqual(['10.0.0.2', '10.0.0.3'])
  expect(await store.tokens.knownAddresses(newUserId(), 0)).toEqual([])
})
