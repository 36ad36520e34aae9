const hour = 60 * 60 * 1000
const day = 24 * hour
/** Offices open at nine and close at half past six, Monday to Friday, by Chinese time (UTC+8, without summer time). */
const zone = 8 * hour
const opens = 9 * hour
const workday = 9.5 * hour

/** Gives the moment (ms) at which so many ms of working time are left until now. */
export type WorkClock = (workingTime: number) => number

/**
 * A clock that stands still at night and at weekends. What is told in its time happened in working hours, never after
 * `now`, and one thing before another in the same order whenever `now` is.
 */
export function createWorkClock(now: number): WorkClock {
  const worked = workedUntil(now + zone)
  return workingTime => momentOf(worked - workingTime) - zone
}

/** How long offices have been open since the Monday before 1970, at a local time. */
function workedUntil(local: number): number {
  const daysSinceMonday = Math.floor(local / day) + 3
  const [weeks, weekday] = [Math.floor(daysSinceMonday / 7), daysSinceMonday % 7]
  const today = Math.min(Math.max((local % day) - opens, 0), workday)
  return (weeks * 5 + Math.min(weekday, 5)) * workday + (weekday < 5 ? today : 0)
}

/** The inverse; between two days it is the end of the first. */
function momentOf(worked: number): number {
  const workdays = Math.ceil(worked / workday) - 1
  const days = Math.floor(workdays / 5) * 7 + (workdays % 5) - 3
  return days * day + opens + worked - workdays * workday
}

/** Days of the calendar in ms of working time. */
export const workingDays = (days: number): number => Math.ceil((days * 5) / 7) * workday
