import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { createCast, createTestStore } from './test-store.ts'

let store: Store
let alice: number, bob: number, mallory: number
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ alice, bob, mallory } = await createCast(store))
})

test('each has one status, the last one, until it is taken back', async () => {
  await store.statuses.set({ userId: alice, emoji: '📅', text: '会议中', endsAt: 5 })
  await store.statuses.set({ userId: bob, emoji: '', text: '外出', endsAt: null })
  const all = () => store.statuses.of([alice, bob, mallory]).then(found => found.sort((a, b) => a.userId - b.userId))
  expect(await all()).toEqual([
    { userId: alice, emoji: '📅', text: '会议中', endsAt: 5 },
    { userId: bob, emoji: '', text: '外出', endsAt: null },
  ])
  await store.statuses.set({ userId: alice, emoji: '🌴', text: '', endsAt: null })
  await store.statuses.clear(bob)
  await store.statuses.clear(mallory)
  expect(await all()).toEqual([{ userId: alice, emoji: '🌴', text: '', endsAt: null }])
})
