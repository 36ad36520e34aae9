/** Moments of days where the viewer is: ms of their midnights, so that a day of 23 or 25 hours is one as well. */
export type Day = number

export const startOfDay = (at: number): Day => new Date(at).setHours(0, 0, 0, 0)

/** So many days, or months, later; the last of a month that is shorter. */
export function later(day: Day, { days = 0, months = 0 }): Day {
  const date = new Date(day)
  const inMonth = new Date(date.getFullYear(), date.getMonth() + months + 1, 0).getDate()
  return new Date(
    date.getFullYear(),
    date.getMonth() + months,
    Math.min(date.getDate(), months === 0 ? 31 : inMonth) + days,
  ).getTime()
}

/** The weeks of a day's month, from `firstWeekday` (0 is Sunday) on; undefined where another month's days lie. */
export function weeksOf(day: Day, firstWeekday: 0 | 1): (Day | undefined)[][] {
  const date = new Date(day)
  const [year, month] = [date.getFullYear(), date.getMonth()]
  const before = (new Date(year, month, 1).getDay() - firstWeekday + 7) % 7
  const count = new Date(year, month + 1, 0).getDate()
  return Array.from({ length: Math.ceil((before + count) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, at) => {
      const number = week * 7 + at - before + 1
      return number >= 1 && number <= count ? new Date(year, month, number).getTime() : undefined
    }),
  )
}
