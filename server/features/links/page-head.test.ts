import { expect, test } from 'vitest'
import { readHead } from './page-head.ts'
import { plainText } from './plain-text.ts'

const read = (html: string) => Object.fromEntries(readHead(html))

test('titles and facts are read however they are written', () => {
  expect(read('<TITLE lang=zh>标题</TITLE ><meta name = "a" content = b/c /><meta property=og:x content>')).toEqual({
    title: '标题',
    a: 'b/c',
    'og:x': '',
  })
  expect(
    read(`<meta content='a>b"c' name=Quoted><meta name="first" content="1"><meta name="first" content="2">`),
  ).toEqual({ quoted: 'a>b"c', first: '1' })
  expect(read('<title>of the page</title><svg><title>of the sign</title></svg><title>again</title>')).toEqual({
    title: 'of the page',
  })
  expect(read('<style>x{content:"<title>css</title>"}</style><noscript><meta name=a content=b></noscript>')).toEqual({})
  expect(read('<head><title>A</title></head><meta name=late content=x>')).toEqual({ title: 'A' })
})

test('what is broken is read as far as it goes', () => {
  expect(read('<title>never ends')).toEqual({ title: 'never ends' })
  expect(read('<title>A</title><!-- never ends <meta name=a content=b>')).toEqual({ title: 'A' })
  expect(read('<meta name="a" content="never ends')).toEqual({ a: 'never ends' })
  expect(read('a < b <3 <> </> <title>A</title>')).toEqual({ title: 'A' })
})

test('no page takes longer than it is long', () => {
  const size = 256 * 1024
  const hostile = [
    '<',
    '</',
    '<!--',
    '<a ',
    '<a =',
    '<a b=',
    '<a b="',
    "<a b='",
    '<title>',
    '<script>',
    '<meta ',
    '<meta name=a content=b>',
    '< ',
    '<a/',
    '&',
    '&#',
  ]
  const texts = hostile.map(part => part.repeat(Math.ceil(size / part.length)))
  const took = (work: () => unknown) => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  }
  // What grew with the square of its length would take minutes.
  for (const text of texts)
    expect(
      took(() => [...readHead(text).values()].map(value => plainText(value, 200))),
      text.slice(0, 30),
    ).toBeLessThan(5000)
})
