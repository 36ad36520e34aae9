import { expect, test } from 'vitest'
import { fitOf, namesOf, plain } from './names.ts'

const lina = namesOf('李娜', ['lina', 'ln', 'lina', '13800000002', null])
const fit = (word: string) => fitOf(lina, plain(word))

test('whole names fit best, then beginnings, then what stands within', () => {
  expect(['李娜', 'li na', 'LN', '李', 'lin', '138', '娜', 'ina', '0002'].map(fit)).toEqual([0, 0, 0, 1, 2, 2, 3, 4, 4])
})

test('what does not fit is told apart from what fits badly', () => {
  expect(['娜李', '张伟', 'nali'].map(fit)).toEqual([undefined, undefined, undefined])
})
