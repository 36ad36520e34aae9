import { expect, test } from 'vitest'
import { namesOf } from '../../text/names.ts'
import { sectionsOf } from './entry.ts'
import type { Candidate } from './entry.ts'

const candidate = (title: string, others: string[] = [], used = 0, place = ''): Candidate => ({
  names: namesOf(title, others),
  used,
  place,
  entry: { key: title, title, text: '', open: () => undefined },
})
const people = [
  candidate('林娜娜', ['linnana', 'lnn']),
  candidate('李娜', ['lina', 'ln'], 1),
  candidate('李纳川', ['linachuan', 'lnc'], 7),
  candidate('王芳', ['wangfang', 'wf'], 9, '销售部·linatex'),
]
const groups = [candidate('lina'), candidate('项目组')]
const found = (typed: string) =>
  sectionsOf(
    [
      { name: 'people', title: '', candidates: people },
      { name: 'groups', title: '', candidates: groups },
    ],
    typed,
  ).map(({ name, entries }) => [name, ...entries.map(({ key }) => key)])

test('whole matches stand first, then beginnings, then what was used last, then who is there', () => {
  expect(found('lina')).toEqual([
    ['people', '李娜', '李纳川', '王芳'],
    ['groups', 'lina'],
  ])
  expect(found('李')).toEqual([['people', '李纳川', '李娜']])
  expect(found('l')[0]).toEqual(['groups', 'lina'])
})

test('what fits nothing has no section', () => {
  expect(found('不存在')).toEqual([])
})
