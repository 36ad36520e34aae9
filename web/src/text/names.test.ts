import { expect, test } from 'vitest'
import { loadFold } from './fold.ts'
import { fitOf, fits, namesOf, plain } from './names.ts'

const lina = namesOf('李娜', ['lina', 'ln', 'lina', '13800000002', null])
const fit = (word: string) => fitOf(lina, plain(word))

test('whole names fit best, then beginnings, then what stands within', () => {
  expect(['李娜', 'li na', 'LN', '李', 'lin', '138', '娜', 'ina', '0002'].map(fit)).toEqual([0, 0, 0, 1, 2, 2, 3, 4, 4])
})

test('what does not fit is told apart from what fits badly', () => {
  expect(['娜李', '张伟', 'nali'].map(fit)).toEqual([undefined, undefined, undefined])
})

test('a name is found however it is written', async () => {
  await loadFold()
  const names = namesOf('José 陳小明', ['chenxiaoming', '+86 139-1234-5678', 'JOSÉ'])
  for (const [typed, rank] of [
    ['jose', 0],
    ['ＪＯＳＥ', 0],
    ['+86 139 1234 5678', 0],
    ['139-1234', 2],
    ['陈小明', 3],
    ['小明', 3],
  ] as const)
    expect([typed, fitOf(names, plain(typed))]).toEqual([typed, rank])
  const person = { trueName: '陳é', pinyin: 'chene', initials: 'ce', username: 'Chén' }
  expect(['陈', '陳', 'E', 'chen', 'ｃｈ'].map(typed => fits(person, typed))).toEqual([true, true, true, true, true])
  expect(fits(person, '李')).toBe(false)
})
