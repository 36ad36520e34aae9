import { expect, test } from 'vitest'
import { emailOf, phoneDigits, phoneOf } from './account-names.ts'

test.each([
  '13912345678',
  '139 1234 5678',
  '139-1234-5678',
  '+86 139-1234-5678',
  '+8613912345678',
  '0086139 1234 5678',
  '86 13912345678',
  '013912345678',
  '(+86) 139.1234.5678',
  '１３９１２３４５６７８',
  '＋８６ １３９－１２３４－５６７８',
  '139\u00a01234\u20095678',
  '\u202d13912345678\u202c',
  '139\u20131234\u20145678',
  'tel:+86-139-1234-5678',
  ' 13912345678\t',
])('%j is one mobile number', text => {
  expect(phoneOf(text)).toBe('13912345678')
})

test.each([
  '(010) 8888 8888',
  '010-88888888',
  '01088888888',
  '+86 10 8888 8888',
  '+86 (0)10 8888 8888',
  '0086-10-88888888',
  '（０１０）８８８８８８８８',
])('%j is one number in Beijing', text => {
  expect(phoneOf(text)).toBe('01088888888')
})

test.each([
  ['+1 (415) 555-0100', '+14155550100'],
  ['001 415 555 0100', '+14155550100'],
  ['400-800-1234', '4008001234'],
  ['+86 400 800 1234', '4008001234'],
  ['10086', '10086'],
  ['+8610086', '10086'],
  ['+852 2345 6789', '+85223456789'],
])('%j is %s', (text, form) => {
  expect(phoneOf(text)).toBe(form)
  expect(phoneOf(form)).toBe(form)
})

test.each([
  '',
  ' ',
  '1234',
  'abc',
  '139x12345678',
  '+',
  '++8613912345678',
  '139123456781391234567813',
  '13912345678,13912345679',
  '十三九',
])('%j is no phone number', text => {
  expect(phoneOf(text)).toBeUndefined()
})

test('the beginning of a number is in the same form', () => {
  expect(['+86 139', '0086139', '１３９', '139-1', 'a1'].map(phoneDigits)).toEqual([
    '139',
    '139',
    '139',
    '1391',
    undefined,
  ])
})

test.each([
  ' Bob@Example.COM ',
  'ｂｏｂ＠ｅｘａｍｐｌｅ．ｃｏｍ',
  'bob@example。com',
  '\u200bbob@example.com\u200b',
  'BOB@EXAMPLE.COM\u3000',
])('%j is one e-mail address', text => {
  expect(emailOf(text)).toBe('bob@example.com')
})
