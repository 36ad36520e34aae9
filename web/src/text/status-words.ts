import type { OwnStatus } from '../state/statuses.ts'
import { language } from './language.ts'
import { status as texts } from './status.ts'
import { clockTime, dayOf, dayWords } from './time-words.ts'

/** Until when it is; empty where it has no end. What ends at midnight ends with the day before, as people say it. */
export function untilWords({ endTime }: Pick<OwnStatus, 'endTime'>, now: number): string {
  if (endTime === null) return ''
  const at = new Date(endTime)
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0
  const day = isMidnight ? endTime - 1 : endTime
  const isToday = dayOf(day) === dayOf(now)
  if (isMidnight) return isToday ? texts.onlyToday : texts.through(dayWords(day, now, language.value))
  const clock = clockTime(endTime, language.value)
  return texts.until(isToday ? clock : `${dayWords(day, now, language.value)} ${clock}`)
}
