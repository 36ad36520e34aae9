import { ref } from 'vue'

/** Whether one is choosing what one says of oneself for a while; `StatusDialog` shows it. */
export const isStatusOpen = ref(false)
