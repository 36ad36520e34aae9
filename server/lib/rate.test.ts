import { describe, expect, test } from 'vitest'
import { createRate, createSharedRate, hashKey } from './rate.ts'

const rate = { perSecond: 10, burst: 30 }

/** A bucket of each kind with a clock of its own; `key` 1 is somebody. */
const kinds = [
  ['a bucket for each', (now: () => number) => createRate<number>(rate, now)],
  ['a shared table', (now: () => number) => createSharedRate(rate, now)],
] as const

describe.each(kinds)('%s', (_, create) => {
  test('holds a burst, then as much as time brings', () => {
    let time = 5000
    const take = create(() => time)
    for (let count = 0; count < 30; count++) expect(take(1, 1)).toBe(0)
    expect(take(1, 1)).toBeCloseTo(100)
    time += 99
    expect(take(1, 1)).toBeGreaterThan(0)
    time += 2
    expect(take(1, 1)).toBe(0)
    expect(take(1, 1)).toBeGreaterThan(0)
    time += 60_000
    for (let count = 0; count < 30; count++) expect(take(1, 1)).toBe(0)
    expect(take(1, 1)).toBeGreaterThan(0)
  })

  test('a refusal takes nothing, and says how long to wait', () => {
    let time = 0
    const take = create(() => time)
    expect(take(1, 25)).toBe(0)
    for (let count = 0; count < 100; count++) expect(take(1, 15)).toBeCloseTo(1000)
    time += 1000
    expect(take(1, 15)).toBe(0)
  })

  test('what weighs more than a bucket passes when it is full', () => {
    let time = 0
    const take = create(() => time)
    expect(take(1, 1)).toBe(0)
    expect(take(1, 5000)).toBeCloseTo(100)
    time += 100
    expect(take(1, 5000)).toBe(0)
    expect(take(1, 1)).toBeCloseTo(100)
  })

  test('nobody pays for another', () => {
    const take = create(() => 0)
    for (let count = 0; count < 100; count++) take(hashKey('192.0.2.1'), 1)
    expect(take(hashKey('192.0.2.1'), 1)).toBeGreaterThan(0)
    for (let count = 0; count < 30; count++) expect(take(hashKey('192.0.2.2'), 1)).toBe(0)
  })
})

test('the shared table holds its size and honest keys, whoever makes up a million others', () => {
  const take = createSharedRate(rate, () => 0)
  // Each takes a little: a table that forgot or filled up would let the next ones through, or nobody.
  for (let key = 0; key < 30_000; key++) take(hashKey(`2001:db8:${key.toString(16)}::/64`), 30)
  const refused = Array.from({ length: 5000 }, (_, index) =>
    take(hashKey(`198.51.${index >> 8}.${index & 255}`), 1),
  ).filter(wait => wait > 0)
  // Two in five places are empty in each row: one in six keys at most has both.
  expect(refused.length).toBeLessThan(5000 / 4)
  expect(take(hashKey('2001:db8:7::/64'), 1)).toBeGreaterThan(0)
})

test('buckets that are full again are forgotten, those in use are not', () => {
  let time = 0
  const take = createRate<object>(rate, () => time)
  const busy = {}
  expect(take(busy, 30)).toBe(0)
  for (let count = 0; count < 100_000; count++) {
    time += 0.01
    take({}, 1)
  }
  // 1,000 ms have passed: the busy one has got 10 back, whatever came in between.
  expect(take(busy, 11)).toBeGreaterThan(0)
  expect(take(busy, 9)).toBe(0)
})
