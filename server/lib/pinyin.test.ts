import { expect, test } from 'vitest'
import { pinyinOf } from './pinyin.ts'

test.each([
  ['张伟', 'zhangwei', 'zw'],
  ['单田芳', 'shantianfang', 'stf'],
  ['曾国藩', 'zengguofan', 'zgf'],
  ['欧阳娜娜', 'ouyangnana', 'oynn'],
  ['吕静', 'lvjing', 'lj'],
  ['Alice  Smith', 'alice smith', 'as'],
  ['Zhang伟', 'zhangwei', 'zw'],
  ['Ärger', 'ärger', 'ä'],
  ['李3', 'li3', 'l3'],
  ['', '', ''],
])('%s is typed %s or %s', (name, full, initials) => {
  expect(pinyinOf(name)).toEqual({ pinyin: full, initials })
})

test("a group's name is no person's: its first sign is read as a word", () => {
  expect(pinyinOf('单位公告', 'group').pinyin).toBe('danweigonggao')
})
