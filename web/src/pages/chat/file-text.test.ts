import { expect, test } from 'vitest'
import { decodeText } from './file-text.ts'
import { lookOf } from './file-look.ts'
import { tableRows } from './table-rows.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** 姓名,部门 in GBK. */
const gbk = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb2, 0xbf, 0xc3, 0xc5])

test('a text is read in UTF-8 and GBK, with a mark and without', () => {
  expect(decodeText(utf8('会议纪要 🚀'))).toBe('会议纪要 🚀')
  expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('表')]))).toBe('表')
  expect(decodeText(gbk)).toBe('姓名,部门')
  expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x41, 0x00, 0x68, 0x88]))).toBe('A表')
  expect(decodeText(new Uint8Array())).toBe('')
})

test('a sign that the end cuts is left out, in either encoding', () => {
  expect(decodeText(utf8('好的').subarray(0, 5), true)).toBe('好')
  expect(decodeText(gbk.subarray(0, 8), true)).toBe('姓名,部')
})

test('a log with some damaged bytes is UTF-8 all the same, and what is no text is none', () => {
  const log = [...utf8('启动完成，用时三秒，一切正常\n'), 0xff, ...utf8('下一行也是好的')]
  expect(decodeText(Uint8Array.from(log))).toBe('启动完成，用时三秒，一切正常\n\ufffd下一行也是好的')
  expect(decodeText(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 8]))).toBeUndefined()
})

test('a table is read with quotes, line ends in cells, and whichever separator it has', () => {
  expect(tableRows('姓名,备注\r\n张伟,"他说""好"",\n再见"\r\n\r\n李娜\r\n')).toEqual({
    rows: [
      ['姓名', '备注'],
      ['张伟', '他说"好",\n再见'],
      ['李娜', ''],
    ],
    isCut: false,
  })
  expect(tableRows('a;b;"c,d"\n1;2;3').rows).toEqual([
    ['a', 'b', 'c,d'],
    ['1', '2', '3'],
  ])
  expect(tableRows('a\tb\r1\t').rows).toEqual([
    ['a', 'b'],
    ['1', ''],
  ])
  expect(tableRows('')).toEqual({ rows: [], isCut: false })
})

test('of a long table the first rows and columns are read, and of half a row nothing', () => {
  const long = tableRows('1,2\n'.repeat(100_000))
  expect([long.rows.length, long.isCut]).toEqual([200, true])
  const wide = tableRows(`${'x,'.repeat(5000)}\n`)
  expect([wide.rows[0]?.length, wide.isCut]).toEqual([40, true])
  expect(tableRows('1,2\n3,4\n5,', true)).toEqual({
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
    isCut: true,
  })
  expect(tableRows(`"${'甲'.repeat(1000)}`).rows[0]?.[0]).toHaveLength(401)
})

test('what can be looked at is known by its name', () => {
  const look = (text: string, category = '') => lookOf({ text, category })
  expect(
    ['报价.TXT', 'README.md', 'a.json', '表.csv', '合同.pdf', '录音.m4a', '片.mp4'].map(name => look(name)),
  ).toEqual(['text', 'markdown', 'code', 'table', 'pdf', 'audio', 'video'])
  expect([look('方案.docx'), look('包.zip'), look('没有后缀'), look('没有后缀', 'txt')]).toEqual([
    undefined,
    undefined,
    undefined,
    'text',
  ])
})
