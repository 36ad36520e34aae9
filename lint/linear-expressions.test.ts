import { RuleTester } from 'eslint'
import { describe, test } from 'vitest'
import { linearExpressions } from './linear-expressions.js'

RuleTester.describe = describe
RuleTester.it = test
RuleTester.itOnly = test.only

const slow = (code: string) => ({ code, errors: [{ messageId: 'slow' }] })

new RuleTester().run('linear-expressions', linearExpressions, {
  valid: [
    String.raw`/^\s*a/`,
    String.raw`/\s+/g`,
    String.raw`/^[a-z]+-[0-9]+$/`,
    String.raw`/^\d{1,15}(,\d{1,15})*$/`,
    String.raw`/"([^"]*)"/g`,
    String.raw`/^multipart\/form-data\s*;/i`,
    String.raw`/\s*;/y`,
    String.raw`new RegExp('^a+b')`,
    'new RegExp(`${made}+b`)',
  ],
  invalid: [
    slow(String.raw`/\s*;/`),
    slow(String.raw`/a\s*,?\s*b/`),
    slow(String.raw`/^\s*,?\s*b/`),
    slow(String.raw`/^(a+)+$/`),
    slow(String.raw`/^(?:[a-z]+-?)+$/`),
    slow(String.raw`/^.*.*x/`),
    slow(String.raw`/[^,]+,/v`),
    slow(String.raw`new RegExp('\\s+$', 'u')`),
  ],
})
