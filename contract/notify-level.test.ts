import { expect, test } from 'vitest'
import { disturbing, disturbs, notifyLevels } from './notify-level.ts'

test('all disturbs with everything, mentions with those alone, and none with nothing', () => {
  expect(notifyLevels.map(level => [disturbs(level, false), disturbs(level, true)])).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ])
  expect(notifyLevels.map(level => disturbing(level, { count: 5, mentions: 2 }))).toEqual([5, 2, 0])
})
