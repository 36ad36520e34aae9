import { watchEffect } from 'vue'
import { useEngine } from '../session.ts'
import { general } from '../text/general.ts'
import { waiting } from './waiting.ts'

/** Counts what waits in the messages, on the rail, in the window's title and on the app's icon. */
export function useTitle(): void {
  const { conversations } = useEngine()
  watchEffect(onCleanup => {
    const assistants = conversations.assistants.value.reduce((sum, { count }) => sum + (count ?? 0), 0)
    waiting.messages = conversations.total.value + assistants
    const shown = waiting.messages > 99 ? '99+' : waiting.messages
    document.title = waiting.messages > 0 ? `(${shown}) ${general.product}` : general.product
    void navigator.setAppBadge?.(waiting.messages).catch(() => undefined)
    onCleanup(() => {
      document.title = general.product
      void navigator.clearAppBadge?.().catch(() => undefined)
    })
  })
}
