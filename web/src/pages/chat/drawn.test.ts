import { expect, test } from 'vitest'
import { drawnSize } from './drawn.ts'

test('a picture is never drawn larger than it is, nor larger than its place', () => {
  const shapes = [1, 8, 40, 100, 184, 300, 320, 1000, 8000]
  for (const isPhone of [false, true])
    for (const width of shapes)
      for (const height of shapes) {
        const drawn = drawnSize({ width, height }, isPhone)
        // As it covers what is drawn, this is by how much it is enlarged.
        expect(Math.max(drawn.width / width, drawn.height / height)).toBeLessThanOrEqual(1)
        expect(drawn.width).toBeLessThanOrEqual(320)
        expect(drawn.height).toBeLessThanOrEqual(184)
      }
})

test('small pictures have their size, large ones their shape, and what is not known yet that of most', () => {
  expect(drawnSize({ width: 40, height: 40 }, false)).toEqual({ width: 40, height: 40 })
  expect(drawnSize({ width: 400, height: 400 }, false)).toEqual({ width: 184, height: 184 })
  expect(drawnSize({ width: 4000, height: 400 }, false)).toEqual({ width: 320, height: 184 })
  expect(drawnSize({ width: 60, height: 4000 }, true)).toEqual({ width: 60, height: 168 })
  expect(drawnSize(undefined, false)).toEqual({ width: 245, height: 184 })
})
