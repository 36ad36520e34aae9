import { expect, test } from 'vitest'
import { clockTime, dayOf, dayWords, lengthWords, listTime } from './time-words.ts'

const at = (year: number, month: number, day: number, hour = 0, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).getTime()
const now = at(2026, 11, 25, 18, 30) // a Wednesday

test('a list says when something was as shortly as it is clear', () => {
  const zh = (time: number) => listTime(time, now, 'zh')
  expect(zh(at(2026, 11, 25, 9, 5))).toBe('09:05')
  expect(zh(at(2026, 11, 24, 23, 59))).toBe('昨天')
  expect(zh(at(2026, 11, 22))).toBe('星期日')
  expect(zh(at(2026, 11, 18))).toBe('11月18日')
  expect(zh(at(2025, 12, 31))).toBe('2025/12/31')
  const en = (time: number) => listTime(time, now, 'en')
  expect(en(at(2026, 11, 25, 14, 5))).toMatch(/^2:05.PM$/)
  expect(en(at(2026, 11, 24))).toBe('Yesterday')
  expect(en(at(2026, 11, 22))).toBe('Sun')
  expect(en(at(2026, 11, 3))).toBe('Nov 3')
  expect(en(at(2025, 11, 3))).toBe('Nov 3, 2025')
})

test('midnight parts the days, and not 24 hours', () => {
  expect(listTime(at(2026, 11, 24, 23, 59), at(2026, 11, 25, 0, 1), 'zh')).toBe('昨天')
  expect(clockTime(at(2026, 11, 25, 0, 3), 'zh')).toBe('00:03')
  expect(dayOf(at(2026, 11, 25, 0, 0))).toBe(dayOf(at(2026, 11, 25, 23, 59)))
  expect(dayOf(at(2026, 11, 25)) - dayOf(at(2026, 11, 24))).toBe(1)
})

test('a clock that is a little behind the server shows the time, not tomorrow', () => {
  expect(listTime(at(2026, 11, 26, 0, 1), at(2026, 11, 25, 23, 59), 'zh')).toBe('00:01')
})

test('the day above its messages has its weekday once it is not of this week', () => {
  expect(dayWords(now, now, 'zh')).toBe('今天')
  expect(dayWords(at(2026, 11, 24), now, 'en')).toBe('Yesterday')
  expect(dayWords(at(2026, 11, 21), now, 'zh')).toBe('星期六')
  expect(dayWords(at(2026, 11, 2), now, 'zh')).toBe('11月2日 星期一')
})

test('lengths are minutes and seconds', () => {
  expect([0, 7, 65, 3750].map(lengthWords)).toEqual(['0:00', '0:07', '1:05', '1:02:30'])
})
