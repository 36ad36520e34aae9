import { expect, test } from 'vitest'
import { wellFormed } from './well-formed.ts'

const read = (text: string) => wellFormed(JSON.parse(text), text)

test('halves of pairs are replaced wherever they stand, and whole pairs stay', () => {
  expect(read('{"content":"a\\ud800b","list":["\\uDFFF",{"x":"\\ud83d\\ude00"}],"n":1,"none":null}')).toEqual({
    content: 'a\ufffdb',
    list: ['\ufffd', { x: '😀' }],
    n: 1,
    none: null,
  })
})

test('what has no escape of one is left as it is', () => {
  const value = { content: '😀' }
  expect(wellFormed(value, JSON.stringify(value))).toBe(value)
})
