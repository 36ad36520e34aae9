import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestStore } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createRefusals } from './refusals.ts'

const hour = 60 * 60 * 1000
const bob = { id: 7, trueName: 'Bob' }
let store: Store
let now = 0
beforeEach(async () => {
  store = await createTestStore()
})
afterEach(() => store[Symbol.asyncDispose]())

const entries = async () => {
  // Writes are done in order.
  await store.check()
  return (await store.audit.list({ limit: 1000 })).entries
}
const setUp = () => createRefusals({ store, clock: () => now })

test('the first is written at once, those of the hour after it as one, with their number', async () => {
  const refusals = setUp()
  for (let time = 0; time < 500; time += 1) refusals.login(bob, '10.0.0.1', 'login.wrong')
  await refusals.sweep()
  const subject = { kind: 'person', id: 7, name: 'Bob' }
  const details = { reason: 'login.wrong', network: '10.0.0.1', times: 1 }
  expect(await entries()).toMatchObject([{ action: 'login.refuse', actor: { kind: 'server' }, subject, details }])
  now += hour
  await refusals.sweep()
  expect((await entries()).map(entry => entry.details.times)).toEqual([499, 1])
  refusals.login(bob, '10.0.0.1', 'login.wrong')
  await refusals.flush()
  expect((await entries()).map(entry => entry.details.times)).toEqual([1, 499, 1])
})

test('strangers from everywhere, at every account and at none, leave no more than so many', async () => {
  const refusals = setUp()
  for (let at = 0; at < 5000; at += 1) {
    refusals.login({ id: at, trueName: `person ${at}` }, '10.0.0.1', 'login.wrong')
    refusals.login(undefined, `10.1.${at >> 8}.${at & 255}`, 'login.wrong')
  }
  await refusals.flush()
  const left = await entries()
  expect(left.length).toBeLessThan(260)
  const counted = left.reduce((sum, entry) => sum + Number(entry.details.times), 0)
  expect(counted).toBe(10_000)
})

test('what was typed for a name that nobody has is not kept', async () => {
  setUp().login(undefined, '2001:db8::1', 'login.wrong')
  const [entry] = await entries()
  expect(entry).toMatchObject({ subject: null, details: { reason: 'login.wrong', network: '2001:db8:0:0::/64' } })
})
