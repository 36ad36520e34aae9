import { expect, test } from 'vitest'
import { faceColour, faceHue, faceLetters } from './faces.ts'

test.each([
  ['张伟', '张伟'],
  ['欧阳娜娜', '娜娜'],
  ['王', '王'],
  ['孔明月', '明月'],
  ['张伟 (Wei)', '张伟'],
  ['平台重构项目组', '平台'],
  ['产品评审', '评审'],
  ['阿卜杜拉·买买提', '杜拉'],
  ['Go 语言小组', '小组'],
  ['김민수', '민수'],
  ['さくら', 'くら'],
  ['Anna Lind', 'AL'],
  ['anna maria lind', 'AL'],
  ['alice', 'A'],
  ["Sinéad O'Connor", 'SO'],
  ['e\u0301va', 'É'],
  ['ßeta', 'S'],
  ['محمد علي', 'م'],
  ['Team 7', 'T'],
  ['7', '7'],
  ['  ', '·'],
  ['😀', '·'],
  ['<b>', 'B'],
  ['', '·'],
])('for "%s" stands "%s"', (name, letters) => {
  expect(faceLetters(name)).toBe(letters)
})

test('a name of any length and kind has one or two signs', () => {
  for (const name of ['名'.repeat(1000), 'a '.repeat(1000), '\ud83d', '\u202e张伟', '\u0301', '𠮷野家'])
    expect([1, 2]).toContain([...faceLetters(name)].length)
})

test('white letters can be read on every colour, and neighbours differ', () => {
  const light = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const contrast = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => light(parseInt(colour.slice(at, at + 2), 16) / 255))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
  }
  for (let id = 1; id <= 360; id += 1) {
    expect(contrast(faceColour(faceHue(id)))).toBeGreaterThan(4.5)
    expect(faceColour(faceHue(id))).not.toBe(faceColour(faceHue(id + 1)))
  }
  expect(faceColour(999)).toMatch(/^#/)
})
