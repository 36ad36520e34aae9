import { expect, test } from 'vitest'
import { firstSigns, fitting, splitBeforeLast } from './graphemes.ts'

const family = '👨‍👩‍👧'

test('no cut goes through a sign', () => {
  expect(splitBeforeLast('假期😀照片.jpg', 7)).toEqual(['假期', '😀照片.jpg'])
  expect(splitBeforeLast(`假期${family}片.jpg`, 6)).toEqual(['假期', `${family}片.jpg`])
  expect(splitBeforeLast('a.b', 7)).toEqual(['', 'a.b'])
  expect(firstSigns(`${family}e\u0301🇨🇳好`, 3)).toBe(`${family}e\u0301🇨🇳`)
  expect(fitting(`ab${family}`, 4)).toBe('ab')
  expect(fitting(`e${'\u0301'.repeat(200)}`, 4)).toBe('e\u0301\u0301\u0301')
  expect(fitting('ab😀', 4)).toBe('ab😀')
})
