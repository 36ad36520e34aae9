import { expect, test } from 'vitest'
import { createBackOff } from './back-off.ts'

test('waits double up to the longest, and begin anew after a success', () => {
  const backOff = createBackOff({ first: 100, most: 500, random: () => 1 })
  expect([backOff.next(), backOff.next(), backOff.next(), backOff.next(), backOff.next()]).toEqual([
    100, 200, 400, 500, 500,
  ])
  backOff.reset()
  expect(backOff.next()).toBe(100)
})

test('each wait is anything up to that', () => {
  expect(createBackOff({ first: 100, most: 500, random: () => 0.25 }).next()).toBe(25)
})
