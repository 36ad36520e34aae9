import type { Language } from './language.ts'

/** Months count from 1. */
type Day = { year: number; month: number; date: number }

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (number: number) => String(number).padStart(2, '0')

/**
 * How each language says times: by hand, because a browser's first use of `Intl` takes 80 ms, just when the list is to
 * appear.
 */
const words = {
  zh: {
    clock: (hours: number, minutes: number) => `${two(hours)}:${two(minutes)}`,
    days: ['今天', '昨天'],
    weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
    inYear: ({ month, date }: Day) => `${month}月${date}日`,
    shortly: ({ year, month, date }: Day) => `${year}/${month}/${date}`,
    whole: ({ year, month, date }: Day, clock: string) => `${year}年${month}月${date}日 ${clock}`,
    withWeekday: (day: string, weekday: string) => `${day} ${weekday}`,
    day: ({ year, month, date }: Day) => `${year}年${month}月${date}日`,
    month: ({ year, month }: Day) => `${year}年${month}月`,
    ofWeek: (weekday: string) => weekday.slice(-1),
  },
  en: {
    clock: (hours: number, minutes: number) => `${hours % 12 || 12}:${two(minutes)} ${hours < 12 ? 'AM' : 'PM'}`,
    days: ['Today', 'Yesterday'],
    weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    inYear: ({ month, date }: Day) => `${months[month - 1]} ${date}`,
    shortly: ({ year, month, date }: Day) => `${months[month - 1]} ${date}, ${year}`,
    whole: ({ year, month, date }: Day, clock: string) => `${months[month - 1]} ${date}, ${year}, ${clock}`,
    withWeekday: (day: string, weekday: string) => `${day}, ${weekday}`,
    day: ({ year, month, date }: Day) => `${months[month - 1]} ${date}, ${year}`,
    month: ({ year, month }: Day) => `${months[month - 1]} ${year}`,
    ofWeek: (weekday: string) => weekday.slice(0, 2),
  },
}

const partsOf = (at: number): Day => {
  const date = new Date(at)
  return { year: date.getFullYear(), month: date.getMonth() + 1, date: date.getDate() }
}

const weekdayOf = (at: number, language: Language) => words[language].weekdays[new Date(at).getDay()] ?? ''

/** The day that a moment lies in, where the viewer is: two moments of one day have the same. */
export const dayOf = (at: number): number => {
  const { year, month, date } = partsOf(at)
  return Math.round(Date.UTC(year, month - 1, date) / 86_400_000)
}

function dateWords(at: number, now: number, language: Language): string {
  const { inYear, shortly } = words[language]
  const day = partsOf(at)
  return day.year === partsOf(now).year ? inYear(day) : shortly(day)
}

/** `14:05`, `2:05 PM`. */
export function clockTime(at: number, language: Language): string {
  const date = new Date(at)
  return words[language].clock(date.getHours(), date.getMinutes())
}

/** When something was, in a list: today its time, then yesterday, the weekday within a week, else the date. */
export function listTime(at: number, now: number, language: Language): string {
  const days = dayOf(now) - dayOf(at)
  if (days <= 0) return clockTime(at, language)
  return words[language].days[days] ?? (days < 7 ? weekdayOf(at, language) : dateWords(at, now, language))
}

/** The day above its messages. */
export function dayWords(at: number, now: number, language: Language): string {
  const { days, withWeekday } = words[language]
  const ago = dayOf(now) - dayOf(at)
  const weekday = weekdayOf(at, language)
  return days[ago] ?? (ago > 0 && ago < 7 ? weekday : withWeekday(dateWords(at, now, language), weekday))
}

/** A moment, to the minute. */
export const fullTime = (at: number, language: Language): string =>
  words[language].whole(partsOf(at), clockTime(at, language))

/** A day with its weekday, in any year. */
export const dateTitle = (at: number, language: Language): string =>
  words[language].withWeekday(words[language].day(partsOf(at)), weekdayOf(at, language))

/** `2026年11月`, `Nov 2026`. */
export const monthTitle = (at: number, language: Language): string => words[language].month(partsOf(at))

/** The heads of a calendar's columns, from Sunday (0) or Monday on. */
export const weekdayTitles = (first: 0 | 1, language: Language): { short: string; long: string }[] => {
  const { weekdays, ofWeek } = words[language]
  return [...weekdays.slice(first), ...weekdays.slice(0, first)].map(long => ({ short: ofWeek(long), long }))
}

/** `0:07`, `1:02:30`. */
export function lengthWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
