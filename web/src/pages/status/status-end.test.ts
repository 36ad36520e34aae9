import { expect, test } from 'vitest'
import { atTime, dayFrom, endOf, nextHour, timesOf } from './status-end.ts'

const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime()
/** A Wednesday. */
const now = at(2026, 10, 25, 14, 20)

test('a status ends after a while, with the day, with the week, or never', () => {
  expect(endOf('never', now)).toBeNull()
  expect(endOf('half', now)).toBe(at(2026, 10, 25, 14, 50))
  expect(endOf('hour', now)).toBe(at(2026, 10, 25, 15, 20))
  expect(endOf('today', now)).toBe(at(2026, 10, 26))
  expect(endOf('week', now)).toBe(at(2026, 10, 30))
})

test('a week ends with its Sunday, on a Sunday and on a Monday', () => {
  expect(endOf('week', at(2026, 10, 29, 23, 59))).toBe(at(2026, 10, 30))
  expect(endOf('week', at(2026, 10, 30, 0, 1))).toBe(at(2026, 11, 7))
})

test('of a day one chooses what lies ahead, by the clock on the wall', () => {
  const today = dayFrom(now, 0)
  expect(timesOf(today, now, 15 * 60)[0]).toBe(14 * 60 + 30)
  expect(timesOf(today, now, 14 * 60 + 7).slice(0, 2)).toEqual([14 * 60 + 7, 14 * 60 + 30])
  expect(timesOf(dayFrom(now, 1), now, 0)).toHaveLength(96)
  expect(atTime(today, 18 * 60)).toBe(at(2026, 10, 25, 18, 0))
  expect(nextHour(at(2026, 10, 25, 23, 10))).toEqual({ day: at(2026, 10, 26), time: 0 })
})
