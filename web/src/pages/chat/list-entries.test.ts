import { expect, test } from 'vitest'
import type { Conversation } from '../../state/conversations.ts'
import type { SessionRow } from '../../sync/row.ts'
import { entriesOf } from './list-entries.ts'

const talk = (key: string, time: number, isPinned = false) => ({ key, time, isPinned }) as Conversation
const assistant = (miniType: number, sendTime: number | null, count = 0) =>
  ({ miniType, sendTime, count }) as unknown as SessionRow
const shown = (conversations: Conversation[], assistants: SessionRow[]) =>
  entriesOf(conversations, assistants).map(entry => ('parts' in entry && entry.parts ? `${entry.key} |` : entry.key))

test('assistants stand among the conversations by time, and not at all while they had nothing to say', () => {
  const talks = [talk('g1', 1, true), talk('d2', 50), talk('d3', 30)]
  expect(shown(talks, [assistant(11016, null), assistant(11017, 60), assistant(11021, 40)])).toEqual([
    'g1 |',
    'a11017',
    'd2',
    'a11021',
    'd3',
  ])
  expect(shown([], [assistant(11016, 5), assistant(11017, null, 2), assistant(11021, null)])).toEqual([
    'a11016',
    'a11017',
  ])
})

test('what is pinned is parted from what follows, and from nothing where nothing does', () => {
  expect(shown([talk('g1', 1, true), talk('g2', 1, true)], [])).toEqual(['g1', 'g2'])
  expect(shown([talk('g1', 1, true)], [assistant(11021, 0)])).toEqual(['g1 |', 'a11021'])
  expect(shown([talk('g1', 1)], [])).toEqual(['g1'])
})
