import { expect, test } from 'vitest'
import { forDrawing, unescapeText } from './for-drawing.ts'

const evil = '<img src=x onerror=alert(1)>"\'&'
const harmless = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'

test('a text is escaped wherever it stands, whatever its field is called', () => {
  expect(forDrawing({ data: [{ anything: evil, [evil]: [evil] }], msg: evil })).toEqual({
    data: [{ anything: harmless, [harmless]: [harmless] }],
    msg: harmless,
  })
  expect(forDrawing(evil)).toBe(harmless)
})

test('what is no text stays what it is', () => {
  const plain = { id: 'cnbift1', count: 3, isIn: true, none: null, list: [1, 2], words: '你好 😀 it is fine' }
  expect(forDrawing(plain)).toEqual(plain)
})

test('an address keeps its parts, and cannot leave its attribute', () => {
  const address = (url: string) => forDrawing({ url }).url
  expect(address('https://a.example/x?b=1&c=2#d')).toBe('https://a.example/x?b=1&c=2#d')
  expect(address('https://a.example/auth/cnbi_scan/c0de/{userId}')).toBe(
    'https://a.example/auth/cnbi_scan/c0de/{userId}',
  )
  expect(address('/files/中文.png')).toBe('/files/中文.png')
  expect(address('/files/a&b.png?c&d')).toBe('/files/a&b.png?c&d')
  expect(address(`https://a.example/"><img src=x onerror='alert(1)'>`)).toBe(
    'https://a.example/%22%3E%3Cimg%20src=x%20onerror=%27alert(1)%27%3E',
  )
})

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://a.example/1',
  'file:///etc/passwd',
  'javascript&colon;alert(1)',
  'javascript&#58;alert(1)',
  'javascript&#x3a;alert(1)',
  'javascript&#x3A;alert(1)',
  'java&Tab;script&colon;alert(1)',
  'java&NewLine;script:alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript&colon;alert(1)',
])('an address that is none of the web leads nowhere: %j', address => {
  for (const field of ['avatar', 'otherAvatar', 'hdUrl', 'thumbUrl', 'redirect', 'url']) {
    expect(forDrawing({ [field]: address })[field]).toMatch(/^about:blank$/)
  }
})

test('what was escaped can be had back', () => {
  expect(unescapeText(harmless)).toBe(evil)
  expect(unescapeText('R&D &copy; &amp;lt;')).toBe('R&D &copy; &lt;')
})
