import { describe, expect, it } from 'vitest'
import type { Member } from '../../store/conversations.ts'
import { clip, countOf, isReadable, newest, oldest, readableSpans } from './spans.ts'

const member = (part: Partial<Member>): Member => ({
  conversationId: 1,
  userId: 1,
  role: 'member',
  joinedSeq: 0,
  leftSeq: null,
  leftChange: null,
  pastSpans: [],
  deliveredSeq: 0,
  readSeq: 0,
  isPinned: false,
  notify: 'all',
  hiddenSeq: 0,
  unreadSeq: 0,
  isMarked: false,
  silencedUntil: 0,
  ...part,
})

describe('readable spans', () => {
  it('are everything for somebody who was there from the start', () => {
    expect(readableSpans(member({}), { lastSeq: 9 })).toEqual([{ from: 1, to: 9 }])
  })

  it('start after joining and end with leaving, and keep earlier stays', () => {
    expect(
      readableSpans(member({ joinedSeq: 20, leftSeq: 25, pastSpans: [{ from: 3, to: 8 }] }), { lastSeq: 99 }),
    ).toEqual([
      { from: 3, to: 8 },
      { from: 21, to: 25 },
    ])
  })

  it('are none where nothing was said since joining', () => {
    expect(readableSpans(member({ joinedSeq: 9 }), { lastSeq: 9 })).toEqual([])
  })
})

describe('pages over spans with a hole', () => {
  const spans = [
    { from: 3, to: 8 },
    { from: 21, to: 25 },
  ]

  it('count what is readable only', () => {
    expect(countOf(spans)).toBe(11)
    expect(isReadable(spans, 9)).toBe(false)
  })

  it('go over the hole without losing or repeating a place', () => {
    expect(newest(spans, 0, 3)).toEqual([{ from: 23, to: 25 }])
    expect(newest(spans, 3, 3)).toEqual([
      { from: 8, to: 8 },
      { from: 21, to: 22 },
    ])
    expect(newest(spans, 9, 3)).toEqual([{ from: 3, to: 4 }])
    expect(newest(spans, 11, 3)).toEqual([])
  })

  it('find what comes next after, and just before, a place', () => {
    expect(oldest(clip(spans, 7, 99), 3)).toEqual([
      { from: 7, to: 8 },
      { from: 21, to: 21 },
    ])
    expect(newest(clip(spans, 0, 21), 0, 2)).toEqual([
      { from: 8, to: 8 },
      { from: 21, to: 21 },
    ])
  })
})
