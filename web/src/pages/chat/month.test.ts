import { expect, test } from 'vitest'
import { later, startOfDay, weeksOf } from './month.ts'

const at = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()

test('a month has all its days, each under its weekday', () => {
  for (const first of [0, 1] as const) {
    const weeks = weeksOf(at(2024, 2, 17), first)
    const days = weeks.flat().filter(day => day !== undefined)
    expect(days.map(day => new Date(day).getDate())).toEqual(Array.from({ length: 29 }, (_, index) => index + 1))
    for (const week of weeks)
      week.forEach((day, index) => {
        if (day !== undefined) expect(new Date(day).getDay()).toBe((index + first) % 7)
      })
  }
})

test('days and months follow each other over ends of years and over hours that are left out', () => {
  expect(later(at(2025, 12, 31), { days: 1 })).toBe(at(2026, 1, 1))
  expect(later(at(2026, 1, 31), { months: 1 })).toBe(at(2026, 2, 28))
  expect(later(at(2026, 3, 31), { months: -1 })).toBe(at(2026, 2, 28))
  for (let day = at(2026, 1, 1), count = 1; count < 365; count += 1) {
    const next = later(day, { days: 1 })
    expect(new Date(next).getDate()).not.toBe(new Date(day).getDate())
    expect(startOfDay(next + 7_200_000)).toBe(next)
    day = next
  }
})
