import { shallowRef } from 'vue'
import type { ConversationKey } from '../../sync/conversation-key.ts'

/** What is being searched: everything, or one conversation; undefined while the panel is closed. */
export const searching = shallowRef<{ within: ConversationKey | undefined }>()

export const openSearch = (within?: ConversationKey): void => {
  searching.value = { within }
}
export const closeSearch = (): void => {
  searching.value = undefined
}
