import { expect, test } from 'vitest'
import { loadFold } from './fold.ts'
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

test('hits in traditional and simplified characters are marked alike, once their table is there', async () => {
  await loadFold()
  const long = `${'一'.repeat(60)}鴻雁的軟體在這裡`
  expect(marked('鴻雁与鸿雁', ['鸿雁']).map(part => part.isHit)).toEqual([true, false, true])
  expect(marked('鸿雁', ['鴻'])).toEqual([
    { text: '鸿', isHit: true },
    { text: '雁', isHit: false },
  ])
  expect(excerpt(long, ['鸿雁'])).toBe(`…${'一'.repeat(18)}鴻雁的軟體在這裡`)
})

test.each(['👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301\u0323', '👍🏽', '각', 'क्षि'])(
  'neither an excerpt nor a mark begins or ends within %s',
  sign => {
    for (let shift = 0; shift < 12; shift += 1)
      expect(excerpt(`${sign.repeat(40)}${'x'.repeat(shift)}方案`, ['方案'])).toBe(
        `…${sign.repeat(18 - shift)}${'x'.repeat(shift)}方案`,
      )
    for (const part of [...sign]) {
      const text = marked(`前${sign}后`, [part]).map(each => each.text)
      expect([['前', sign, '后'], [`前${sign}后`]]).toContainEqual(text)
    }
  },
)
