import { expect, test } from 'vitest'
import { beginningOf, isLong } from './text-fold.ts'

test('a text of more than 15 lines or 1,000 signs is long', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `第 ${index} 行`).join('\n')
  expect([15, 16].map(count => isLong(lines(count), false))).toEqual([false, true])
  expect([600, 601].map(count => isLong('字'.repeat(count), false))).toEqual([false, true])
  expect([240, 241].map(count => isLong('字'.repeat(count), true))).toEqual([false, true])
  expect([1000, 1001].map(count => isLong('a'.repeat(count), false))).toEqual([false, true])
  expect(isLong('', false)).toBe(false)
})

test('of a folded text a beginning is drawn that ends between two signs', () => {
  expect(beginningOf('短')).toBe('短')
  expect(beginningOf('字'.repeat(20_000))).toBe('字'.repeat(2000))
  expect(beginningOf('😀'.repeat(5000))).toBe('😀'.repeat(1000))
  expect(beginningOf(`a${'😀'.repeat(5000)}`)).toBe(`a${'😀'.repeat(999)}`)
})
