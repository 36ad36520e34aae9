import { readonly, ref } from 'vue'
import { serverNow } from '../session.ts'

const current = ref(serverNow())
setInterval(() => {
  current.value = serverNow()
}, 30_000)

/** The present moment, to half a minute: for words such as "yesterday". Reactive. */
export const now = readonly(current)
