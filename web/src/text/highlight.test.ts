import { expect, test } from 'vitest'
import { excerpt, marked, wordsOf } from './highlight.ts'

test('quoted phrases are one word', () => {
  expect(wordsOf('方案  "project plan" beta')).toEqual(['方案', 'project plan', 'beta'])
  expect(wordsOf('“项目 方案”')).toEqual(['项目 方案'])
  expect(wordsOf('  ')).toEqual([])
})

test('every hit is marked, whatever its case and whatever signs it holds', () => {
  expect(marked('The Plan (v1) plan', ['plan', '(v1)'])).toEqual([
    { text: 'The ', isHit: false },
    { text: 'Plan', isHit: true },
    { text: ' ', isHit: false },
    { text: '(v1)', isHit: true },
    { text: ' ', isHit: false },
    { text: 'plan', isHit: true },
  ])
  expect(marked('没有', [])).toEqual([{ text: '没有', isHit: false }])
})

test('a long text is shown from a little before its first hit', () => {
  expect(excerpt('短的 方案', ['方案'])).toBe('短的 方案')
  const long = `${'一'.repeat(60)}方案在这里`
  expect(excerpt(long, ['方案'])).toBe(`…${'一'.repeat(18)}方案在这里`)
})

test('hits that the search finds by folding are marked too', () => {
  const hits = (text: string, word: string) =>
    marked(text, [word])
      .filter(part => part.isHit)
      .map(part => part.text)
  expect(hits('Am CAFÉ und cafe\u0301', 'cafe')).toEqual(['CAFÉ', 'cafe\u0301'])
  expect(hits('ＡＢＣ公司', 'abc')).toEqual(['ＡＢＣ'])
  expect(hits('第①条', '1')).toEqual(['①'])
  expect(
    marked('ＡＢＣ公司', ['abc'])
      .map(part => part.text)
      .join(''),
  ).toBe('ＡＢＣ公司')
})
