import { expect, test } from 'vitest'
import { withoutOuterBlanks } from './written.ts'

test('pasted code keeps what its first line is indented by', () => {
  expect(withoutOuterBlanks('\n  \n    if (a)\n      b()\n\n')).toBe('    if (a)\n      b()')
  expect(withoutOuterBlanks('  hello ')).toBe('hello')
  expect(withoutOuterBlanks(' \n\t\n ')).toBe('')
})
