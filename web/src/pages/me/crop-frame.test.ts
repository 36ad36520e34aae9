import { expect, test } from 'vitest'
import { centred, held, leastScale, mostScale, zoomed } from './crop-frame.ts'

const wide = { width: 1000, height: 500 }

test('a picture first fills the window from its middle', () => {
  expect(centred(wide, 250)).toEqual({ scale: 0.5, x: -125, y: 0 })
})

test('however it is moved, the picture covers the window', () => {
  expect(held({ scale: 0.5, x: 40, y: 90 }, wide, 250)).toEqual({ scale: 0.5, x: 0, y: 0 })
  expect(held({ scale: 0.5, x: -900, y: -900 }, wide, 250)).toEqual({ scale: 0.5, x: -250, y: 0 })
  expect(held({ scale: 0.1, x: 0, y: 0 }, wide, 250).scale).toBe(leastScale(wide, 250))
  expect(held({ scale: 99, x: 0, y: 0 }, wide, 250).scale).toBe(mostScale(wide, 250))
})

test('zooming leaves the point under the pointer where it is', () => {
  const before = { scale: 1, x: -300, y: -100 }
  const at = { x: 120, y: 80 }
  const after = zoomed(before, 2, at, wide, 250)
  expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale)
  expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale)
})
