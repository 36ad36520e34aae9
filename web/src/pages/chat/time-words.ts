import type { Language } from '../../text/language.ts'

const localeOf = (language: Language) => language === 'zh' ? 'zh-CN' : 'en'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), options)
  formats.set(key, known)
  return known.format(at)
}

/** The day that a moment lies in, where the viewer is: two moments of one day have the same. */
export const dayOf = (at: number): number => {
  const date = new Date(at)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}

const relative = new Map<Language, Intl.RelativeTimeFormat>()

/** 今天, 昨天, as the language says it. */
function nearDay(days: number, language: Language): string {
  const known = relative.get(language) ?? new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  relative.set(language, known)
  const text = known.format(-days, 'day')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const date = (at: number, now: number, language: Language) =>
  new Date(at).getFullYear() === new Date(now).getFullYear()
    ? format(at, language, { month: language === 'zh' ? 'long' : 'short', day: 'numeric' })
    : format(at, language, { year: 'numeric', month: language === 'zh' ? 'numeric' : 'short', day: 'numeric' })

/** `14:05`, `2:05 PM`. */
export const clockTime = (at: number, language: Language): string =>
  format(at, language, language === 'zh' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { hour: 'numeric', minute: '2-digit' })

/** When something was, in a list: today its time, then yesterday, the weekday within a week, else the date. */
export function listTime(at: number, now: number, language: Language): string {
  const days = dayOf(now) - dayOf(at)
  if (days <= 0) return clockTime(at, language)
  if (days === 1) return nearDay(days, language)
  return days < 7 ? format(at, language, { weekday: language === 'zh' ? 'long' : 'short' }) : date(at, now, language)
}

/** The day above its messages. */
export function dayWords(at: number, now: number, language: Language): string {
  const days = dayOf(now) - dayOf(at)
  if (days === 0 || days === 1) return nearDay(days, language)
  const weekday = format(at, language, { weekday: language === 'zh' ? 'long' : 'short' })
  return days > 1 && days < 7 ? weekday : `${date(at, now, language)}${language === 'zh' ? ' ' : ', '}${weekday}`
}

/** A moment, to the minute. */
export const fullTime = (at: number, language: Language): string =>
  format(at, language, { year: 'numeric', month: language === 'zh' ? 'long' : 'short', day: 'numeric', hour: language === 'zh' ? '2-digit' : 'numeric', minute: '2-digit', ...language === 'zh' ? { hourCycle: 'h23' as const } : {} })

/** `0:07`, `1:02:30`. */
export function lengthWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
