import { expect, test } from 'vitest'
import { words } from './words.ts'

const text = words({
  zh: { joined: (name: string, count: number) => `${name} 等 ${count} 人` },
  en: { joined: (name, count) => `${name} and ${count} more` },
})

test('a name that is written from right to left turns nothing around it', () => {
  expect(text.joined('محمد', 3)).toMatch(/^\u2068محمد\u2069 /)
  expect(text.joined('a\u202eb', 3)).toMatch(/^\u2068a\u202eb\u2069 /)
  expect(text.joined('张伟', 3)).toMatch(/^张伟 /)
})
