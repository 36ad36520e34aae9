import { expect, test } from 'vitest'
import { isOnlyEmoji, mostParts, partsOf } from './text-parts.ts'

const links = (text: string) => partsOf(text).flatMap(part => (part.kind === 'link' ? [[part.text, part.href]] : []))
const people = (...names: string[]) => ({ people: names.map((name, index) => ({ id: index + 1, name })) })
const joined = (text: string, mentioned?: Parameters<typeof partsOf>[1]) =>
  partsOf(text, mentioned)
    .map(part => part.text)
    .join('')

test('an address becomes a link and ends where the sentence goes on', () => {
  expect(links('看 https://example.com/a?b=1#c，谢谢')).toEqual([
    ['https://example.com/a?b=1#c', 'https://example.com/a?b=1#c'],
  ])
  expect(links('地址是https://example.com/路')).toEqual([['https://example.com/', 'https://example.com/']])
  expect(links('See http://example.com/x. (or www.example.com/y_(z))')).toEqual([
    ['http://example.com/x', 'http://example.com/x'],
    ['www.example.com/y_(z)', 'https://www.example.com/y_(z)'],
  ])
  expect(links('http://localhost:5173/')).toHaveLength(1)
  expect(links('https://example.com/a[/呲牙]')).toEqual([['https://example.com/a', 'https://example.com/a']])
})

test('what is not http or https is never a link', () => {
  const tricks = [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com',
    'https://',
    'http://nodots',
    'file:///etc/passwd',
    '<a href="x">',
  ]
  expect(tricks.flatMap(links)).toEqual([])
  expect(links('https://example.com/"onmouseover="x')).toEqual([['https://example.com/', 'https://example.com/']])
})

test('nothing of the text is lost or doubled', () => {
  const text = '@李娜 看 https://example.com/a, [/呲牙][/不知道] 或 www.example.com!<b>@所有人</b>\n下一行'
  expect(joined(text)).toBe(text)
  expect(joined(text, { people: [], hasUnknown: true })).toBe(text)
  expect(joined(text, people('李娜', '所有人'))).toBe(text)
})

test('mentions are found by the names of those mentioned, with blanks and all', () => {
  const found = (text: string, mentioned: Parameters<typeof partsOf>[1]) =>
    partsOf(text, mentioned).flatMap(part => (part.kind === 'mention' ? [part.text] : []))
  expect(found('@Ann Lee 你好 @Ann', people('Ann', 'Ann Lee'))).toEqual(['@Ann Lee', '@Ann'])
  expect(found('早@张伟,@Ann: hi @Anna bob@Ann.com', people('张伟', 'Ann'))).toEqual(['@张伟', '@Ann'])
  expect(found('@张伟，@李娜 早', { people: [], hasUnknown: true })).toEqual(['@张伟', '@李娜'])
  expect(found('a@example.com', { people: [], hasUnknown: true })).toEqual([])
  expect(partsOf('@张伟 早')).toEqual([{ kind: 'text', text: '@张伟 早' }])
})

test('a name that goes on as that of somebody else is not a mention', () => {
  const found = (text: string, mentioned: Parameters<typeof partsOf>[1]) =>
    partsOf(text, mentioned).flatMap(part => (part.kind === 'mention' ? [[part.text, part.id]] : []))
  const names = new Set(['李娜', '李娜娜'])
  expect(found('@李娜娜 早', { people: [{ id: 7, name: '李娜' }], names })).toEqual([])
  expect(
    found('@李娜娜 和@李娜', {
      people: [
        { id: 7, name: '李娜' },
        { id: 8, name: '李娜娜' },
      ],
      names,
    }),
  ).toEqual([
    ['@李娜娜', 8],
    ['@李娜', 7],
  ])
  expect(
    found('@李娜 @李娜', {
      people: [
        { id: 9, name: '李娜' },
        { id: 7, name: '李娜' },
      ],
      names,
    }),
  ).toEqual([
    ['@李娜', 9],
    ['@李娜', 7],
  ])
  expect(found('@李娜 @李娜 @李娜娜', { people: [{ id: 7, name: '李娜' }], names })).toEqual([
    ['@李娜', 7],
    ['@李娜', 7],
  ])
})

test('of very many links, mentions or emoticons those at the beginning are drawn as such', () => {
  for (const sign of ['http://a.b ', '@张伟 ', '[/强]']) {
    const parts = partsOf(sign.repeat(20_000 / sign.length), people('张伟'))
    expect(parts.filter(part => part.kind !== 'text')).toHaveLength(mostParts)
    expect(parts.length).toBeLessThanOrEqual(2 * mostParts + 1)
  }
  expect(partsOf('[/强]'.repeat(mostParts + 2)).at(-1)).toEqual({ kind: 'text', text: '👍👍' })
})

test('emoticons are drawn, unknown ones stay text', () => {
  expect(partsOf('好[/强]')).toEqual([
    { kind: 'text', text: '好' },
    { kind: 'emoticon', text: '[/强]', emoji: '👍' },
  ])
  expect(partsOf('[/没有]')).toEqual([{ kind: 'text', text: '[/没有]' }])
})

test('a few emoji alone are drawn large', () => {
  expect(['👍', '👍🏽 🎉', '👨‍👩‍👧', '[/呲牙]', '❤️', '🇨🇳'].map(isOnlyEmoji)).toEqual([true, true, true, true, true, true])
  expect(['', '1', '好👍', '👍👍👍👍', '[/没有]', '12'].map(isOnlyEmoji)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})
