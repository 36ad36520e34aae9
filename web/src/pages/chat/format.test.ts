import { expect, test } from 'vitest'
import { changed, formatted } from './format.ts'
import type { Format } from './format.ts'
import { indentAt, isInFence } from './open-fence.ts'

/** `⟦` and `⟧` are the ends of the selection, `|` a caret. */
function read(given: string): { text: string; from: number; to: number } {
  const caret = given.indexOf('|')
  if (caret >= 0) return { text: given.replace('|', ''), from: caret, to: caret }
  const from = given.indexOf('⟦')
  return { text: given.replace(/[⟦⟧]/g, ''), from, to: given.indexOf('⟧') - 1 }
}
function show(text: string, from: number, to: number): string {
  if (from === to) return `${text.slice(0, from)}|${text.slice(from)}`
  return `${text.slice(0, from)}⟦${text.slice(from, to)}⟧${text.slice(to)}`
}

test.each<[Format, string, string]>([
  ['bold', '请⟦注意⟧安全', '请**⟦注意⟧**安全'],
  ['bold', '请**⟦注意⟧**安全', '请⟦注意⟧安全'],
  ['bold', '⟦ 注意 ⟧', ' **⟦注意⟧** '],
  ['bold', '|', '**|**'],
  ['bold', '**|**', '|'],
  ['bold', 'un⟦believ⟧able', 'un **⟦believ⟧** able'],
  ['bold', '*⟦a⟧*', '***⟦a⟧***'],
  ['bold', '***⟦a⟧***', '*⟦a⟧*'],
  ['italic', '**⟦a⟧**', '***⟦a⟧***'],
  ['italic', '***⟦a⟧***', '**⟦a⟧**'],
  ['italic', '*⟦a⟧*', '⟦a⟧'],
  // Between Chinese signs a single mark is itself: blanks make it one.
  ['italic', '这是⟦重要⟧的', '这是 *⟦重要⟧* 的'],
  ['strike', '价格⟦100⟧元', '价格 ~~⟦100⟧~~元'],
  ['strike', '~~⟦a⟧~~', '⟦a⟧'],
  ['code', '用⟦npm i⟧装', '用`⟦npm i⟧`装'],
  ['fence', '看⟦a\n  b⟧', '看\n```\n⟦a\n  b⟧\n```'],
  ['fence', '|', '```\n|\n```'],
  ['fence', '⟦a⟧b', '```\n⟦a⟧\n```\nb'],
  ['link', '⟦文档⟧', '[文档](⟦https://⟧)'],
  ['link', '⟦https://a.example⟧', '[|](https://a.example)'],
  ['link', '|', '[|](https://)'],
  ['quote', 'a\nb⟦b\nc⟧', 'a\n⟦> bb\n> c⟧'],
  ['quote', '⟦> bb\n> c⟧', '⟦bb\nc⟧'],
  ['bullets', '⟦a\n\nb⟧', '⟦- a\n\n- b⟧'],
  ['bullets', '|', '- |'],
  ['bullets', 'a|', '- a|'],
  ['numbers', '⟦a\nb⟧', '⟦1. a\n2. b⟧'],
  ['numbers', '⟦- a\n- b⟧', '⟦1. a\n2. b⟧'],
  ['bullets', '⟦1. a\n2. b⟧', '⟦- a\n- b⟧'],
  ['numbers', '⟦1. a\n2. b⟧', '⟦a\nb⟧'],
])('%s: %j becomes %j', (format, given, expected) => {
  const { text, from, to } = read(given)
  const result = formatted(text, from, to, format)
  expect(show(changed(text, result.changes), result.from, result.to)).toBe(expected)
})

test.each([
  ['```', true],
  ['看：\n```js\nconst a', true],
  ['```const a', true],
  ['```js\na\n```', false],
  ['```js\na```', false],
  ['```js\na\n```\nb', false],
  ['```a```', false],
  ['``a', false],
  ['a ``` b', false],
  ['', false],
  ['```\na\n```\n```\nb', true],
])('after %j, code is open: %s', (text, expected) => {
  expect(isInFence(text, text.length)).toBe(expected)
})

test('code goes on with what its line is indented by', () => {
  expect(indentAt('```\n\t  if x', 10)).toBe('\t  ')
  expect(indentAt('```\n    x', 6)).toBe('  ')
  expect(indentAt('a', 0)).toBe('')
})
