import { expect, test } from 'vitest'
import { emojiOf, Line, Name, nameProblem } from './scalars.ts'

test.each([
  '\u200b',
  '\u3164',
  '\u2800',
  '\u0301\u0302',
  '\u00ad',
  '\ufe0f',
  '\u{e0041}',
  '\u202e\u202c',
  '\ud800',
  '\u00a0\u3000',
  '',
])('the name %j cannot be seen', name => {
  expect(nameProblem(name)).toBe('invisible')
  expect(Name(60).safeParse(name).success).toBe(false)
})

test.each([
  'a\nb',
  'a\rb',
  'a\u2028b',
  'a\u0085b',
  'a\tb',
  'a\u202eb',
  'a\u2066b',
  'a\u200fb',
  'a\u0000b',
  'a\u061cb',
  '\ufffd\ufffd',
])('the name %j disturbs what stands around it', name => {
  expect(nameProblem(name)).toBe('disturbing')
  expect(Name(60).safeParse(name).success).toBe(false)
  expect(Line(60).safeParse(name).success).toBe(false)
})

test.each(['张伟', 'Zoë', 'O’Neil', '👩‍👩‍👧', 'می‌خواهم', '第 1 组', '𠮷野', 'a', '​x'])('the name %j is one', name => {
  expect(nameProblem(name)).toBeUndefined()
  expect(Line(60).safeParse(name).success).toBe(true)
})

test.each([
  ['👍', '👍'],
  ['❤', '❤️'],
  ['❤️', '❤️'],
  ['👍🏽', '👍🏽'],
  ['🇨🇳', '🇨🇳'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['❤️‍🔥', '❤️‍🔥'],
  ['❤‍🔥', '❤️‍🔥'],
  ['1️⃣', '1️⃣'],
  ['1⃣', '1️⃣'],
  ['☺', '☺️'],
  ['😀\ufe0f', '😀'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['[/微笑]', '[/微笑]'],
])('%s is one emoji, kept as %s', (text, emoji) => {
  expect(emojiOf(text)).toBe(emoji)
})

test.each([
  '👍123',
  '1',
  '#',
  '12',
  '👍👍',
  'a',
  '',
  ' ',
  '👍 ',
  '\ufe0f',
  '\u200d',
  '🏽🏽',
  '🇨',
  '👍\u200d',
  '👍\u0301',
  '[/a][/b]',
  '❤❤',
  '©a',
])('%j is not one emoji', text => {
  expect(emojiOf(text)).toBeUndefined()
})

test('what stands beside a name may be empty, and not invisible', () => {
  expect(Line(60).parse('  ')).toBe('')
  expect(Line(60).safeParse('\u200b').success).toBe(false)
})
