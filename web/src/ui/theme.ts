import { computed, ref, watchEffect } from 'vue'
import { storage } from '../storage.ts'

export type Theme = 'system' | 'light' | 'dark'

const key = 'hongyan.theme'
const isDarkOutside = ref(false)

const before = storage.getItem(key)
/** What the person chose. */
export const theme = ref<Theme>(before === 'light' || before === 'dark' ? before : 'system')
/** What is shown. */
export const isDark = computed(() => (theme.value === 'system' ? isDarkOutside.value : theme.value === 'dark'))

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen
  storage.setItem(key, chosen)
}

/** Keeps the page in the chosen theme, also when the system changes its own; call once, before anything is drawn. */
export function followTheme(): void {
  const outside = matchMedia('(prefers-color-scheme: dark)')
  isDarkOutside.value = outside.matches
  outside.addEventListener('change', ({ matches }) => {
    isDarkOutside.value = matches
  })
  watchEffect(() => {
    document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light'
  })
}
