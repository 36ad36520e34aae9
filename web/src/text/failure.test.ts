import { afterEach, expect, test } from 'vitest'
import { Failure, failures } from '../../../contract/failures.ts'
import type { FailureName } from '../../../contract/failures.ts'
import { answerOf, namedIn } from '../api/answer.ts'
import { ApiFailure } from '../api/failure.ts'
import { failureText } from './failure.ts'
import { language } from './language.ts'

const before = language.value
afterEach(() => {
  language.value = before
})

/** What the client makes of a failure's body. */
function received(body: object): unknown {
  try {
    return answerOf(400, JSON.stringify(body), null)
  } catch (error) {
    return error
  }
}

/** With words of another version, which nobody is shown. */
const bodyOf = ({ code, failure, values }: Failure) => ({ data: null, code, msg: '另一种说法', failure, values })

test.each(Object.keys(failures) as FailureName[])('%s is said in both languages from its name and values', name => {
  const names = [...failures[name].zh.matchAll(/\{(\w+)\}/g)].map(([, value]) => String(value))
  // Words that a pattern over the Chinese text would cut elsewhere.
  const values = Object.fromEntries(
    names.map((value, index) => [value, index === 0 ? 'a 不正确：b' : '最多 3 个字 {name} $&']),
  )
  const error = received(bodyOf(new Failure(name, values)))
  language.value = 'zh'
  expect(failureText(error)).toBe(
    names.reduce((text, value) => text.replace(`{${value}}`, () => String(values[value])), failures[name].zh as string),
  )
  language.value = 'en'
  expect(failureText(error)).toBe(
    names.reduce((text, value) => text.replace(`{${value}}`, () => String(values[value])), failures[name].en as string),
  )
})

test('what the server did not name, or names in a way this client does not know, is said as the server says it', () => {
  language.value = 'en'
  expect(failureText(received({ data: null, code: 400, msg: '不行' }))).toBe('不行')
  for (const failure of ['next.year', '__proto__', 'toString', 7, null]) {
    expect(failureText(received({ data: null, code: 400, msg: '不行', failure, values: { name: 'x' } }))).toBe('不行')
  }
})

test('values that are none leave their places empty of them, and nothing breaks', () => {
  language.value = 'en'
  for (const values of [null, 'x', 3, [], { limit: { deep: 1 } }]) {
    expect(failureText(received({ data: null, code: 400, msg: '太长', failure: 'message.tooLong', values }))).toContain(
      '{limit}',
    )
  }
})

test('frame 3400 and a message that waits in the outbox are said the same way', () => {
  language.value = 'en'
  const failure = new ApiFailure(
    400,
    '参数 content 不正确',
    undefined,
    namedIn({ failure: 'message.tooLong', values: { limit: 20 } }),
  )
  const text = 'Parameter content is wrong: 20 characters at most'
  expect(failureText(failure)).toBe(text)
  expect(failureText(JSON.parse(JSON.stringify(failure.told)))).toBe(text)
})
