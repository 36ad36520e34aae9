import { expect, test } from 'vitest'
import { ids, row } from '../sync/rows.testing.ts'
import type { Row } from '../sync/row.ts'
import { createUnread } from './unread.ts'

const base = { seq: 10, readSeq: 4, unreadSeq: 0, change: 2, count: 5, mentions: 1 }

function opened() {
  const unread = createUnread(ids.alice)
  unread.rebase(base)
  return unread
}

test('says what the list said', () => {
  expect(opened().count()).toEqual({ count: 5, mentions: 1 })
})

test('new messages of others count once, however often and in whatever order they are heard', () => {
  const unread = opened()
  for (const seq of [12, 11, 12, 9]) unread.saw(row(seq))
  expect(unread.count().count).toBe(7)
})

test('a recalled message counts no more, also when that is heard first, twice, or is in the list already', () => {
  const unread = opened()
  unread.saw(row(11, { state: 6, change: 3 }))
  unread.saw(row(11))
  expect(unread.count().count).toBe(5)
  for (let time = 0; time < 2; time++) unread.saw(row(8, { state: 6, change: 4 }))
  expect(unread.count().count).toBe(4)
  unread.saw(row(9, { state: 6, change: 2 }))
  expect(unread.count().count).toBe(4)
})

test("one's own message has read everything before it; what the system says counts for nobody", () => {
  const unread = opened()
  unread.saw(row(11, { senderId: ids.alice }))
  expect(unread.count()).toEqual({ count: 0, mentions: 0 })
  unread.saw(row(12, { event: { what: 'renamed', byId: ids.bob, byName: 'bob', users: [], count: 0, text: 'Plan' } }))
  expect(unread.count().count).toBe(0)
})

test('mentions of the viewer and of everyone are told apart from others', () => {
  const unread = opened()
  unread.saw(row(11, { atIds: '7,1' }))
  unread.saw(row(12, { atIds: '0' }))
  unread.saw(row(13, { atIds: '11' }))
  expect(unread.count()).toEqual({ count: 8, mentions: 3 })
})

test('reading into the middle of what only the server can count is not sure', () => {
  const unread = opened()
  unread.readUntil(7)
  expect(unread.isSure()).toBe(false)
  unread.rebase({ ...base, readSeq: 7, count: 3, mentions: 0 })
  expect(unread.isSure()).toBe(true)
  expect(unread.count().count).toBe(3)
})

test('a list that was read before something was heard does not undo it', () => {
  const unread = opened()
  unread.saw(row(11))
  unread.rebase(base)
  expect(unread.count().count).toBe(6)
  unread.rebase({ ...base, seq: 11, count: 6 })
  expect(unread.count().count).toBe(6)
  unread.rebase(base)
  expect(unread.count().count).toBe(6)
})

test('what is made unread again is so until somebody reads on, whatever was read before is heard again', () => {
  const unread = createUnread(ids.alice)
  unread.rebase({ ...base, readSeq: 10, count: 0, mentions: 0 })
  unread.unreadFrom(6)
  expect([unread.readSeq(), unread.isSure(), unread.isAgain()]).toEqual([5, false, true])
  unread.rebase({ ...base, readSeq: 10, unreadSeq: 6, count: 4, mentions: 1 })
  expect([unread.isSure(), unread.count()]).toEqual([true, { count: 4, mentions: 1 }])
  unread.readUntil(10)
  unread.saw(row(9, { senderId: ids.alice }))
  unread.saw(row(11))
  expect(unread.count()).toEqual({ count: 5, mentions: 1 })
  unread.unreadFrom(8)
  expect([unread.readSeq(), unread.isSure()]).toEqual([7, false])
  unread.rebase({ ...base, seq: 11, readSeq: 10, unreadSeq: 8, count: 3, mentions: 0 })
  expect(unread.count().count).toBe(3)
  unread.unreadFrom(12)
  expect([unread.readSeq(), unread.isAgain()]).toEqual([10, false])
  unread.readUntil(11)
  expect(unread.count()).toEqual({ count: 0, mentions: 0 })
})

test('sending, and reading what came since, end that; a list that was read before does not bring it back', () => {
  for (const end of ['sent', 'read'] as const) {
    const unread = createUnread(ids.alice)
    unread.rebase({ ...base, readSeq: 10, unreadSeq: 6, count: 4, mentions: 0 })
    if (end === 'sent') unread.saw(row(11, { senderId: ids.alice }))
    else unread.readUntil(11)
    expect([unread.isAgain(), unread.count().count]).toEqual([false, 0])
    unread.rebase({ ...base, readSeq: 10, unreadSeq: 6, count: 4, mentions: 0 })
    expect([unread.isAgain(), unread.count().count]).toEqual([false, 0])
  }
})

test('is what a person would count, whatever happens in whatever order', () => {
  for (let round = 0; round < 300; round++) {
    const unread = createUnread(ids.alice)
    const log: Row[] = []
    let [read, change] = [0, 0]
    const heard: (() => void)[] = []
    const list = () => {
      const left = log.filter(one => one.seq > read && one.senderId !== ids.alice && one.state !== 6)
      return { seq: log.length, readSeq: read, unreadSeq: 0, change, count: left.length, mentions: 0 }
    }
    for (let step = 0; step < 60; step++) {
      const dice = Math.random()
      if (dice < 0.5) {
        const isMine = Math.random() < 0.2
        const message = row(log.length + 1, { senderId: isMine ? ids.alice : ids.bob })
        log.push(message)
        if (isMine) read = message.seq
        heard.push(() => unread.saw(message))
      } else if (dice < 0.7 && log.length > 0) {
        const place = Math.floor(Math.random() * log.length)
        const before = log[place]
        if (!before || before.state === 6) continue
        const recalled = { ...before, state: 6, content: '', change: ++change }
        log[place] = recalled
        heard.push(() => unread.saw(recalled))
      } else if (dice < 0.8 && log.length > 0) {
        read = log.length
        const until = read
        heard.push(() => unread.readUntil(until))
      } else if (dice < 0.9) {
        const reading = list()
        heard.push(() => unread.rebase(reading))
      } else {
        for (const hear of heard.splice(0).sort(() => Math.random() - 0.5)) hear()
      }
    }
    for (const hear of heard.splice(0).sort(() => Math.random() - 0.5)) hear()
    // Where it is not sure, the list is read again.
    if (!unread.isSure()) unread.rebase(list())
    expect(unread.count().count).toBe(list().count)
  }
})
