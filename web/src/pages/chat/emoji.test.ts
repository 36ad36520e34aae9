import { expect, test } from 'vitest'
import { emojiGroups, findEmoji } from './emoji.ts'

test('every entry is an emoji with words to find it by', () => {
  const all = emojiGroups.flatMap(({ emoji }) => emoji)
  expect(all.length).toBeGreaterThan(330)
  for (const { sign, words } of all) {
    expect(sign).toMatch(/^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9]\ufe0f)/u)
    expect(words, sign).not.toBe('')
  }
  for (const { group, emoji } of emojiGroups)
    expect(new Set(emoji.map(({ sign }) => sign)).size, group).toBe(emoji.length)
})

test('emoji are found in both languages', () => {
  const signs = (typed: string) => findEmoji(typed).map(({ sign }) => sign)
  expect(signs('火箭')).toEqual(['🚀'])
  expect(signs('rocket')).toEqual(['🚀'])
  expect(signs('加油')).toEqual(['💪'])
  expect(signs('thumbs')).toContain('👍')
  expect(signs('')).toEqual([])
  expect(signs('没有这样的')).toEqual([])
})
