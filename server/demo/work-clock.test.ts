import { expect, test } from 'vitest'
import { createWorkClock, workingDays } from './work-clock.ts'

const minute = 60_000
const china = (text: string) => Date.parse(`${text}+08:00`)
const ago = (now: string, minutes: number) => createWorkClock(china(now))(minutes * minute)

test('in working hours, some minutes ago is some minutes ago', () => {
  expect(ago('2026-05-20T15:00', 0)).toBe(china('2026-05-20T15:00'))
  expect(ago('2026-05-20T15:00', 12)).toBe(china('2026-05-20T14:48'))
})

test('nights and weekends do not count', () => {
  expect(ago('2026-05-20T09:10', 20)).toBe(china('2026-05-19T18:20'))
  expect(ago('2026-05-23T23:30', 12)).toBe(china('2026-05-22T18:18'))
  expect(ago('2026-05-25T08:00', 0)).toBe(china('2026-05-22T18:30'))
  expect(ago('2026-05-25T09:30', 31)).toBe(china('2026-05-22T18:29'))
  expect(ago('2026-05-20T15:00', workingDays(7) / minute)).toBe(china('2026-05-13T15:00'))
})

test.each(['2026-11-28T23:30', '2027-02-01T08:59', '2027-01-01T00:00', '2026-10-25T09:30', '2028-02-29T12:00'])(
  'made at %s, everything lies in working hours of the past, in one order',
  now => {
    const clock = createWorkClock(china(now))
    const times = Array.from({ length: 5000 }, (_, at) => clock(at * 7 * minute))
    expect(Math.max(...times)).toBeLessThanOrEqual(china(now))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    expect(new Set(times).size).toBe(times.length)
    const local = times.map(time => new Date(time + 8 * 60 * minute))
    const minutes = local.map(time => time.getUTCHours() * 60 + time.getUTCMinutes())
    expect(local.filter(time => [0, 6].includes(time.getUTCDay()))).toEqual([])
    expect(minutes.filter(each => each < 9 * 60 || each > 18 * 60 + 30)).toEqual([])
  },
)
