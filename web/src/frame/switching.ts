import { ref, shallowRef } from 'vue'

/** What the switcher looks among. */
export type Scope = 'all' | 'people' | 'groups' | 'messages'

/** How the switcher was opened; undefined while it is closed. */
export const switching = shallowRef<{ typed: string; scope: Scope }>()

/** Whether the list of keys is shown. */
export const isHelpOpen = ref(false)

/** Opens the switcher, with something to look for already typed. */
export function openSwitcher(typed = '', scope: Scope = 'all'): void {
  switching.value = { typed, scope }
}
export function closeSwitcher(): void {
  switching.value = undefined
}
