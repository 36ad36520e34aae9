import { expect, test } from 'vitest'
import { olderPage, withOlder } from './older-page.ts'

type Row = { id: number; sendTime: number }
const nameOf = ({ id }: Row) => String(id)
const more = 30
const rowsOf = (times: readonly number[]): Row[] => times.map((sendTime, at) => ({ id: times.length - at, sendTime }))

/** What a server answers: newest first. */
const ask = (all: readonly Row[], { to = Infinity, page, size }: ReturnType<typeof olderPage>) =>
  all.filter(({ sendTime }) => sendTime <= to).slice((page - 1) * size, page * size)

test.each([
  ['', Array.from({ length: 100 }, (_, at) => 100 - at)],
  ['that were sent in one ms, more of them than a page holds', [9, ...Array<number>(500).fill(5), 2, 1]],
])('rows %s are each shown once, whatever comes or is recalled between two pages', (_, times) => {
  const first = rowsOf(times)
  let all = first
  let shown: Row[] = []
  for (let turn = 0; turn < 20; turn += 1) {
    shown = withOlder(shown, ask(all, olderPage(shown, more)), nameOf)
    // Somebody sends a new one, and the newest of those that were there is recalled.
    const newest = turn === 0 ? first[0] : undefined
    all = [{ id: 1000 + turn, sendTime: 1000 + turn }, ...all.filter(row => row !== newest)]
  }
  expect(shown).toEqual(first)
})
