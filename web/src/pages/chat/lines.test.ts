import { expect, test } from 'vitest'
import type { Item } from '../../state/items.ts'
import { createLines } from './lines.ts'
import type { Line } from './lines.ts'

const minute = 60_000
const morning = new Date(2026, 10, 25, 9, 0).getTime()
const [alice, bob] = [1, 2]

function item(seq: number, senderId: number, sendTime: number, more: Partial<Item> = {}): Item {
  const row = { id: `m${seq}`, seq, senderId, sendTime, type: 1, content: '', state: 0 } as Item['row']
  return { key: `${senderId}:m${seq}`, row, isMine: senderId === alice, state: 'received', entry: undefined, ...more }
}

const none = { firstUnreadSeq: undefined, hasOlder: false }
const sketch = (lines: readonly Line[]) =>
  lines.map(line => {
    if (line.kind === 'message') return `${line.isFirst ? '<' : ' '}${line.item.row.seq}${line.isLast ? '>' : ' '}`
    return line.kind === 'event' ? `*${line.item.row.seq}` : line.kind
  })

test('messages of one person in one go are one run', () => {
  const lines = createLines()(
    [
      item(1, bob, morning),
      item(2, bob, morning + minute),
      item(3, alice, morning + 2 * minute),
      item(4, bob, morning + 3 * minute),
      item(5, bob, morning + 30 * minute),
    ],
    none,
  )
  expect(sketch(lines)).toEqual(['day', '<1 ', ' 2>', '<3>', '<4>', '<5>'])
})

test('a long run has its name and time again within ten messages, at the same ones whatever came before', () => {
  const items = Array.from({ length: 60 }, (_, index) => item(index + 1, bob, morning + index * 1000))
  const firsts = (from: number) =>
    createLines()(items.slice(from), { firstUnreadSeq: undefined, hasOlder: from > 0 }).flatMap(line =>
      line.kind === 'message' && line.isFirst ? [line.item.row.seq] : [],
    )
  const all = firsts(0)
  expect(Math.max(...all.map((seq, index) => (all[index + 1] ?? 61) - seq))).toBeLessThanOrEqual(10)
  for (const from of [1, 7, 8, 9, 20]) {
    const some = firsts(from).slice(1)
    expect(some.length).toBeGreaterThan(0)
    expect(all).toEqual(expect.arrayContaining(some.slice(1)))
  }
  // What is on its way stands where it will.
  const waiting = items.map(each => ({ ...each, row: { ...each.row, seq: each.row.seq > 30 ? 0 : each.row.seq } }))
  expect(sketch(createLines()(waiting, none)).map(text => text.startsWith('<'))).toEqual(
    sketch(createLines()(items, none)).map(text => text.startsWith('<')),
  )
})

test('nobody is parted from their second message, nor quick ones for the sake of the clock', () => {
  const ten = sketch(
    createLines()(
      [8, 9, 10].map(seq => item(seq, bob, morning + seq)),
      none,
    ),
  )
  expect(ten).toEqual(['day', '<8 ', ' 9 ', ' 10>'])
  const overMark = (pause: number) => [item(1, bob, morning - pause / 2), item(2, bob, morning + pause / 2)]
  expect(sketch(createLines()(overMark(minute / 2), none))).toEqual(['day', '<1 ', ' 2>'])
  expect(sketch(createLines()(overMark(2 * minute), none))).toEqual(['day', '<1>', '<2>'])
})

test('a day is written above its first message', () => {
  const lines = createLines()([item(1, bob, morning - 10 * 60 * minute), item(2, bob, morning)], none)
  expect(sketch(lines)).toEqual(['day', '<1>', 'day', '<2>'])
})

test('recalled messages and what the system says stand alone and part runs', () => {
  const lines = createLines()(
    [item(1, bob, morning), item(2, bob, morning, { state: 'recalled' }), item(3, bob, morning)],
    none,
  )
  expect(sketch(lines)).toEqual(['day', '<1>', '*2', '<3>'])
})

test('the divider stands before the first unread message of somebody else, and only where that is sure', () => {
  const items = [item(4, bob, morning), item(5, alice, morning), item(6, bob, morning), item(7, bob, morning)]
  expect(sketch(createLines()(items, { firstUnreadSeq: 5, hasOlder: true }))).toEqual([
    'day',
    '<4>',
    '<5>',
    'unread',
    '<6 ',
    ' 7>',
  ])
  expect(sketch(createLines()(items, { firstUnreadSeq: 2, hasOlder: true }))).not.toContain('unread')
  expect(sketch(createLines()(items, { firstUnreadSeq: 1, hasOlder: false }))).toEqual([
    'day',
    'unread',
    '<4>',
    '<5>',
    '<6 ',
    ' 7>',
  ])
})

test('keys are unique, also where clocks went back over midnight', () => {
  const lines = createLines()(
    [item(1, bob, morning), item(2, bob, morning - 12 * 60 * minute), item(3, bob, morning)],
    none,
  )
  expect(new Set(lines.map(line => line.key)).size).toBe(lines.length)
})

test('a line that did not change is the same object', () => {
  const linesOf = createLines()
  const items = [item(1, bob, morning), item(2, bob, morning)]
  const before = linesOf(items, none)
  const after = linesOf([...items, item(3, bob, morning)], none)
  expect(after[0]).toBe(before[0])
  expect(after[1]).toBe(before[1])
  expect(after[2]).not.toBe(before[2])
})

test('pictures that follow each other within a minute are one line, that keeps its key while it grows', () => {
  const picture = (seq: number, senderId: number, at: number) => {
    const each = item(seq, senderId, at)
    return { ...each, row: { ...each.row, type: 2, file: null } as Item['row'] }
  }
  const lines = createLines()
  const items = [1, 2, 3].map(seq => picture(seq, bob, morning + seq * 1000))
  const [, first] = lines(items.slice(0, 1), none)
  const [, second] = lines(items.slice(0, 2), none)
  const [, third] = lines(items, none)
  expect([second?.key, third?.key]).toEqual([first?.key, first?.key])
  expect(third?.kind === 'message' && third.album).toEqual(items)
  expect(lines(items, none)[1]).toBe(third)

  const apart = [
    ...items,
    picture(4, bob, morning + 2 * minute),
    picture(5, alice, morning + 2 * minute),
    item(6, alice, morning + 2 * minute),
    picture(7, alice, morning + 2 * minute),
  ]
  expect(sketch(lines(apart, none))).toEqual(['day', '<3 ', ' 4>', '<5 ', ' 6 ', ' 7>'])
  // Twelve at once are one, whatever marks of the log they cross.
  const many = Array.from({ length: 12 }, (_, index) => picture(index + 5, bob, morning + index))
  expect(sketch(createLines()(many, none))).toEqual(['day', '<16>'])
})
