import { expect, test } from 'vitest'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { row as rowOf } from '../sync/rows.testing.ts'
import { createShownNotices } from './shown-notices.ts'
import type { ShownNotice } from './shown-notices.ts'

const [alice, bob] = [1, 2]
const key = 'd2' as const

function stage() {
  const log: string[] = []
  let standing: ShownNotice[] = []
  /** How far what is told of by a tag was read. */
  const read = new Map<string, number>()
  const show = (tag: string, data: ShownNotice['data']) => {
    const notice: ShownNotice = {
      tag,
      data,
      close: () => {
        log.push(`close ${tag} ${data?.id}`)
        dismiss(notice)
      },
    }
    standing = [...standing.filter(one => one.tag !== tag), notice]
    return notice
  }
  const dismiss = (notice: ShownNotice) => {
    standing = standing.filter(one => one !== notice)
  }
  const notices = createShownNotices({
    viewerId: alice,
    standing: async tag => standing.filter(one => tag === undefined || one.tag === tag),
    isRead: (tag, { seq }) => (seq ?? 1) <= (read.get(tag) ?? 0),
    replace: (changed, row) => log.push(`replace ${changed} ${row.content}`),
  })
  const frame = (code: number, data: object) => notices.hear({ type: 'frame', frame: { code, msg: '', data } })
  return { notices, log, show, dismiss, read, frame }
}
const toldOf = (seq: number) => ({ path: '/', id: `m${seq}`, seq })

test('a notification goes when its message was read elsewhere, and not when an earlier one was', async () => {
  const { notices, log, show, read } = stage()
  show(key, toldOf(5))
  show('d3', toldOf(5))
  const positions = async (userId: number, readSeq: number) => {
    if (userId === alice) read.set(key, readSeq)
    await notices.hear({ type: 'positions', key, positions: [{ userId, readSeq, deliveredSeq: readSeq }] })
  }
  await positions(alice, 4)
  await positions(bob, 9)
  expect(log).toEqual([])
  await positions(alice, 5)
  expect(log).toEqual(['close d2 m5'])
})

test('who answers on another device has read what was shown here', async () => {
  const { notices, log, show, read } = stage()
  show(key, toldOf(5))
  await notices.hear({ type: 'rows', key, rows: [rowOf(6)] })
  expect(log).toEqual([])
  read.set(key, 7)
  await notices.hear({ type: 'rows', key, rows: [rowOf(7, { senderId: alice })] })
  expect(log).toEqual(['close d2 m5'])
})

test('a notification goes when its message is recalled, whoever showed it, and changes when that is edited', async () => {
  const { notices, log, show } = stage()
  show(key, toldOf(5))
  const changed = (seq: number, change: Parameters<typeof rowOf>[1]) =>
    notices.hear({ type: 'changes', key, rows: [rowOf(seq, { change: 1, ...change })] })
  await changed(4, { state: 6 })
  await changed(5, { reactions: [{ emoji: '👍', userIds: [bob] }] as never })
  expect(log).toEqual([])
  await changed(5, { content: 'better', editTime: 1 })
  await changed(5, { state: 6 })
  expect(log).toEqual(['replace d2 better', 'close d2 m5'])
})

test('what was dismissed comes back by no reaction and no edit', async () => {
  const { notices, log, show, dismiss } = stage()
  dismiss(show(key, toldOf(5)))
  for (const editTime of [null, 1])
    await notices.hear({ type: 'changes', key, rows: [rowOf(5, { change: 1, editTime })] })
  expect(log).toEqual([])
})

test('a notification goes when its conversation or assistant is opened, or hidden', async () => {
  const { notices, log, show } = stage()
  show('friend', { path: '/', id: '7', seq: null })
  show(key, toldOf(5))
  await notices.opened('friend')
  await notices.hear({ type: 'session', key, change: 'gone' })
  expect(log).toEqual(['close friend 7', 'close d2 m5'])
})

test.each([
  ['friend', frameCodes.conversationChanged, { what: 'application', code: '7', state: 3 }],
  ['friend', frameCodes.friendApplication, { code: '7', state: 4 }],
  ['group', frameCodes.groupApplication, { code: '7', state: 3 }],
  ['notice', frameCodes.conversationChanged, { what: 'module', moduleId: 1, noticeId: 7, state: 2, count: 3 }],
])('what was pushed as %s goes when it was answered or read on another device', async (tag, code, data) => {
  const { log, show, frame } = stage()
  show(tag, { path: '/', id: '7', seq: null })
  if (code !== frameCodes.conversationChanged) await frame(code, { ...data, state: 0 })
  await frame(code, { ...data, code: '8', noticeId: 8 })
  expect(log).toEqual([])
  await frame(code, data)
  expect(log).toEqual([`close ${tag} 7`])
})

test('what came while no page was open goes when nothing of it waits any more', async () => {
  const { notices, log, show, read } = stage()
  show(key, toldOf(5))
  for (const tag of ['friend', 'notice']) show(tag, { path: '/', id: '7', seq: null })
  await notices.review()
  expect(log).toEqual([])
  read.set('friend', 1)
  read.set(key, 5)
  await notices.hear({ type: 'sessions', rows: [] })
  expect(log).toEqual(['close d2 m5', 'close friend 7'])
})
