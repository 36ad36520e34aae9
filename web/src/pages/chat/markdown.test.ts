import { expect, test } from 'vitest'
import { blocksOf, longestMarkdown, mostPieces } from './markdown.ts'
import type { Block, Inline } from './markdown.ts'

const people = [{ id: 7, name: '李娜' }]

const inlineTags = { bold: 'b', italic: 'i', strike: 's' }
const inlineAs = (each: Inline): string => {
  switch (each.kind) {
    case 'bold':
    case 'italic':
    case 'strike':
      return `<${inlineTags[each.kind]}>${linesAs(each.inlines)}</${inlineTags[each.kind]}>`
    case 'code':
      return `<c>${each.text}</c>`
    case 'named':
      return `<a ${each.href} ${each.host}>${linesAs(each.inlines)}</a>`
    case 'link':
      return `<a ${each.href}>${each.text}</a>`
    case 'mention':
      return `<at ${each.id}>${each.text}</at>`
    case 'emoticon':
      return each.emoji
    case 'text':
      return each.text
  }
}
const linesAs = (inlines: readonly Inline[]) => inlines.map(inlineAs).join('')
const blockAs = (block: Block): string => {
  const apart = block.isApart ? '¶' : ''
  switch (block.kind) {
    case 'lines':
      return apart + linesAs(block.inlines)
    case 'heading':
      return `${apart}<h>${linesAs(block.inlines)}</h>`
    case 'fence':
      return `${apart}<pre ${block.language}>${block.text}</pre>`
    case 'quote':
      return `${apart}<q>${blocksAs(block.blocks)}</q>`
    case 'list':
      return `${apart}<${block.isOrdered ? 'ol' : 'ul'}>${block.items.map(item => `<li${item.number === undefined ? '' : ` ${item.number}`}>${blocksAs(item.blocks)}`).join('')}</>`
  }
}
const blocksAs = (blocks: readonly Block[]): string => blocks.map(blockAs).join('|')
/** The drawn text in short, or undefined where it is drawn as it was written. */
const drawn = (text: string) => {
  const blocks = blocksOf(text, { people })
  return blocks && blocksAs(blocks)
}

test.each([
  // Within a line
  ['**粗** *斜* _斜_ ~~删~~ `码`', '<b>粗</b> <i>斜</i> <i>斜</i> <s>删</s> <c>码</c>'],
  ['***both*** **a *b* c**', '<i><b>both</b></i> <b>a <i>b</i> c</b>'],
  ['**重要：**请看**附件（新）**的', '<b>重要：</b>请看<b>附件（新）</b>的'],
  ['使用API**必须**鉴权', '使用API<b>必须</b>鉴权'],
  ['**C++**语言', '<b>C++</b>语言'],
  ['`**not**` and ``a ` b``', '<c>**not**</c> and <c>a ` b</c>'],
  ['**a\nb**', '<b>a\nb</b>'],
  ['(*see below*), "*that*".', '(<i>see below</i>), "<i>that</i>".'],
  // Mentions, links and emoticons stand in what is marked, and are text in code
  ['**@李娜** 请看', '<b><at 7>@李娜</at></b> 请看'],
  ['你好**@李娜**，`@李娜 [/强]`[/强]', '你好<b><at 7>@李娜</at></b>，<c>@李娜 [/强]</c>👍'],
  [
    '**https://a.example/x_y_z** ~~www.b.example~~',
    '<b><a https://a.example/x_y_z>https://a.example/x_y_z</a></b> <s><a https://www.b.example/>www.b.example</a></s>',
  ],
  ['`https://a.example`', '<c>https://a.example</c>'],
  // Named links show where they lead; what is no address of the web is no link
  ['[文档](https://docs.example/a_(b))', '<a https://docs.example/a_(b) docs.example>文档</a>'],
  ['[**官网** 1](www.a.example)', '<a https://www.a.example/ www.a.example><b>官网</b> 1</a>'],
  [
    '[https://bank.example](https://evil.example/x)',
    '<a https://evil.example/x evil.example><a https://bank.example/>https://bank.example</a></a>',
  ],
  ['[x](https://bank.example@evil.example)', '<a https://bank.example@evil.example/ evil.example>x</a>'],
  ['[x](javascript:alert(1)) **b**', '[x](javascript:alert(1)) <b>b</b>'],
  [
    '[x](data:text/html,y) [y](file:///etc/passwd) [z](/a) **b**',
    '[x](data:text/html,y) [y](file:///etc/passwd) [z](/a) <b>b</b>',
  ],
  ['![x](https://a.example/x.png)', '!<a https://a.example/x.png a.example>x</a>'],
  ['**<img src=x onerror=alert(1)>** &lt;', '<b><img src=x onerror=alert(1)></b> &lt;'],
  // Lists
  ['买：\n- 茶\n- 米\n谢谢', '买：|<ul><li>茶<li>米</>|谢谢'],
  ['* a\n* b', '<ul><li>a<li>b</>'],
  ['1. a\n3. b\n7) c', '<ol><li 1>a<li 3>b</>|<ol><li 7>c</>'],
  ['- a\n  - b\n    second\n- c', '<ul><li>a|<ul><li>b\nsecond</><li>c</>'],
  ['1. a\n\n2. b', '<ol><li 1>a<li 2>b</>'],
  ['2026. 我们', '<ol><li 2026>我们</>'],
  ['- ```js\n  x\n  ```\n- b', '<ul><li><pre js>x</pre><li>b</>'],
  // Quotes end with their last line
  ['> a\n> b\n好', '<q>a\nb</q>|好'],
  ['> a\n> > b\n> - c', '<q>a|<q>b</q>|<ul><li>c</></q>'],
  ['a\n\n\n> b\n\nc', 'a|¶<q>b</q>|¶c'],
  // Code
  ['看：\n```ts\nconst a = `b`\n\n  **c**\n```\n好', '看：|<pre ts>const a = `b`\n\n  **c**</pre>|好'],
  ['```\n<b>\n```', '<pre ><b></pre>'],
  ['```const a = 1\nb```', '<pre >const a = 1\nb</pre>'],
  ['```js\na\nb```\nc', '<pre js>a\nb</pre>|c'],
  ['```python\nprint(1)', '<pre python>print(1)</pre>'],
  ['```a b c```', '<c>a b c</c>'],
  ['```\n\tif x:\n\t\ty @李娜 [/强]\n```', '<pre >\tif x:\n\t\ty @李娜 [/强]</pre>'],
  // Headings
  ['## 一、背景\n正文\n### b ###', '<h>一、背景</h>|正文|<h>b</h>'],
  // What is indented stays so
  ['    a **b**\n      c', '    a <b>b</b>\n      c'],
])('%j is drawn as %j', (text, expected) => {
  expect(drawn(text)).toBe(expected)
})

