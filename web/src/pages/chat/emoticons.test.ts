import { expect, test } from 'vitest'
import { emoticons, withEmoticons } from './emoticons.ts'

test('every sign of the table has a name and an emoji', () => {
  expect(emoticons.size).toBeGreaterThan(100)
  for (const [name, emoji] of emoticons) {
    expect(name, emoji).not.toBe('')
    expect(emoji, name).toMatch(/^\p{Extended_Pictographic}/u)
  }
})

test('known signs are drawn, unknown ones and plain brackets stay text', () => {
  expect(withEmoticons('好的[/呲牙][/强]')).toBe('好的😁👍')
  expect(withEmoticons('[/没有这个] [图片] [/] [/太长太长太长太长太长太长太长]')).toBe('[/没有这个] [图片] [/] [/太长太长太长太长太长太长太长]')
})
