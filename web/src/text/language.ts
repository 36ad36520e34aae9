import { ref, watchEffect } from 'vue'
import { storage } from '../storage.ts'

export type Language = 'zh' | 'en'

const key = 'hongyan.language'

function initial(): Language {
  const before = storage.getItem(key)
  if (before === 'zh' || before === 'en') return before
  // Chinese unless the browser ranks English above it.
  const ranked = navigator.languages.map(tag => tag.slice(0, 2))
  const [zh, en] = [ranked.indexOf('zh'), ranked.indexOf('en')]
  return en >= 0 && (zh < 0 || en < zh) ? 'en' : 'zh'
}

/** The language of the interface; changing it changes every text at once. */
export const language = ref<Language>(initial())

/** For `Intl`, and for the page itself. */
export const localeOf = (chosen: Language): string => (chosen === 'zh' ? 'zh-CN' : 'en')

/** Keeps the page's `lang` right; call once. */
export const followLanguage = (): void =>
  void watchEffect(() => {
    document.documentElement.lang = localeOf(language.value)
  })

export function chooseLanguage(chosen: Language): void {
  language.value = chosen
  storage.setItem(key, chosen)
}