test.each([
  '',
  '你好，明天 9:00 开会',
  '2*3*4=24',
  '2**3 和 4**5',
  '长*宽*高',
  '2 * 3 * 4',
  'snake_case_name __init__ __dirname _a',
  'C:\\_work\\*.txt \\\\server\\_share_\\x',
  'del *.*',
  'src/**/*.ts 和 **/*.vue',
  'rm *.o *.a',
  '*/5 * * * *',
  'def f(*args, **kwargs): pass',
  'char *a, **b;',
  '/* a */ /*b*/',
  '138****1234 和 139****5678',
  '****',
  '***',
  '尾号****1234',
  '张**、李**',
  '好的~~谢谢~~',
  '嗯~ 好~~ 哈哈~~~',
  '~~~好的\n再见',
  '>_< ^_^ 哈哈 ^_^ (*^▽^*) T_T',
  '>>> print(1)',
  '>',
  '# 1',
  '#话题# #tag',
  '##',
  '## ',
  '1.5 倍',
  '1、第一\n2、第二',
  '-5',
  '-',
  '- ',
  '- - -',
  '---',
  '===',
  'a\n---\nb',
  '+ 1',
  '```',
  '```a b',
  "it's `one tick",
  '[x]: https://a.example',
  '[x](y)',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '&amp; &#42;a&#42;',
  '<b>a</b>',
  '    indented',
])('%j has no marks', text => {
  expect(drawn(text)).toBeUndefined()
})

test('nothing but marks is lost, and nothing is doubled', () => {
  const words = (blocks: readonly Block[]): string =>
    blocks
      .map(block => {
        if ('inlines' in block) return wordsIn(block.inlines)
        if (block.kind === 'fence') return block.text
        return block.kind === 'quote' ? words(block.blocks) : block.items.map(item => words(item.blocks)).join('')
      })
      .join('')
  const wordsIn = (inlines: readonly Inline[]): string =>
    inlines.map(each => ('inlines' in each ? wordsIn(each.inlines) : each.text)).join('')
  const text =
    '一 **二 *三***\n> 四 `五`\n\n- 六 ~~七~~\n- @李娜 [/强] https://a.example/b\n```\n八\n```\n[九](https://c.example)'
  const blocks = blocksOf(text, { people })
  expect(words(blocks ?? []).replace(/\s/g, '')).toBe('一二三四五六七@李娜[/强]https://a.example/b八九')
})

test('what is too much is drawn as it was written', () => {
  expect(drawn(`**a**${'a'.repeat(longestMarkdown)}`)).toBeUndefined()
  expect(drawn('*a* '.repeat(mostPieces))).toBeUndefined()
  expect(drawn('> '.repeat(30) + 'deep')).toBeUndefined()
  expect(drawn(`${'- '.repeat(30)}deep`)).toBeUndefined()
  expect(drawn(`${'*a '.repeat(100)}${'a* '.repeat(100)}`)).toBeUndefined()
  expect(drawn('**a** \u{f0000}')).toBeUndefined()
})
