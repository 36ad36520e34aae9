import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'

const cells = (text: string) => parseCsv(text).map(row => row.cells)

test('rows and cells come in order, trimmed, without empty lines', () => {
  expect(cells('a, b ,c\r\n\n1,,3\n')).toEqual([
    ['a', 'b', 'c'],
    ['1', '', '3'],
  ])
})

test('quoted cells keep commas, line ends and doubled quotes', () => {
  expect(cells('"a,b","say ""hi""","two\nlines"\nx,y,z')).toEqual([
    ['a,b', 'say "hi"', 'two\nlines'],
    ['x', 'y', 'z'],
  ])
})

test('a byte order mark is not part of the first cell', () => {
  expect(cells('\uFEFFusername,trueName\n')).toEqual([['username', 'trueName']])
})

test('a comma at the very end is an empty cell', () => {
  expect(cells('a,')).toEqual([['a', '']])
})

test('rows know the line they begin on', () => {
  expect(parseCsv('a\n"b\nc"\n\nd').map(row => row.line)).toEqual([1, 2, 5])
})

test('a quote that is never closed is refused with its line', () => {
  expect(() => parseCsv('a\n"b')).toThrow(expect.objectContaining({ refusals: [{ name: 'table.openQuote', line: 2 }] }))
})

test.each([
  [';', 'a;b\n"1;2";3,4\n'],
  ['\t', 'a\tb\n"1\t2"\t3,4\n'],
])('cells are parted by %j if the first line has that', (separator, text) => {
  expect(cells(text)).toEqual([
    ['a', 'b'],
    [`1${separator}2`, '3,4'],
  ])
})
