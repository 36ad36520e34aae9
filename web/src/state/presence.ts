import { shallowReactive } from 'vue'
import type { Hub } from '../sync/hub.ts'

/** Who is online, of those that the server tells this person of. */
export function createPresence(hub: Hub) {
  const online = shallowReactive(new Map<number, boolean>())

  hub.listen(fact => {
    if (fact.type === 'presence') online.set(fact.userId, fact.isOnline)
    // The list says who is online at its moment; without a line nobody knows.
    else if (fact.type === 'sessions') {
      for (const row of fact.rows) if (row.miniType === 1100 && row.senderId !== null && 'online' in row) online.set(row.senderId, Boolean(row.online))
    } else if (fact.type === 'line' && fact.state === 'offline') online.clear()
  })

  return {
    /** Reactive; undefined where it is not known. */
    isOnline: (userId: number): boolean | undefined => online.get(userId),
  }
}

export type Presence = ReturnType<typeof createPresence>
