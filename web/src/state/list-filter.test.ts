import { expect, test } from 'vitest'
import type { Conversation } from './conversations.ts'
import type { SessionRow } from '../sync/row.ts'
import { countOf, filtered, listFilters } from './list-filter.ts'

const talk = (key: string, part: Partial<Conversation> = {}) =>
  ({
    key,
    kind: key.startsWith('g') ? 'group' : 'direct',
    count: 0,
    mentions: 0,
    isMarked: false,
    ...part,
  }) as Conversation
const talks = [
  talk('g1', { count: 3, mentions: 1, notify: 'none' }),
  talk('d2', { count: 1 }),
  talk('g3'),
  talk('d4', { isMarked: true }),
  talk('d5'),
]
const assistants = [
  { miniType: 11016, count: 2 },
  { miniType: 11017, count: 0 },
] as SessionRow[]
const shown = (filter: (typeof listFilters)[number], open?: string) => {
  const [conversations, ofAssistants] = filtered(talks, assistants, filter, open)
  return [...conversations.map(({ key }) => key), ...ofAssistants.map(({ miniType }) => `a${miniType}`)]
}

test('each filter shows what fits, however quiet it is, and assistants among what is unread', () => {
  expect(shown('all')).toEqual(['g1', 'd2', 'g3', 'd4', 'd5', 'a11016', 'a11017'])
  expect(shown('unread')).toEqual(['g1', 'd2', 'd4', 'a11016'])
  expect(shown('mentions')).toEqual(['g1'])
  expect(shown('groups')).toEqual(['g1', 'g3'])
  expect(shown('direct')).toEqual(['d2', 'd4', 'd5'])
  expect(listFilters.map(filter => countOf(talks, assistants, filter))).toEqual([7, 4, 1, 2, 3])
})

test('what is open stays in sight while it is read, and comes into no list of a kind that it is not of', () => {
  expect(shown('unread', 'd5')).toContain('d5')
  expect(shown('mentions', 'g3')).toEqual(['g1', 'g3'])
  expect(shown('groups', 'd5')).not.toContain('d5')
})
