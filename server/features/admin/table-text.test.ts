import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Refusal } from './refused.ts'
import { decodeTable } from './table-text.ts'

/** Bytes in an encoding that Node itself does not write. */
const encoded = (text: string, encoding: string) =>
  execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text })
const simplified = 'username,trueName,company,department\r\nlina,李娜,鸿雁科技有限公司,研发中心/平台部\r\n'
const traditional = 'username,trueName,company\r\nlin,林志穎,鴻雁科技有限公司\r\nchen,陳淑芬,鴻雁科技\r\n'

test.each([
  ['UTF-8', simplified],
  ['UTF-16', simplified],
  ['UTF-16LE', simplified],
  ['UTF-16BE', simplified],
  ['GBK', simplified],
  ['GB18030', simplified.replace('李娜', '李䶮娜𠮷')],
  ['BIG5', traditional],
  ['GBK', traditional],
  ['GBK', 'username,trueName\nx,张伟\n'],
  ['BIG5', 'username,trueName\nx,陳小明\n'],
  ['GBK', '用户名,姓名\nx,王芳\n'],
  // Valid UTF-8, of letters that nobody writes so.
  ['GBK', 'username,trueName\nx,小英\n'],
  ['GBK', 'username,trueName\nx,童小英\n'],
  ['GBK', 'username,trueName\nx,毛晓英\ny,谢小茂\n'],
  ['GBK', 'username,trueName\nx,李明\n'],
  ['GBK', 'username,trueName\nx,高飞\n'],
  ['GBK', 'username,trueName\nx,林志穎\n'],
  ['BIG5', 'username,trueName\nx,陳小明\n'],
  ['BIG5', 'username,trueName\nx,王珮琪\n'],
  ['BIG5', 'username,trueName\nx,林雅婷\n'],
  ['UTF-8', 'username,trueName\nx,José\ny,Zoë Müller\n'],
  ['UTF-8', 'username,trueName\nx,Иванов\ny,ООО «Ромашка»\n'],
  ['UTF-8', 'username,trueName\nx,محمد\n'],
  ['UTF-8', 'username,trueName\nx,Γιώργος\n'],
  ['UTF-8', 'username,trueName\nx,황현희\n'],
  ['UTF-8', 'username,trueName\nx,山田太郎\n'],
  ['UTF-8', 'username,trueName\nx,李明\ny,AéЖ\n'],
])('a table that was saved as %s is read as what it says', (encoding, text) => {
  expect(decodeTable(encoded(text, encoding))).toBe(text)
})

test('a byte order mark of UTF-8 is no part of the text', () => {
  expect(decodeTable(Buffer.from(`\ufeff${simplified}`))).toBe(simplified)
})

const refused = (refusal: Refusal) => expect.objectContaining({ refusals: [refusal] }) as Error

test.each([
  ['names in Latin 1', encoded('username,trueName\nm,Müller\nj,José\n', 'ISO-8859-1')],
  ['names in Shift_JIS', encoded('username,trueName\nm,山田太郎\nk,ヤマダ\n', 'SHIFT_JIS')],
  ['names in Korean', encoded('username,trueName\na,황현희\n', 'EUC-KR')],
  ['names in Korean, among them one of rare letters', encoded('username,trueName\na,김철수\nb,뷁\n', 'CP949')],
  ['names in EUC-JP', encoded('username,trueName\na,山田太郎\n', 'EUC-JP')],
  ['names in KOI8-R', encoded('username,trueName\na,Иванов\nb,Петрова\n', 'KOI8-R')],
  ['names in Windows 1251', encoded('username,trueName\na,Иванов\nb,Петрова\n', 'CP1251')],
  ['what may be two names in two encodings', encoded('username,trueName\na,肖谢\n', 'GBK')],
  ['only signs that are rare in both', encoded('username,trueName\na,翥\nb,玥\n', 'GBK')],
])('%s are refused, not guessed', (_, bytes) => {
  expect(() => decodeTable(bytes)).toThrow(refused({ name: 'table.unclearEncoding', line: 2 }))
})

test('UTF-8 with one broken sign is refused with its line', () => {
  const bytes = Buffer.from(simplified)
  const at = bytes.indexOf('李') + 1
  const broken = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
  expect(() => decodeTable(broken)).toThrow(refused({ name: 'table.unclearEncoding', line: 2 }))
})

test('signs that an earlier conversion destroyed are refused with their line', () => {
  const replaced = Buffer.from('username,trueName\r\na,爱丽丝\r\nb,\ufffd\ufffd\r\n')
  expect(() => decodeTable(replaced)).toThrow(refused({ name: 'table.damaged', line: 3 }))
  const binary = Buffer.from('username,trueName\na,\u0000\n')
  expect(() => decodeTable(binary)).toThrow(refused({ name: 'table.damaged', line: 2 }))
})

test('a workbook under the name of a table is refused with what to do', () => {
  expect(() => decodeTable(Buffer.from('PK\x03\x04…'))).toThrow(refused({ name: 'table.workbook' }))
})

test('an encoding that is named is used, and refused if the bytes do not fit', () => {
  const rare = 'username,trueName\na,翥\nb,玥\n'
  expect(decodeTable(encoded(rare, 'GBK'), 'gb18030')).toBe(rare)
  const latin = encoded('x,José\n', 'ISO-8859-1')
  expect(() => decodeTable(latin, 'utf-8')).toThrow(refused({ name: 'table.wrongEncoding', encoding: 'utf-8' }))
})
