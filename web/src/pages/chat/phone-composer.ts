import { computed, nextTick, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useLayer } from '../../ui/layers.ts'
import type { Room } from './room.ts'

/** What lies below the field in place of the keyboard. */
export type PhonePanel = 'emoji' | 'more'

/** What a phone's composer shows: a panel below the field, or the bar that is held to talk in place of it. */
export function usePhoneComposer({ replying, editing, rewriting }: Room, field: Readonly<Ref<HTMLElement | null>>) {
  const panel = ref<PhonePanel>()
  const isTalking = ref(false)
  const close = () => {
    panel.value = undefined
  }
  useLayer(() => panel.value !== undefined, close)

  async function write(): Promise<void> {
    isTalking.value = false
    close()
    await nextTick()
    field.value?.focus()
  }

  // What is answered or edited is so in writing.
  watch([replying, editing, rewriting], given => {
    if (isTalking.value && given.some(each => each !== undefined)) void write()
  })

  return {
    panel: computed(() => panel.value),
    isTalking: computed(() => isTalking.value),
    close,
    /** The keyboard comes back where a panel goes by its button. */
    toggle(which: PhonePanel): void {
      if (which === panel.value) return void write()
      field.value?.blur()
      panel.value = which
    },
    talk(): void {
      close()
      isTalking.value = true
    },
    write,
  }
}
