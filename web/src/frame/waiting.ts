import { reactive } from 'vue'

/** How much waits in each area, for the rail, the bar and the title. */
export const waiting = reactive({ messages: 0, contacts: 0, home: 0, me: 0 })
