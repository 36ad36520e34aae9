import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { groupInfo } from '../../../contract/groups.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import type { LineState } from '../sync/facts.ts'
import { createHub } from '../sync/hub.ts'
import { changeGroup } from './group-changes.ts'
import type { GroupChange, GroupDetail, GroupUser } from './group-changes.ts'
import { createGroups } from './groups.ts'

const waits = { kept: 60_000, gap: 1000, line: 1000 }
const noChannel = { post: () => undefined, listen: () => () => undefined, close: () => undefined }
const groupId = 7
const inGroup = { miniType: 1101, groupId } as const
const info = {
  groupId,
  text: 'Plan',
  avatar: '',
  note: null,
  ownerId: 1,
  type: 0,
  createTime: 0,
  approval: 0,
  muted: 0,
  dissolved: 0,
}
const person = (id: number): GroupUser => ({
  id,
  trueName: `p${id}`,
  avatar: '',
  username: `p${id}`,
  role: 'member',
  mutedUntil: 0,
  pinyin: `p${id}`,
  initials: '',
})

/** A server with one group, its frames, and a page of person 1. */
function open() {
  const hub = createHub(noChannel)
  let group: GroupDetail = { info: { ...info, count: 2 }, users: [person(1), person(2)] }
  let refusal: ApiFailure | undefined
  let gate = Promise.resolve()
  const calls: string[] = []
  const ask = (async ({ path }) => {
    calls.push(path)
    const [failure, detail] = [refusal, group]
    await gate
    if (failure) throw failure
    return path === groupInfo.path ? detail : { noticeList: [] }
  }) as Ask
  const groups = createGroups({ hub, ask, viewerId: 1, waits })
  const change = (given: GroupChange, isLost = false) => {
    group = changeGroup(group, [given])
    if (!isLost) hub.publish({ type: 'frame', frame: { code: frameCodes.conversationChanged, msg: '', data: given } })
  }
  const count = () => group.users.length
  return {
    groups,
    calls,
    line: (state: LineState) => hub.publish({ type: 'line', state }),
    refuse: (failure: ApiFailure | undefined) => {
      refusal = failure
    },
    /** The answers of calls made from now on wait. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
    join: (id: number, isLost = false) =>
      change({ ...inGroup, what: 'joined', users: [person(id)], count: count() + 1 }, isLost),
    leave: (id: number, isLost = false) =>
      change({ ...inGroup, what: 'left', userIds: [id], count: count() - 1 }, isLost),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const soon = () => vi.advanceTimersByTimeAsync(100)
const notMember = new ApiFailure(403, '你不在这个群里', undefined, { failure: 'group.notMember' })

test('all pages share one reading, and what frames tell', async () => {
  const { groups, calls, line, join, leave } = open()
  line('connected')
  const [room, panel] = [groups.open(groupId), groups.open(groupId)]
  await soon()
  for (let id = 3; id < 103; id++) join(id)
  leave(2)
  await soon()
  expect(room.detail.value.value?.info.count).toBe(101)
  expect(room.members.value.has(2)).toBe(false)
  expect(panel.detail.value.value).toBe(room.detail.value.value)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toEqual([groupInfo.path])
})

test('changes that come while the group is read are in it, whichever the answer knew', async () => {
  const { groups, calls, line, join, leave, hold } = open()
  line('connected')
  const answer = hold()
  const room = groups.open(groupId)
  join(3)
  join(4)
  leave(3)
  answer()
  await soon()
  expect([...room.members.value.keys()]).toEqual([1, 2, 4])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toHaveLength(1)
})

test('a count that does not fit is a gap, after which the group is read again', async () => {
  const { groups, calls, line, join } = open()
  line('connected')
  const room = groups.open(groupId)
  await soon()
  join(3, true)
  join(4)
  await soon()
  expect([...room.members.value.keys()]).toEqual([1, 2, 4])
  await vi.advanceTimersByTimeAsync(2000)
  expect([...room.members.value.keys()]).toEqual([1, 2, 3, 4])
  expect(calls).toHaveLength(2)
})

test('a line that comes back is a gap too, for what a page shows', async () => {
  const { groups, calls, line, leave } = open()
  line('connected')
  const room = groups.open(groupId)
  await soon()
  line('offline')
  leave(2, true)
  line('connected')
  await soon()
  expect([...room.members.value.keys()]).toEqual([1])
  room.close()
  line('offline')
  line('connected')
  await soon()
  expect(calls).toHaveLength(2)
})

test('a page that has just started reads with its line, and without one after a moment', async () => {
  const { groups, calls, line } = open()
  groups.open(groupId)
  await soon()
  expect(calls).toHaveLength(0)
  line('connected')
  await vi.advanceTimersByTimeAsync(5000)
  expect(calls).toHaveLength(1)

  const slow = open()
  slow.groups.open(groupId)
  await vi.advanceTimersByTimeAsync(1000)
  expect(slow.calls).toHaveLength(1)
})

test('who left is told so, keeps what was shown, and reads the group after coming back', async () => {
  const { groups, line, join, leave, refuse } = open()
  line('connected')
  const room = groups.open(groupId)
  await soon()
  refuse(notMember)
  leave(1)
  await soon()
  expect(room.detail.error.value).toBe(notMember)
  expect([...room.members.value.keys()]).toEqual([2])
  join(3, true)
  refuse(undefined)
  join(1)
  await soon()
  expect(room.detail.error.value).toBeUndefined()
  expect([...room.members.value.keys()]).toEqual([1, 2, 3])
})

test('a group is kept for a while after its last page, and then forgotten', async () => {
  const { groups, calls, line, join } = open()
  line('connected')
  const [room, panel] = [groups.open(groupId), groups.open(groupId)]
  await soon()
  room.close()
  room.close()
  panel.close()
  await vi.advanceTimersByTimeAsync(59_000)
  join(3)
  const again = groups.open(groupId)
  await soon()
  expect([[...again.members.value.keys()], calls.length]).toEqual([[1, 2, 3], 1])
  again.close()
  await vi.advanceTimersByTimeAsync(61_000)
  groups.open(groupId)
  expect(calls).toHaveLength(2)
})

test('notices are read when a page asks for them', async () => {
  const { groups, calls, line } = open()
  line('connected')
  const panel = groups.open(groupId)
  panel.readNotices()
  panel.readNotices()
  await soon()
  expect(panel.notices.value).toEqual([])
  expect(calls).toHaveLength(2)
})
