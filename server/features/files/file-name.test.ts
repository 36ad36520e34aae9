import { expect, test } from 'vitest'
import { cleanFileName, extensionOf } from './file-name.ts'

test.each([
  ['报告.pdf', '报告.pdf'],
  ['/etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['..', 'file'],
  ['', 'file'],
  ['a/', 'file'],
  ['a\r\nb.txt', 'ab.txt'],
  ['say %22hi%22.txt', 'say "hi".txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['e\u0301.txt', 'é.txt'],
])('the name %j becomes %j', (given, name) => expect(cleanFileName(given)).toBe(name))

test('a long name keeps its extension', () => {
  const name = cleanFileName(`${'长'.repeat(400)}.docx`)
  expect(name).toHaveLength(255)
  expect(name).toMatch(/长\.docx$/)
})

test('a long name is not cut inside a character', () => {
  expect(cleanFileName(`a${'😀'.repeat(200)}`).isWellFormed()).toBe(true)
})

test.each([
  ['a.PNG', 'png'],
  ['a.tar.gz', 'gz'],
  ['.profile', ''],
  ['a', ''],
  ['a.', ''],
  ['a.文件', ''],
  ['a.b c', ''],
])('the extension of %j is %j', (name, extension) => expect(extensionOf(name)).toBe(extension))
