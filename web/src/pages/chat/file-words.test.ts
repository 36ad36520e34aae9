import { expect, test } from 'vitest'
import { extensionOf, fileKind, messageTypeOf, shortName, sizeWords } from './file-words.ts'

test('sizes are short and never show four digits', () => {
  expect([0, 999, 1000, 1536, 10_240, 1_468_006, 209_715_200, 5_368_709_120].map(sizeWords)).toEqual([
    '0 B',
    '999 B',
    '1 KB',
    '1.5 KB',
    '10 KB',
    '1.4 MB',
    '200 MB',
    '5 GB',
  ])
})

test('a file is known by its extension', () => {
  expect(['PDF', 'docx', 'csv', 'zip', 'vue', 'xyz', ''].map(fileKind)).toEqual([
    'pdf',
    'document',
    'sheet',
    'archive',
    'code',
    'other',
    'other',
  ])
  expect(extensionOf('年报.最终.PDF')).toBe('pdf')
  expect(extensionOf('README')).toBe('')
})

test('what browsers cannot show goes as a file', () => {
  expect(messageTypeOf({ type: 'image/png', name: 'a.png' })).toBe(2)
  expect(messageTypeOf({ type: 'image/svg+xml', name: 'a.svg' })).toBe(3)
  expect(messageTypeOf({ type: 'video/mp4', name: 'a.mp4' })).toBe(5)
  expect(messageTypeOf({ type: 'video/quicktime', name: 'a.mov' })).toBe(5)
  expect(messageTypeOf({ type: '', name: 'a' })).toBe(3)
  // What phones record, and systems that do not know an ending.
  expect(messageTypeOf({ type: 'video/3gpp', name: 'VID_1.3gp' })).toBe(5)
  for (const name of ['a.MOV', 'a.mp4', 'a.3gp']) expect([name, messageTypeOf({ type: '', name })]).toEqual([name, 5])
  expect(messageTypeOf({ type: '', name: 'a.JPG' })).toBe(2)
  expect(messageTypeOf({ type: '', name: 'a.heic' })).toBe(3)
  expect(messageTypeOf({ type: 'text/plain', name: 'a.mov' })).toBe(3)
})

test('a long name loses its middle and keeps its extension', () => {
  expect(shortName('年报.docx', 20)).toBe('年报.docx')
  expect(shortName('鸿雁平台重构项目第三阶段验收测试.docx', 20)).toBe('鸿雁平台重构项目第三…验收测试.docx')
  expect(shortName('a'.repeat(100), 20)).toBe(`${'a'.repeat(15)}…aaaa`)
  expect(shortName('👨‍👩‍👧'.repeat(30), 10)).toBe(`${'👨‍👩‍👧'.repeat(5)}…${'👨‍👩‍👧'.repeat(4)}`)
})
