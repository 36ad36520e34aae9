import { failures } from '../../../contract/failures.ts'
import { general } from './general.ts'
import { language } from './language.ts'

/** Failures whose Chinese words may have something filled in, each as a pattern that finds it again. */
const known = Object.values(failures).map(({ zh, en }) => {
  const names: string[] = []
  const pattern = zh.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name)
    return '(.+)'
  })
  return { pattern: new RegExp(`^${pattern}$`), names, en }
})

/** The server speaks Chinese; the contract knows the same in English. */
function inEnglish(message: string): string {
  for (const { pattern, names, en } of known) {
    const found = pattern.exec(message)
    if (found) return names.reduce((text, name, index) => text.replace(`{${name}}`, found[index + 1] ?? ''), en)
  }
  return message
}

/** What went wrong, in words for a person. */
export function failureText(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown, message?: unknown }
  // Code 0: there was no answer at all. What has no code is a bug, and its words are none for a person.
  if (code === 0) return general.offlineFailure
  if (typeof code !== 'number' || typeof message !== 'string' || message === '') return general.unknownFailure
  return language.value === 'en' ? inEnglish(message) : message
}
