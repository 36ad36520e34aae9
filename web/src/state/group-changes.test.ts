import { expect, test } from 'vitest'
import { changeGroup, changeNotices } from './group-changes.ts'
import type { GroupChange, GroupDetail, GroupNotice, GroupUser } from './group-changes.ts'

const ids: Record<string, number> = { alice: 1, bob: 2, carol: 3, dave: 4 }
const face = (trueName: string, more: Partial<GroupUser> = {}): GroupUser => ({
  id: ids[trueName] ?? 0,
  trueName,
  avatar: '',
  username: trueName,
  role: 'member',
  mutedUntil: 0,
  pinyin: trueName,
  initials: '',
  ...more,
})
const alice = face('alice', { role: 'owner' })
const [bob, carol, dave] = [face('bob'), face('carol'), face('dave')]
const info = {
  groupId: 7,
  text: 'Plan',
  avatar: '',
  note: null,
  ownerId: 1,
  type: 0,
  count: 3,
  createTime: 0,
  approval: 0,
  muted: 0,
  dissolved: 0,
}
const before: GroupDetail = { info, users: [alice, bob, carol] }
const notice = (id: number): GroupNotice => ({
  id,
  content: `notice ${id}`,
  url: null,
  sendTime: 0,
  name: 'alice',
  senderId: 1,
})

const inGroup = { miniType: 1101, groupId: 7 } as const
const joined = (count: number, ...users: GroupUser[]): GroupChange => ({ ...inGroup, what: 'joined', users, count })
const left = (count: number, ...users: GroupUser[]): GroupChange => ({
  ...inGroup,
  what: 'left',
  userIds: users.map(({ id }) => id),
  count,
})
const members = (...users: GroupUser[]): GroupChange => ({ ...inGroup, what: 'members', users })
const renamed: GroupChange = { ...inGroup, what: 'info', info: { ...info, text: 'Trip', count: 3 } }
const posted = (id: number): GroupChange => ({ ...inGroup, what: 'notice', notice: notice(id) })
const deleted = (noticeId: number): GroupChange => ({ ...inGroup, what: 'noticeDeleted', noticeId })

const manager = { ...carol, role: 'manager' } as const
const renamedBob = { ...bob, trueName: 'zoe', pinyin: 'zoe' }
const table: Record<string, { changes: GroupChange[]; after: GroupDetail }> = {
  nothing: { changes: [], after: before },
  'somebody joins': {
    changes: [joined(4, dave)],
    after: { info: { ...info, count: 4 }, users: [alice, bob, carol, dave] },
  },
  'who joins stands by name': {
    changes: [joined(4, face('dave', { pinyin: 'b' }))],
    after: { info: { ...info, count: 4 }, users: [alice, face('dave', { pinyin: 'b' }), bob, carol] },
  },
  'who joins is here already, under another name': {
    changes: [joined(3, renamedBob)],
    after: { info, users: [alice, carol, renamedBob] },
  },
  'somebody leaves': { changes: [left(2, bob)], after: { info: { ...info, count: 2 }, users: [alice, carol] } },
  'who leaves was not here': { changes: [left(3, dave)], after: before },
  'a member becomes manager': { changes: [members(manager)], after: { info, users: [alice, manager, bob] } },
  'a new owner': {
    changes: [members({ ...bob, role: 'owner' }, { ...alice, role: 'member' })],
    after: { info, users: [{ ...bob, role: 'owner' }, { ...alice, role: 'member' }, carol] },
  },
  'a new name': { changes: [renamed], after: { info: { ...info, text: 'Trip' }, users: before.users } },
  'joining and leaving together': {
    changes: [joined(4, dave), left(3, bob), renamed, joined(4, bob), left(3, dave)],
    after: { info: { ...info, text: 'Trip', count: 3 }, users: [alice, bob, carol] },
  },
  'notices change no member': { changes: [posted(1), deleted(1)], after: before },
}

test.each(Object.entries(table))('%s', (_, { changes, after }) => {
  expect(changeGroup(before, changes)).toEqual(after)
  expect(changes.reduce((group, change) => changeGroup(group, [change]), before)).toEqual(after)
  // What was read may have some of them already.
  for (const [index] of changes.entries()) {
    expect(changeGroup(changeGroup(before, changes), changes.slice(index))).toEqual(after)
  }
})

test('what no change touches stays the same object', () => {
  expect(changeGroup(before, [posted(1)])).toBe(before)
  expect(changeGroup(before, [renamed]).users).toBe(before.users)
  expect(changeGroup(before, [members(manager)]).info).toBe(before.info)
})

test('notices: the newest first, each once, without the deleted', () => {
  const two = [notice(2), notice(1)]
  expect(changeNotices(two, [posted(3)])).toEqual([notice(3), notice(2), notice(1)])
  expect(changeNotices(two, [posted(2)])).toEqual(two)
  expect(changeNotices(two, [deleted(2), deleted(9)])).toEqual([notice(1)])
  expect(changeNotices(two, [joined(4, dave)])).toBe(two)
})

test('a thousand who come into a group of ten thousand stand where the server puts them', () => {
  const pinyinOf = (index: number) => `p${String(index).padStart(5, '0')}`
  const crowd = Array.from({ length: 10_000 }, (_, index) => ({ ...bob, id: 100 + index, pinyin: pinyinOf(index) }))
  const newcomers = Array.from({ length: 1000 }, (_, index) => ({
    ...bob,
    id: 20_000 + index,
    pinyin: `${pinyinOf(index * 10)}x`,
  }))
  const after = changeGroup(
    { info, users: crowd },
    newcomers.map((user, index) => joined(10_001 + index, user)),
  )
  expect([after.info.count, after.users.length]).toEqual([11_000, 11_000])
  const order = after.users.map(({ pinyin }) => pinyin)
  expect(order).toEqual(order.toSorted())
})
