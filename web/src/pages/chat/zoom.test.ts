import { expect, test } from 'vitest'
import { fit, mostScale, within, zoomAt } from './zoom.ts'

test('what is under the pointer stays there', () => {
  const view = zoomAt(fit, 2, 100, 50)
  // A point of the picture at p is drawn at x + p * scale.
  expect([view.x + 100 * 2, view.y + 50 * 2]).toEqual([100, 50])
  const back = zoomAt(view, 0.5, 100, 50)
  expect(back).toEqual(fit)
})

test('a picture is never smaller than its fit nor absurdly large', () => {
  expect(zoomAt(fit, 0.1, 0, 0)).toEqual(fit)
  expect(zoomAt(fit, 1000, 0, 0).scale).toBe(mostScale)
})

test('a picture cannot be pushed out of sight', () => {
  expect(within({ ...fit, x: 900, y: 900 }, 400, 300)).toEqual(fit)
  const moved = within({ scale: 2, x: 9000, y: 0, turns: 0 }, 400, 300)
  expect(moved.x).toBe(260)
})
