import { describe, expect, test } from 'vitest'
import type { Message, MessageExtra } from '../messages.ts'
import { append, mentioned, say } from './append.ts'
import { edit, react, recall } from './change-message.ts'
import { changeSettings, hide } from './own-settings.ts'
import { movePosition } from './position.ts'
import { writingRefusal } from './state.ts'
import type { ConversationState, MemberState } from './state.ts'

const direct: ConversationState = {
  kind: 'direct',
  lastSeq: 10,
  lastChange: 3,
  lastSentAt: 1000,
  isMuted: false,
  isDissolved: false,
}
const group: ConversationState = { ...direct, kind: 'group' }
const member: MemberState = {
  role: 'member',
  leftSeq: null,
  deliveredSeq: 10,
  readSeq: 10,
  unreadSeq: 0,
  isMarked: false,
  silencedUntil: 0,
}
const message: Message = {
  conversationId: 1,
  kind: 'group',
  seq: 4,
  id: 'a',
  senderId: 7,
  receiverId: 1,
  type: 1,
  content: 'old',
  fileId: null,
  atIds: null,
  sentAt: 500,
  change: 0,
  recalledBy: null,
  extra: null,
}
const event: MessageExtra = { event: { what: 'left', byId: 7, byName: '', users: [], count: 0, text: null } }

describe('who may write', () => {
  test.each([
    ['a member', group, member, undefined],
    ['nobody who never was in it', group, undefined, 'notMember'],
    ['nobody who has left', group, { ...member, leftSeq: 5 }, 'notMember'],
    [
      'nobody in a dissolved group, its owner neither',
      { ...group, isDissolved: true },
      { ...member, role: 'owner' },
      'dissolved',
    ],
    ['no member of a muted group', { ...group, isMuted: true }, member, 'muted'],
    ['a manager of a muted group', { ...group, isMuted: true }, { ...member, role: 'manager' }, undefined],
    ['nobody who is silenced for longer', group, { ...member, silencedUntil: 2001 }, 'silenced'],
    ['who was silenced until now', group, { ...member, silencedUntil: 2000 }, undefined],
  ] as const)('%s', (_, conversation, who, refusal) => {
    expect(writingRefusal(conversation, who, 2000)).toBe(refusal)
  })
})

describe('an append', () => {
  test('takes the next place, and its sender has read all up to it', () => {
    expect(append(group, { ...member, deliveredSeq: 5, readSeq: 4, isMarked: true }, 2000)).toEqual({
      seq: 11,
      sentAt: 2000,
      receipt: undefined,
      conversation: { ...group, lastSeq: 11, lastSentAt: 2000 },
      member: { ...member, deliveredSeq: 11, readSeq: 11 },
    })
  })
  test('is never dated before the message before it', () => {
    expect(append(group, member, 1).sentAt).toBe(1000)
  })
  test('in a direct conversation is a numbered change only if its sender had something to read', () => {
    expect(append(direct, { ...member, readSeq: 9 }, 2000)).toMatchObject({
      receipt: { change: 4, deliveredSeq: 11, readSeq: 11 },
      conversation: { lastChange: 4 },
    })
    expect(append(direct, member, 2000)).toMatchObject({ receipt: undefined, conversation: { lastChange: 3 } })
  })
  test('leaves what it was given as it was', () => {
    const before = { conversation: Object.freeze({ ...direct }), member: Object.freeze({ ...member, readSeq: 1 }) }
    expect(() => append(before.conversation, before.member, 2000)).not.toThrow()
  })
  test('of the system moves no change number', () => {
    expect(say(group, 2000)).toEqual({
      seq: 11,
      sentAt: 2000,
      conversation: { ...group, lastSeq: 11, lastSentAt: 2000 },
    })
  })
  test.each([
    [null, null],
    [[], null],
    [[8], null],
    [[9], null],
    [[0], [0]],
    [
      [7, 8, 7, 0],
      [7, 0],
    ],
  ])('that mentions %o mentions %o', (atIds, present) => {
    const members = new Map([
      [7, member],
      [8, { ...member, leftSeq: 3 }],
    ])
    expect(mentioned(atIds, userId => members.get(userId))).toEqual(present)
  })
})

