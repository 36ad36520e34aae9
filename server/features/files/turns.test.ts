import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('work is done one piece at a time, in order, also after a piece that fails', async () => {
  const turn = createTurns({ waiting: 5 })
  const steps: string[] = []
  const work = (name: string) => async () => {
    steps.push(`${name} starts`)
    await Promise.resolve()
    steps.push(`${name} ends`)
  }
  const all = await Promise.allSettled([turn(work('a')), turn(() => Promise.reject(new Error('b fails'))), turn(work('c'))])
  expect(steps).toEqual(['a starts', 'a ends', 'c starts', 'c ends'])
  expect(all.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a piece too many is left out, until others are done', async () => {
  const turn = createTurns({ waiting: 1 })
  const pieces = [1, 2, 3].map(piece => turn(async () => piece))
  expect(await Promise.all(pieces)).toEqual([1, 2, undefined])
  expect(await turn(async () => 4)).toBe(4)
})
