import { expect, test } from 'vitest'
import { matching, mentionAt } from './mention-match.ts'

const person = (id: number, name: string, pinyin: string, initials: string) => ({
  id,
  name,
  avatar: '',
  pinyin,
  initials,
  username: pinyin.replaceAll(' ', ''),
})
const people = [
  person(1, '张伟', 'zhang wei', 'zw'),
  person(2, '李娜', 'li na', 'ln'),
  person(3, '王伟', 'wang wei', 'ww'),
  person(4, '吕静', 'lü jing', 'lj'),
]
const names = (typed: string) => matching(people, typed).map(({ name }) => name)

test('people are found by name, pinyin, initials', () => {
  expect(names('')).toHaveLength(4)
  expect(names('伟')).toEqual(['张伟', '王伟'])
  expect(names('zhangw')).toEqual(['张伟'])
  expect(names('ZW')).toEqual(['张伟'])
  expect(names('wei')).toEqual(['张伟', '王伟'])
  expect(names('ww')).toEqual(['王伟'])
  expect(names('x')).toEqual([])
})

test('an @ begins a mention at the start and after a blank or Chinese punctuation, not in an address', () => {
  expect(mentionAt('@', 1)).toEqual({ from: 0, query: '' })
  expect(mentionAt('早 @zh', 5)).toEqual({ from: 2, query: 'zh' })
  expect(mentionAt('早，@李', 4)).toEqual({ from: 2, query: '李' })
  expect(mentionAt('你好@李', 4)).toEqual({ from: 2, query: '李' })
  expect(mentionAt('mail a@exa', 10)).toBeUndefined()
  expect(mentionAt('@李娜 好', 5)).toBeUndefined()
  expect(mentionAt('@ab', 1)).toEqual({ from: 0, query: '' })
})