describe('a position', () => {
  const behind = { ...member, deliveredSeq: 6, readSeq: 4 }
  test.each([
    ['forward', behind, { seq: 8, isRead: true }, { seq: 8, deliveredSeq: 8, readSeq: 8, isNew: true }],
    ['only delivered', behind, { seq: 8, isRead: false }, { seq: 8, deliveredSeq: 8, readSeq: 4, isNew: true }],
    [
      'read up to what was delivered',
      behind,
      { seq: 6, isRead: true },
      { seq: 6, deliveredSeq: 6, readSeq: 6, isNew: true },
    ],
    ['not back', behind, { seq: 2, isRead: true }, { seq: 2, deliveredSeq: 6, readSeq: 4, isNew: false }],
    ['not beyond the end', behind, { seq: 99, isRead: true }, { seq: 10, deliveredSeq: 10, readSeq: 10, isNew: true }],
    [
      'of who left not beyond what they could read',
      { ...behind, leftSeq: 7 },
      { seq: 99, isRead: true },
      { seq: 7, deliveredSeq: 7, readSeq: 7, isNew: true },
    ],
  ])('moves %s', (_, before, move, { seq, isNew, ...positions }) => {
    const moved = movePosition(direct, before, move)
    expect(moved).toMatchObject({ seq, isNew, member: positions, change: isNew ? 4 : 3 })
    expect(moved.receipt).toEqual(isNew ? { change: 4, ...positions } : undefined)
    expect(movePosition(group, before, move)).toMatchObject({ receipt: undefined, change: 3 })
  })
  test('by reading takes the mark away, also where nothing was unread', () => {
    expect(movePosition(group, { ...member, isMarked: true }, { seq: 10, isRead: true })).toMatchObject({
      isNew: false,
      isUnmarked: true,
      member: { isMarked: false },
    })
    expect(movePosition(group, { ...member, isMarked: true }, { seq: 10, isRead: false })).toMatchObject({
      isUnmarked: false,
      member: { isMarked: true },
    })
  })
})

describe('a recall', () => {
  const by = (
    userId: number,
    who: MemberState | undefined = member,
    given: Message = message,
    sentAfter = 0,
    conversation = group,
  ) => recall(conversation, given, who, { userId, sentAfter })
  test('empties the message as a numbered change', () => {
    expect(by(7, member, { ...message, atIds: [8], fileId: 3, extra: { replySeq: 2 } })).toEqual({
      outcome: 'recalled',
      rewritten: { content: '', fileId: null, atIds: null, extra: null, recalledBy: 7, change: 4 },
    })
  })
  test.each([
    ['its sender in time', by(7), 'recalled'],
    ['its sender too late', by(7, member, message, 501), 'tooLate'],
    ['its sender who has left', by(7, { ...member, leftSeq: 9 }), 'recalled'],
    ['another member', by(8), 'notYours'],
    ['a manager, late', by(8, { ...member, role: 'manager' }, message, 501), 'recalled'],
    ['a manager who has left', by(8, { ...member, role: 'manager', leftSeq: 9 }), 'notYours'],
    ['the other side of a direct conversation', by(8, { ...member, role: 'owner' }, message, 0, direct), 'notYours'],
    ['an owner, of a system line', by(8, { ...member, role: 'owner' }, { ...message, extra: event }), 'notYours'],
    ['anybody, again', by(8, member, { ...message, recalledBy: 7 }), 'repeated'],
  ])('by %s', (_, { outcome }, expected) => {
    expect(outcome).toBe(expected)
  })
})

