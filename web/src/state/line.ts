import { shallowRef } from 'vue'
import type { LineState } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'

/** Whether there is a line to the server; reactive. */
export function createLineState(hub: Hub) {
  const state = shallowRef<LineState>('connecting')
  hub.listen(fact => {
    if (fact.type === 'line') state.value = fact.state
  })
  return state
}
