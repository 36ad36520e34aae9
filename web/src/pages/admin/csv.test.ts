import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('a table is whole whatever is in its cells, and nothing in it is a formula', () => {
  const rows = [
    ['用户名', '备注'],
    ['lina', '说“好”, "是"'],
    ['=1+1', '@x'],
    ['两\n行', '-1'],
  ]
  expect(csvOf(rows)).toBe('\uFEFF用户名,备注\r\nlina,"说“好”, ""是"""\r\n\'=1+1,\'@x\r\n"两\n行",\'-1\r\n')
})
