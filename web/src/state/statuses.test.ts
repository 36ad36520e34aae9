import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { findStatuses, setStatus } from '../../../contract/statuses.ts'
import type { Ask } from '../api/client.ts'
import { createHub } from '../sync/hub.ts'
import { createStatuses } from './statuses.ts'
import type { Status } from './statuses.ts'

const noChannel = { post: () => undefined, listen: () => () => undefined, close: () => undefined }
/** ms after which what is looked at has been asked for. */
const asked = 60
/** The server is an hour ahead of this device, and half a millisecond. */
const ahead = 3_600_000.5

/** A server on which people say this, and what a page is told. */
function open(said: Status[]) {
  const hub = createHub(noChannel)
  const calls: unknown[] = []
  const ask = (async (call: { path: string }, parts: { body?: unknown; query?: { ids: string } }) => {
    calls.push(parts.body ?? parts.query?.ids)
    if (call.path === setStatus.path) return { userId: 1, ...(parts.body as Omit<Status, 'userId'>) }
    const ids = parts.query?.ids.split(',').map(Number) ?? []
    expect(call.path).toBe(findStatuses.path)
    return said.filter(({ userId }) => ids.includes(userId))
  }) as Ask
  const statuses = createStatuses({ hub, ask, now: () => Date.now() + ahead })
  const tell = (data: unknown) =>
    hub.publish({ type: 'frame', frame: { code: frameCodes.conversationChanged, msg: '', data } })
  return { statuses, calls, tell, said, line: () => hub.publish({ type: 'line', state: 'connected' }) }
}
const status = (userId: number, text: string, endTime: number | null = null): Status => ({
  userId,
  emoji: '',
  text,
  endTime,
})

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('people are asked for once, together, and heard from then on', async () => {
  const { statuses, calls, tell } = open([status(2, '会议中')])
  expect([statuses.of(2), statuses.of(3), statuses.of(2)]).toEqual([undefined, undefined, undefined])
  await vi.advanceTimersByTimeAsync(asked)
  expect(statuses.of(2)?.text).toBe('会议中')
  expect(statuses.of(3)).toBeUndefined()
  tell({ what: 'status', userId: 3, status: status(3, '外出') })
  tell({ what: 'status', userId: 2, status: null })
  expect([statuses.of(2), statuses.of(3)?.text]).toEqual([undefined, '外出'])
  expect(calls).toEqual(['2,3'])
  statuses.stop()
})

test('each is gone at its end by the time of the server, whatever this device says', async () => {
  const now = 1_000_000 + ahead
  const { statuses } = open([
    status(2, '用餐', now + 5000),
    status(3, '休假', now + 40 * 86_400_000),
    status(4, '远程'),
  ])
  const texts = () => [2, 3, 4].map(id => statuses.of(id)?.text)
  texts()
  await vi.advanceTimersByTimeAsync(4000)
  expect(texts()).toEqual(['用餐', '休假', '远程'])
  await vi.advanceTimersByTimeAsync(1100)
  expect(texts()).toEqual([undefined, '休假', '远程'])
  await vi.advanceTimersByTimeAsync(40 * 86_400_000)
  expect(texts()).toEqual([undefined, undefined, '远程'])
  statuses.stop()
})

test('after a new connection, what changed meanwhile is read, and what was known stays in sight until then', async () => {
  const { statuses, said, line } = open([status(2, '会议中')])
  statuses.of(2)
  await vi.advanceTimersByTimeAsync(asked)
  said[0] = status(2, '外出')
  line()
  expect(statuses.of(2)?.text).toBe('会议中')
  await vi.advanceTimersByTimeAsync(asked)
  expect(statuses.of(2)?.text).toBe('外出')
  statuses.stop()
})

test('what one says of oneself ends at a whole millisecond', async () => {
  const { statuses, calls } = open([])
  await statuses.set(1, { emoji: '📅', text: '', endTime: statuses.now() + 1000 })
  expect(calls).toEqual([{ emoji: '📅', text: '', endTime: 1_000_000 + 3_600_000 + 1001 }])
  expect(statuses.of(1)?.emoji).toBe('📅')
  statuses.stop()
})
