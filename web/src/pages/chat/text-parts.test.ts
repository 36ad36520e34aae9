import { expect, test } from 'vitest'
import { isOnlyEmoji, partsOf } from './text-parts.ts'

const links = (text: string) => partsOf(text).flatMap(part => part.kind === 'link' ? [[part.text, part.href]] : [])
const joined = (text: string, names?: string[]) => partsOf(text, names).map(part => part.text).join('')

test('an address becomes a link and ends where the sentence goes on', () => {
  expect(links('看 https://example.com/a?b=1#c，谢谢')).toEqual([['https://example.com/a?b=1#c', 'https://example.com/a?b=1#c']])
  expect(links('地址是https://example.com/路')).toEqual([['https://example.com/', 'https://example.com/']])
  expect(links('See http://example.com/x. (or www.example.com/y_(z))')).toEqual([
    ['http://example.com/x', 'http://example.com/x'], ['www.example.com/y_(z)', 'https://www.example.com/y_(z)'],
  ])
  expect(links('http://localhost:5173/')).toHaveLength(1)
  expect(links('https://example.com/a[/呲牙]')).toEqual([['https://example.com/a', 'https://example.com/a']])
})

test('what is not http or https is never a link', () => {
  const tricks = ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.com', 'https://', 'http://nodots', 'file:///etc/passwd', '<a href="x">']
  expect(tricks.flatMap(links)).toEqual([])
  expect(links('https://example.com/"onmouseover="x')).toEqual([['https://example.com/', 'https://example.com/']])
})

test('nothing of the text is lost or doubled', () => {
  const text = '@李娜 看 https://example.com/a, [/呲牙][/不知道] 或 www.example.com!<b>@所有人</b>\n下一行'
  expect(joined(text)).toBe(text)
  expect(joined(text, [])).toBe(text)
  expect(joined(text, ['李娜', '所有人'])).toBe(text)
})

test('mentions are found by the names of those mentioned, with blanks and all', () => {
  const found = (text: string, names: string[]) => partsOf(text, names).flatMap(part => part.kind === 'mention' ? [part.text] : [])
  expect(found('@Ann Lee 你好 @Ann', ['Ann', 'Ann Lee'])).toEqual(['@Ann Lee', '@Ann'])
  expect(found('@张伟，@李娜 早', [])).toEqual(['@张伟', '@李娜'])
  expect(found('a@example.com', [])).toEqual([])
  expect(partsOf('@张伟 早')).toEqual([{ kind: 'text', text: '@张伟 早' }])
})

test('emoticons are drawn, unknown ones stay text', () => {
  expect(partsOf('好[/强]')).toEqual([{ kind: 'text', text: '好' }, { kind: 'emoticon', text: '[/强]', emoji: '👍' }])
  expect(partsOf('[/没有]')).toEqual([{ kind: 'text', text: '[/没有]' }])
})

test('a few emoji alone are drawn large', () => {
  expect(['👍', '👍🏽 🎉', '👨‍👩‍👧', '[/呲牙]', '❤️', '🇨🇳'].map(isOnlyEmoji)).toEqual([true, true, true, true, true, true])
  expect(['', '1', '好👍', '👍👍👍👍', '[/没有]', '12'].map(isOnlyEmoji)).toEqual([false, false, false, false, false, false])
})
