import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newKey } from '../../lib/secret.ts'
import { createTestStore, tester } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createKeys } from './keys.ts'

let store: Store
let now: number
let keys: ReturnType<typeof createKeys>
let moduleId: number
const { key, keyHash } = newKey()
const here = '10.0.0.1'
const there = '10.0.0.2'

beforeAll(async () => {
  store = await createTestStore()
  moduleId = await store.modules.create({ name: '审批', avatar: null, companyId: null, keyHash, createdAt: 1 })
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(() => {
  now = 1_000_000
  keys = createKeys({ store, clock: () => now })
})

const guess = (address: string) => keys.moduleOf(moduleId, 'wrong', address)
const guessOften = async (address: string) => {
  for (let at = 0; at < 20; at++) await expect(guess(address)).rejects.toMatchObject({ failure: 'module.wrongKey' })
}

test('a key is 256 random bits, and names its own module alone', async () => {
  const other = newKey()
  const otherId = await store.modules.create({
    name: '考勤',
    avatar: null,
    companyId: null,
    keyHash: other.keyHash,
    createdAt: 1,
  })
  expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(keyHash).not.toContain(key)
  expect((await keys.moduleOf(moduleId, key, here)).id).toBe(moduleId)
  await expect(keys.moduleOf(otherId, key, here)).rejects.toMatchObject({ failure: 'module.wrongKey', code: 401 })
  await expect(keys.moduleOf(moduleId, keyHash, here)).rejects.toMatchObject({ failure: 'module.wrongKey' })
  await expect(keys.moduleOf(moduleId, '', here)).rejects.toMatchObject({ failure: 'module.wrongKey' })
  await expect(keys.moduleOf(1, key, here)).rejects.toMatchObject({ failure: 'module.wrongKey' })
  await expect(keys.moduleOf(99, key, here)).rejects.toMatchObject({ failure: 'module.unknown', code: 404 })
})

test('a disabled module is unknown, whatever its key, until it is enabled again', async () => {
  await store.administration.enableModule(tester, moduleId, false)
  await expect(keys.moduleOf(moduleId, key, here)).rejects.toMatchObject({ failure: 'module.unknown' })
  await store.administration.enableModule(tester, moduleId, true)
  expect((await keys.moduleOf(moduleId, key, here)).id).toBe(moduleId)
})

test('an address that guesses is not listened to for a while; other addresses are', async () => {
  await guessOften(here)
  await expect(guess(here)).rejects.toMatchObject({ failure: 'request.tooMany', retryAfter: 900 })
  await expect(keys.moduleOf(moduleId, key, here)).rejects.toMatchObject({ failure: 'request.tooMany' })
  expect((await keys.moduleOf(moduleId, key, there)).id).toBe(moduleId)
  now += 15 * 60 * 1000
  expect((await keys.moduleOf(moduleId, key, here)).id).toBe(moduleId)
})

test('a module that has shown its key from an address is not shut out by somebody who guesses beside it', async () => {
  await keys.moduleOf(moduleId, key, here)
  await guessOften(here)
  await expect(keys.moduleOf(99, 'wrong', here)).rejects.toMatchObject({ failure: 'request.tooMany' })
  expect((await keys.moduleOf(moduleId, key, here)).id).toBe(moduleId)
})
