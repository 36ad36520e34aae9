import { readonly, ref } from 'vue'

const current = ref(Date.now())
setInterval(() => { current.value = Date.now() }, 30_000)

/** The present moment, to half a minute: for words such as "yesterday". Reactive. */
export const now = readonly(current)
