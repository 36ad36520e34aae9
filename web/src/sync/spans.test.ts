import { expect, test } from 'vitest'
import { gapsIn, newestOf, spanAt, topOf, withSpan } from './spans.ts'

test('spans that touch or overlap become one, others stay apart', () => {
  expect(withSpan([], [3, 5])).toEqual([[3, 5]])
  expect(withSpan([[3, 5]], [6, 7])).toEqual([[3, 7]])
  expect(withSpan([[3, 5]], [1, 2])).toEqual([[1, 5]])
  expect(
    withSpan(
      [
        [1, 2],
        [5, 6],
        [9, 9],
      ],
      [3, 8],
    ),
  ).toEqual([[1, 9]])
  expect(
    withSpan(
      [
        [1, 2],
        [9, 9],
      ],
      [5, 5],
    ),
  ).toEqual([
    [1, 2],
    [5, 5],
    [9, 9],
  ])
  expect(withSpan([[1, 9]], [4, 4])).toEqual([[1, 9]])
})

test('a span of nothing adds nothing', () => {
  expect(withSpan([[1, 2]], [5, 4])).toEqual([[1, 2]])
})

test('what is missing is told, newest first', () => {
  expect(
    gapsIn([
      [1, 2],
      [5, 5],
      [9, 12],
    ]),
  ).toEqual([
    [6, 8],
    [3, 4],
  ])
  expect(gapsIn([[1, 2]])).toEqual([])
})

test('the top is the newest place that is known', () => {
  expect(topOf([])).toBe(0)
  expect(
    topOf([
      [1, 2],
      [7, 9],
    ]),
  ).toBe(9)
  expect(
    spanAt(
      [
        [1, 2],
        [7, 9],
      ],
      8,
    ),
  ).toEqual([7, 9])
  expect(
    spanAt(
      [
        [1, 2],
        [7, 9],
      ],
      5,
    ),
  ).toBeUndefined()
})

test('the oldest places go first where only some may stay', () => {
  expect(
    newestOf(
      [
        [1, 10],
        [21, 30],
      ],
      15,
    ),
  ).toEqual([
    [6, 10],
    [21, 30],
  ])
  expect(
    newestOf(
      [
        [1, 10],
        [21, 30],
      ],
      4,
    ),
  ).toEqual([[27, 30]])
})
