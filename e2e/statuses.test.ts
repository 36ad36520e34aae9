import { afterAll, expect, test } from 'vitest'
import { findStatuses, setStatus } from '../contract/statuses.ts'
import { agents } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'

const { login, close } = await openStage()
const [alice, bob, mallory] = [await login('alice'), await login('bob'), await login('mallory')]
afterAll(close)

const isStatus = (frame: { data: Record<string, unknown> }) => frame.data['what'] === 'status'
const seenBy = (viewer: Client) => viewer.ask(findStatuses, { query: { ids: `${alice.userId},${mallory.userId}` } })

test('colleagues and oneself hear of a status at once, strangers and the existing client never', async () => {
  const lines = {
    own: await alice.line(),
    bob: await bob.line(),
    existing: await (await login('bob', agents.android)).line({ isOurs: false }),
    mallory: await mallory.line(),
  }
  const set = await alice.ask(setStatus, { body: { emoji: '📅', text: '  会议中 ', endTime: null } })
  expect(set).toEqual({ userId: alice.userId, emoji: '📅', text: '会议中', endTime: null })
  for (const line of [lines.own, lines.bob])
    expect((await line.next(3003, isStatus)).data).toEqual({ what: 'status', userId: alice.userId, status: set })
  expect([await seenBy(bob), await seenBy(alice), await seenBy(mallory)]).toEqual([[set], [set], []])

  // Her own reaches mallory, who is nobody's colleague: what is not there was not late.
  await mallory.ask(setStatus, { body: { text: '外出' } })
  await lines.mallory.next(3003, isStatus)
  expect(await alice.ask(setStatus, { body: {} })).toBeNull()
  expect((await lines.bob.next(3003, isStatus)).data).toEqual({ what: 'status', userId: alice.userId, status: null })
  await Promise.all([lines.existing.settled(), lines.mallory.settled()])
  expect([lines.mallory.count(3003, isStatus), lines.existing.count(3003)]).toEqual([1, 0])
  expect(await seenBy(bob)).toEqual([])
})

test('a status ends by itself, and one that has ended already is refused', async () => {
  const endTime = Date.now() + 3000
  expect(await alice.ask(setStatus, { body: { text: '马上回来', endTime } })).toMatchObject({ endTime })
  await expect.poll(() => seenBy(bob)).toEqual([])
  expect(await alice.try(setStatus, { body: { text: '刚才', endTime: endTime - 10_000 } })).toMatchObject({
    code: 400,
    failure: 'status.ended',
  })
})
