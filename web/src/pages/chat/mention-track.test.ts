import { expect, test } from 'vitest'
import type { Mention } from '../../sync/kept-draft.ts'
import { changeOf, comeBack, follow, idsOf, mentionsIn, standing } from './mention-track.ts'

const lina = { id: 7, name: '李娜' }
const names = new Set(['李娜', '李娜娜', 'Ann'])
const at = (place: number, who = lina): Mention => ({ ...who, at: place })
/** The mentions after `before` became `after` with the caret there. */
const after = (mentions: Mention[], before: string, text: string, caret: number) =>
  follow(mentions, changeOf(before, text, caret))

test('a mention moves with what is written before it, and stays with what is written behind', () => {
  expect(after([at(2)], '早 @李娜 好', '早上 @李娜 好', 2).stay).toEqual([at(3)])
  expect(after([at(2)], '早 @李娜 好', '早 @李娜 你好', 7).stay).toEqual([at(2)])
  expect(after([at(2)], '早 @李娜 好', '@李娜 好', 0).stay).toEqual([at(0)])
})

test('a mention that is deleted or broken is none any more', () => {
  expect(after([at(0)], '@李娜 好', '@李 好', 2)).toEqual({ stay: [], lost: [at(0)] })
  expect(after([at(0)], '@李娜 好', ' 好', 0)).toEqual({ stay: [], lost: [at(0)] })
  expect(after([at(0)], '@李娜 好', '@李x娜 好', 3).stay).toEqual([])
})

test('of two people of one name the one that was deleted is lost', () => {
  const both = [at(0), at(4, { id: 9, name: '李娜' })]
  expect(after(both, '@李娜 @李娜 ', '@李娜 ', 0).stay).toEqual([{ id: 9, name: '李娜', at: 0 }])
  expect(after(both, '@李娜 @李娜 ', '@李娜 ', 4).stay).toEqual([at(0)])
})

test('a name that goes on as that of somebody else does not stand', () => {
  expect(standing('@李娜娜 好', [at(0)], names)).toEqual([])
  expect(standing('@李娜 好', [at(0)], names)).toEqual([at(0)])
  expect(standing('@Anna', [at(0, { id: 3, name: 'Ann' })], names)).toEqual([])
  expect(idsOf(standing('@Ann @李娜', [at(5), at(0, { id: 3, name: 'Ann' })], names))).toEqual([3, 7])
})

test('undoing and pasting bring a mention back, whole or piece by piece', () => {
  const back = (before: string, text: string, caret: number) =>
    comeBack(text, changeOf(before, text, caret), [at(0)], [], names)
  expect(back('好', '@李娜 好', 4)).toEqual([at(0)])
  expect(back('@李 好', '@李娜 好', 3)).toEqual([at(0)])
  expect(back('好', '好@李娜娜', 5)).toEqual([])
  expect(back('@李娜 ', '@李娜 x', 5)).toEqual([])
})

test('the places of a message that was sent follow from its ids, in order', () => {
  const people = [
    { id: 9, name: '李娜' },
    { id: 7, name: '李娜' },
    { id: 8, name: '李娜娜' },
  ]
  expect(mentionsIn('@李娜 @李娜娜 @李娜', { people, names })).toEqual([
    { id: 9, name: '李娜', at: 0 },
    { id: 8, name: '李娜娜', at: 4 },
    { id: 7, name: '李娜', at: 9 },
  ])
})
