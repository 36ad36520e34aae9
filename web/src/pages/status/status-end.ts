import type { EndName, Preset } from '../../text/status.ts'

/** The emoji of a preset, and when it is over if one says nothing else. */
export const presets: { name: Preset; emoji: string; end: EndName }[] = [
  { name: 'meeting', emoji: '📅', end: 'hour' },
  { name: 'out', emoji: '🚗', end: 'today' },
  { name: 'leave', emoji: '🌴', end: 'never' },
  { name: 'remote', emoji: '🏠', end: 'today' },
  { name: 'quiet', emoji: '⛔', end: 'hour' },
  { name: 'focus', emoji: '🎧', end: 'hour' },
  { name: 'meal', emoji: '🍚', end: 'half' },
  { name: 'sick', emoji: '🤒', end: 'today' },
]
export const endNames = ['never', 'half', 'hour', 'today', 'week', 'own'] as const

/** Stands for who gave words alone. */
export const usualEmoji = '💬'

const minute = 60_000
/** Minutes between two times that one chooses from. */
const step = 15

/** The beginning of the day that is so many days from that of `now`, where the viewer is. */
export function dayFrom(now: number, days: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

/** When it ends, if one chooses so at `now`: Unix ms, null for never. A week ends with its Sunday. */
export function endOf(name: Exclude<EndName, 'own'>, now: number): number | null {
  switch (name) {
    case 'never':
      return null
    case 'half':
      return now + 30 * minute
    case 'hour':
      return now + 60 * minute
    case 'today':
      return dayFrom(now, 1)
    case 'week':
      return dayFrom(now, ((7 - new Date(now).getDay()) % 7) + 1)
  }
}

/** Minutes after midnight that one can choose on a day: those that lie ahead, and `chosen` if it is none of them. */
export function timesOf(day: number, now: number, chosen: number): number[] {
  const all = Array.from({ length: (24 * 60) / step }, (_, index) => index * step)
  const times = all.filter(time => atTime(day, time) > now)
  return times.includes(chosen) ? times : [...times, chosen].sort((one, other) => one - other)
}

/** So many minutes after midnight of a day, by the clock on the wall. */
export function atTime(day: number, time: number): number {
  const date = new Date(day)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 0, time).getTime()
}

/** The next whole hour, and the day it is on. */
export function nextHour(now: number): { day: number; time: number } {
  const at = new Date(now + 60 * minute)
  return { day: dayFrom(at.getTime(), 0), time: at.getHours() * 60 }
}
