import { expect, test } from 'vitest'
import { longestAddress } from './links.ts'
import { partsOf } from './text-parts.ts'

const links = (text: string) => partsOf(text).flatMap(part => (part.kind === 'link' ? [part.text] : []))
const hrefs = (text: string) => partsOf(text).flatMap(part => (part.kind === 'link' ? [part.href] : []))

test.each([
  // What the sentence goes on with.
  ['见https://example.com/a……然后', 'https://example.com/a'],
  ['见https://example.com/a…', 'https://example.com/a'],
  ['https://example.com/a——好', 'https://example.com/a'],
  ['https://example.com/a，https', 'https://example.com/a'],
  ['《https://example.com/a》', 'https://example.com/a'],
  ['“https://example.com/a”', 'https://example.com/a'],
  ['https://example.com/a、b', 'https://example.com/a'],
  ['https://example.com/a～', 'https://example.com/a'],
  ['https://example.com/a~', 'https://example.com/a'],
  ['请看https://example.com/a谢谢', 'https://example.com/a'],
  ['https://example.com/aです', 'https://example.com/a'],
  ['https://example.com/a😀', 'https://example.com/a'],
  ['https://example.com/a👨‍👩‍👧', 'https://example.com/a'],
  ['https://example.com/a\u200b.', 'https://example.com/a'],
  ['https://example.com/𠮷', 'https://example.com/'],
  ['https://example.com/a. Next', 'https://example.com/a'],
  ['https://example.com/a!!!', 'https://example.com/a'],
  ['Is it https://example.com/?', 'https://example.com/'],
  ['**https://example.com/a**', 'https://example.com/a'],
  ["'https://example.com/a'", 'https://example.com/a'],
  ['<https://example.com/a>', 'https://example.com/a'],
  ['`https://example.com/a`', 'https://example.com/a'],
  ['|https://example.com/a|b|', 'https://example.com/a'],
  ['https://example.com/a...', 'https://example.com/a'],
  ['https://example.com/a🇨🇳', 'https://example.com/a'],
  ['https://example.com/a⋯⋯然后', 'https://example.com/a'],
  ['https://example.com/a·作者', 'https://example.com/a'],
  ['https://example.com/a→下一步', 'https://example.com/a'],
  ['https://example.com/a★', 'https://example.com/a'],
  ['https://example.com/a를 보세요', 'https://example.com/a'],
  // What belongs to the address.
  ['https://x.example/l·l', 'https://x.example/l·l'],
  ['https://x.example/s/AbC_', 'https://x.example/s/AbC_'],
  ['https://x.example/s/_AbC-', 'https://x.example/s/_AbC-'],
  ['https://x.example/?ids[]=1&ids[]=2', 'https://x.example/?ids[]=1&ids[]=2'],
  ['https://x.example/~bob/', 'https://x.example/~bob/'],
  ['https://x.example/a?b=1#c=d', 'https://x.example/a?b=1#c=d'],
  ["https://x.example/O'Reilly", "https://x.example/O'Reilly"],
  ['https://x.example/a;b=1,2:3', 'https://x.example/a;b=1,2:3'],
  ['https://x.example/%E8%B7%AF', 'https://x.example/%E8%B7%AF'],
  ['https://x.example/Москва.', 'https://x.example/Москва'],
  ['https://x.example/q={"a":1}', 'https://x.example/q='],
  ['https://x.example/q={a}', 'https://x.example/q={a}'],
  ['https://x.example/a=', 'https://x.example/a='],
  // Brackets.
  ['(https://example.com/y_(z))', 'https://example.com/y_(z)'],
  ['(见 https://example.com/a)。', 'https://example.com/a'],
  ['[文档](https://example.com/a) 好', 'https://example.com/a'],
  ['[https://example.com/a]', 'https://example.com/a'],
  ['https://example.com/a(说明)', 'https://example.com/a'],
  ['https://example.com/a(see below)', 'https://example.com/a'],
  ['https://example.com/a（说明）', 'https://example.com/a'],
  ['https://example.com/a[/呲牙]', 'https://example.com/a'],
  ['{https://example.com/a}', 'https://example.com/a'],
  // Hosts.
  ['看www.example.com吧', 'www.example.com'],
  ['HTTPS://EXAMPLE.COM/A', 'HTTPS://EXAMPLE.COM/A'],
  ['https://例子.中国/a', 'https://例子.中国/a'],
  ['https://münchen.example/', 'https://münchen.example/'],
  ['http://10.0.0.2:8005/x', 'http://10.0.0.2:8005/x'],
  ['http://[::1]:3000/', 'http://[::1]:3000/'],
  ['http://localhost:5173', 'http://localhost:5173'],
  ['http://http://example.com/', 'http://example.com/'],
  ['https://example.com.', 'https://example.com'],
  ['https://user@example.com/a', 'https://user@example.com/a'],
])('in %j the address is %j', (text, address) => {
  expect(links(text)).toEqual([address])
})

test.each([
  'http://',
  'https://…',
  'http://nodots/a',
  'https://开头的地址',
  'www.',
  'awww.example.com',
  'bob@www.example.com',
  'xhttp://example.com',
  'http://.',
  'http://./a',
  'bob@example.com',
  'ftp://example.com/',
  'javascript:alert(1)',
  'example.com',
  'http:// example.com',
  `https://example.com/${'a'.repeat(longestAddress)}`,
])('there is no address in %j', text => {
  expect(links(text)).toEqual([])
})

test('what is opened is what is read, by https if nothing else is said', () => {
  expect(hrefs('www.example.com/a https://x.example/s/AbC_ http://例子.中国')).toEqual([
    'https://www.example.com/a',
    'https://x.example/s/AbC_',
    'http://xn--fsqu00a.xn--fiqs8s/',
  ])
})

test('two addresses that only a sign of the sentence parts are two', () => {
  expect(links('https://a.example/1、https://a.example/2，www.a.example/3')).toEqual([
    'https://a.example/1',
    'https://a.example/2',
    'www.a.example/3',
  ])
})
