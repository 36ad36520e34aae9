import { shallowRef } from 'vue'

/** The selection of messages on the page: it ends when what was selected is sent on. */
export const shownSelection = shallowRef<{ end(): void }>()
