import { expect, test } from 'vitest'
import type { GroupChange, GroupUser } from './group-changes.ts'
import { changeGroupList, takesReading } from './group-list.ts'
import type { GroupRow } from './group-list.ts'

const viewer = 1
const infoOf = (groupId: number) => ({
  groupId,
  text: `Group ${groupId}`,
  avatar: '',
  note: null,
  ownerId: 9,
  type: 0,
  count: 3,
  createTime: 0,
  approval: 0,
  muted: 0,
  dissolved: 0,
})
const row = (groupId: number, change: Partial<GroupRow> = {}): GroupRow => ({
  id: groupId,
  ...infoOf(groupId),
  role: 'member',
  ...change,
})
const person = (id: number, role: GroupUser['role'] = 'member'): GroupUser => ({
  id,
  trueName: '',
  avatar: '',
  username: '',
  role,
  mutedUntil: 0,
  pinyin: '',
  initials: '',
})
const before = [row(5), row(7), row(9)]

const inGroup = { miniType: 1101, groupId: 7 } as const
type Case = { change: GroupChange; after: GroupRow[]; reads?: true }
const table: Record<string, Case> = {
  'somebody joins': {
    change: { ...inGroup, what: 'joined', users: [person(2)], count: 4 },
    after: [row(5), row(7, { count: 4 }), row(9)],
  },
  'somebody leaves': {
    change: { ...inGroup, what: 'left', userIds: [2], count: 2 },
    after: [row(5), row(7, { count: 2 }), row(9)],
  },
  'the viewer leaves': { change: { ...inGroup, what: 'left', userIds: [viewer], count: 2 }, after: [row(5), row(9)] },
  'the viewer becomes manager': {
    change: { ...inGroup, what: 'members', users: [person(viewer, 'manager')] },
    after: [row(5), row(7, { role: 'manager' }), row(9)],
  },
  'somebody else becomes manager': {
    change: { ...inGroup, what: 'members', users: [person(2, 'manager')] },
    after: before,
  },
  'a setting': {
    change: { ...inGroup, what: 'info', info: { ...infoOf(7), muted: 1 } },
    after: [row(5), row(7, { muted: 1 }), row(9)],
  },
  'a new name': {
    change: { ...inGroup, what: 'info', info: { ...infoOf(7), text: 'Another' } },
    after: [row(5), row(7, { text: 'Another' }), row(9)],
    reads: true,
  },
  'the end of a group': {
    change: { ...inGroup, what: 'info', info: { ...infoOf(7), dissolved: 1 } },
    after: [row(5), row(9)],
  },
  'the viewer joins': {
    change: { ...inGroup, groupId: 8, what: 'joined', users: [person(viewer)], count: 4 },
    after: before,
    reads: true,
  },
  'a group that is not in the list': {
    change: { ...inGroup, groupId: 8, what: 'info', info: infoOf(8) },
    after: before,
  },
}

test.each(Object.entries(table))('%s', (_, { change, after, reads = false }) => {
  expect(changeGroupList(before, [change], viewer)).toEqual(after)
  expect(takesReading(before, change, viewer)).toBe(reads)
})

test('a notice leaves the list as it is', () => {
  expect(changeGroupList(before, [{ ...inGroup, what: 'noticeDeleted', noticeId: 1 }], viewer)).toBe(before)
})
