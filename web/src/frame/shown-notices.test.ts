import { expect, test } from 'vitest'
import { row as rowOf } from '../sync/rows.testing.ts'
import { createShownNotices } from './shown-notices.ts'

const alice = 1
const key = 'd2' as const

function stage() {
  const log: string[] = []
  const notices = createShownNotices({
    viewerId: alice,
    close: closed => log.push(`close ${closed}`),
    replace: (changed, row) => log.push(`replace ${changed} ${row.content}`),
  })
  notices.shows(key, rowOf(5))
  return { notices, log }
}

test('a notification goes when its message was read elsewhere, and not when an earlier one was', () => {
  const { notices, log } = stage()
  const read = (userId: number, readSeq: number) =>
    notices.hear({ type: 'positions', key, positions: [{ userId, readSeq, deliveredSeq: readSeq }] })
  read(alice, 4)
  read(2, 9)
  expect(log).toEqual([])
  read(alice, 5)
  expect(log).toEqual(['close d2'])
})

test('a notification goes when its message is recalled, and changes when it is edited', () => {
  const { notices, log } = stage()
  notices.hear({ type: 'changes', key, rows: [{ ...rowOf(4), change: 1, state: 6 }] })
  notices.hear({ type: 'changes', key, rows: [{ ...rowOf(5), change: 2, content: 'better' }] })
  notices.hear({ type: 'changes', key, rows: [{ ...rowOf(5), change: 3, state: 6 }] })
  expect(log).toEqual(['replace d2 better', 'close d2'])
})

test('a notification goes when its conversation is opened or hidden', () => {
  const { notices, log } = stage()
  notices.opened(key)
  notices.hear({ type: 'session', key, change: 'gone' })
  expect(log).toEqual(['close d2', 'close d2'])
})
