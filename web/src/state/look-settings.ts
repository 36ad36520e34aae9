import { computed, ref, watch, watchEffect } from 'vue'
import type { Ref } from 'vue'
import { storage } from '../storage.ts'
import { isPhone } from '../ui/screen.ts'

export const textSizes = ['small', 'usual', 'large', 'huge'] as const
export const densities = ['roomy', 'compact'] as const
export const sendKeys = ['enter', 'withControl'] as const

/** One of a few, kept on this device; the first given is what nobody chose. */
function kept<Name extends string>(name: string, usual: Name, choices: readonly Name[]): Ref<Name> {
  const key = `hongyan.${name}`
  const chosen = ref(choices.find(each => each === storage.getItem(key)) ?? usual) as Ref<Name>
  watch(chosen, value => storage.setItem(key, value))
  return chosen
}

export const textSize = kept('textSize', 'usual', textSizes)
export const density = kept('density', 'roomy', densities)
/** What sends at a keyboard; the other one begins a line. */
export const sendKey = kept('sendKey', 'enter', sendKeys)

/** Whether lists and messages stand close: for eyes and a mouse, not for thumbs. */
export const isCompact = computed(() => density.value === 'compact' && !isPhone.value)

/** Keeps the page as it was chosen; call once, before anything is drawn. */
export function followLook(): void {
  watchEffect(() => {
    document.documentElement.dataset.textSize = textSize.value
    document.documentElement.toggleAttribute('data-compact', isCompact.value)
  })
}
