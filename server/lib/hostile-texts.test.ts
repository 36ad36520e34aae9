import { expect, test } from 'vitest'
import { z } from 'zod'
import { calls } from '../../contract/calls.ts'
import { superlinearTexts } from '../../contract/hostile-texts.testing.ts'
import { parseCsv } from '../features/admin/csv.ts'
import { readHead } from '../features/links/page-head.ts'
import { plainText } from '../features/links/plain-text.ts'
import { pinyinOf } from './pinyin.ts'
import { brandOf, platformOf } from './platform.ts'
import { holds, normalised, termsOf, tokensOf } from './search-tokens.ts'

const orRefused = (parse: (text: string) => unknown) => (text: string) => {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

const parsers: Record<string, (text: string) => unknown> = {
  'the tokens of a text': tokensOf,
  'the terms of a question': termsOf,
  'looking for a phrase': text => holds(text, termsOf(text.slice(0, 100))),
  normalising: normalised,
  'pinyin of a name': pinyinOf,
  'a table': orRefused(parseCsv),
  'the head of a page': readHead,
  'a title of a page': text => plainText(text, text.length),
  'a User-Agent': text => [platformOf(text), brandOf(text)],
}

test.each(Object.entries(parsers))(
  '%s costs no more than linear time, whatever the text is',
  (_, parse) => {
    expect(superlinearTexts(parse)).toEqual([])
  },
  120_000,
)

test('no call of the contract takes more than linear time to check, whatever stands in its fields', () => {
  const schemas = Object.values(calls).flatMap(call =>
    [call.body, call.query].filter(schema => schema instanceof z.ZodObject),
  )
  expect(schemas.length).toBeGreaterThan(50)
  expect(
    superlinearTexts(text =>
      schemas.map(schema => schema.safeParse(Object.fromEntries(Object.keys(schema.shape).map(name => [name, text])))),
    ),
  ).toEqual([])
}, 120_000)