describe('an edit', () => {
  const given = { userId: 7, content: 'new', atIds: null, at: 2000, sentAfter: 0, hasLeft: false }
  const change = (
    more: Partial<typeof given> = {},
    of: Partial<Message> = {},
    who: MemberState = member,
    conversation = group,
  ) => edit(conversation, { ...message, ...of }, who, { ...given, ...more })
  test('replaces text and mentions, and says when', () => {
    expect(change({}, { extra: { replySeq: 2 } })).toEqual({
      outcome: 'edited',
      rewritten: {
        content: 'new',
        fileId: null,
        atIds: null,
        extra: { replySeq: 2, editChange: 4, editedAt: 2000 },
        recalledBy: null,
        change: 4,
      },
    })
  })
  test('keeps the text before for those who left while it stood', () => {
    const extra = { editChange: 2, editedAt: 900, past: [{ until: 2, content: 'first', atIds: null }] }
    expect(change({ hasLeft: true }, { extra, atIds: [8] })).toMatchObject({
      rewritten: { extra: { past: [...extra.past, { until: 4, content: 'old', atIds: [8], editedAt: 900 }] } },
    })
  })
  test('is never dated before the message', () => {
    expect(change({ at: 1 })).toMatchObject({ rewritten: { extra: { editedAt: 500 } } })
  })
  test.each([
    ['the same again', change({ content: 'old' }), 'repeated'],
    ['other mentions', edit(group, message, member, { ...given, content: 'old', atIds: [8] }), 'edited'],
    ['somebody else', change({ userId: 8 }), 'notEditable'],
    ['a picture', change({}, { type: 2 }), 'notEditable'],
    ['a system line', change({}, { extra: event }), 'notEditable'],
    ['a recalled one', change({}, { recalledBy: 7 }), 'recalled'],
    ['too late', change({ sentAfter: 501 }), 'tooLate'],
    ['by who may not write now', change({}, {}, member, { ...group, isMuted: true }), 'muted'],
    ['by who has left', change({}, {}, { ...member, leftSeq: 9 }), 'notMember'],
  ])('%s', (_, { outcome }, expected) => {
    expect(outcome).toBe(expected)
  })
})

describe('a reaction', () => {
  const on = { isOn: true, limit: 3, others: 2 }
  test.each([
    ['one more than there are', react(group, message, member, on), 'allowed'],
    ['beyond the limit', react(group, message, member, { ...on, others: 3 }), 'tooMany'],
    ['taken away beyond the limit', react(group, message, member, { ...on, isOn: false, others: 3 }), 'allowed'],
    ['in a muted group', react({ ...group, isMuted: true }, message, member, on), 'allowed'],
    ['in a dissolved group', react({ ...group, isDissolved: true }, message, member, on), 'dissolved'],
    ['to a recalled message', react(group, { ...message, recalledBy: 7 }, member, on), 'recalled'],
    ['by who has left', react(group, message, { ...member, leftSeq: 9 }, on), 'notMember'],
    ['by a stranger', react(group, message, undefined, on), 'notMember'],
  ])('%s', (_, { outcome }, expected) => {
    expect(outcome).toBe(expected)
  })
})

describe("a member's own settings", () => {
  const kept = { isPinned: false, notify: 'all' as const, hiddenSeq: 0 }
  test('change as given, and the same again is none', () => {
    expect(changeSettings(group, member, kept, { isPinned: true })).toMatchObject({
      isNew: true,
      settings: { isPinned: true, notify: 'all', isMarked: false, readSeq: 10, isHidden: false },
    })
    expect(changeSettings(group, member, kept, { isPinned: false, notify: 'all', isMarked: false }).isNew).toBe(false)
  })
  test('hiding reads everything, until the next message', () => {
    const hidden = hide(group, { ...member, readSeq: 4, isMarked: true }, kept)
    expect(hidden).toMatchObject({
      isNew: true,
      kept: { hiddenSeq: 11 },
      settings: { isHidden: true, isMarked: false, readSeq: 10 },
      position: { seq: 10, isNew: true, isUnmarked: true },
    })
    expect(hide(group, member, hidden.kept).isNew).toBe(false)
    const next = append(group, member, 2000)
    expect(changeSettings(next.conversation, next.member, hidden.kept, {}).settings.isHidden).toBe(false)
  })
  test.each(['isPinned', 'isMarked'] as const)('%s brings a hidden conversation back', name => {
    const changed = changeSettings(group, member, { ...kept, hiddenSeq: 11 }, { [name]: true })
    expect(changed).toMatchObject({ isNew: true, kept: { hiddenSeq: 0 }, settings: { isHidden: false } })
  })
  test('who left hides what they could read', () => {
    expect(hide(group, { ...member, leftSeq: 7 }, kept)).toMatchObject({
      kept: { hiddenSeq: 8 },
      settings: { isHidden: true },
    })
  })
})
