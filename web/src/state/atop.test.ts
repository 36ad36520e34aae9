import { expect, test } from 'vitest'
import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Fact } from '../sync/facts.ts'
import { createHub } from '../sync/hub.ts'
import { createMemoryCache } from '../sync/memory-cache.ts'
import { ids, row } from '../sync/rows.testing.ts'
import { atopChangeIn, atopName, keepAtop } from './atop.ts'
import type { Atop } from './atop.ts'

const pinned = (seq: number, time: number, change = 1) =>
  row(seq, { change, pin: { userId: ids.alice, name: 'alice', time } })
const notice = (id: number) => ({ id, content: 'n', url: null, sendTime: 9, name: 'alice', senderId: ids.alice })
const changed = (...rows: ReturnType<typeof row>[]): Fact => ({ type: 'changes', key: 'g7', rows })
const frame = (data: object): Fact => ({
  type: 'frame',
  frame: { code: frameCodes.conversationChanged, msg: '', data: { miniType: 1101, groupId: 7, ...data } },
})
const after = (atop: Atop, fact: Fact) => atopChangeIn(fact)?.apply(atop) ?? atop

test('what was pinned last stands first, and goes when it is taken down or recalled', () => {
  const one = after({ data: [pinned(1, 10)], notice: null }, changed(pinned(5, 20), row(6)))
  expect(one.data.map(({ seq }) => seq)).toEqual([5, 1])
  expect(after(one, changed(row(5, { change: 2 }))).data.map(({ seq }) => seq)).toEqual([1])
  expect(after(one, changed(pinned(1, 10, 3))).data.map(({ seq }) => seq)).toEqual([5, 1])
  const recalled = row(5, { ...pinned(5, 20, 2), state: 6, content: '' })
  expect(after(one, changed(recalled)).data.map(({ seq }) => seq)).toEqual([1])
})

test('what is heard late, or is of no pin, changes nothing', () => {
  const atop: Atop = { data: [pinned(1, 10, 4)], notice: notice(3) }
  for (const fact of [changed(row(1, { change: 3 })), changed(row(2, { change: 9 })), frame({ what: 'left' })])
    expect(after(atop, fact)).toBe(atop)
})

test('a notice comes, and goes when it is deleted, or hidden with older ones', () => {
  const atop: Atop = { data: [], notice: notice(3) }
  expect(after(atop, frame({ what: 'notice', notice: notice(4) })).notice?.id).toBe(4)
  expect(after(atop, frame({ what: 'noticeDeleted', noticeId: 4 })).notice?.id).toBe(3)
  expect(after(atop, frame({ what: 'noticeDeleted', noticeId: 3 })).notice).toBeNull()
  expect(after(atop, frame({ what: 'noticeHidden', noticeId: 2 })).notice?.id).toBe(3)
  expect(after(atop, frame({ what: 'noticeHidden', noticeId: 3 })).notice).toBeNull()
})

test('what a device keeps follows a recall while no page shows it', async () => {
  const hub = createHub({ post: () => undefined, listen: () => () => undefined, close: () => undefined })
  const cache = createMemoryCache()
  keepAtop({ hub, cache })
  await cache.keepAnswer(atopName('g7'), { data: [pinned(1, 10)], notice: null })
  hub.publish(changed(row(1, { change: 2, state: 6, content: '' })))
  await expect.poll(() => cache.answer(atopName('g7'))).toEqual({ data: [], notice: null })
})
