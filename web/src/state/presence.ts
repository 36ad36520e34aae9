import { shallowReactive } from 'vue'
import { findOnline } from '../../../contract/directory.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { createDebounce } from '../sync/debounce.ts'
import type { Hub } from '../sync/hub.ts'

/** People asked for in one call. */
const atOnce = 500

/** Who is online: asked for when somebody is first looked at, and heard from then on. */
export function createPresence({ hub, ask }: { hub: Hub; ask: Ask }) {
  const online = shallowReactive(new Map<number, boolean>())
  const asked = new Set<number>()
  const queue = new Set<number>()
  const asking = createDebounce(50, () => void askNext().catch(passAway))

  async function askNext(): Promise<void> {
    const ids = [...queue].slice(0, atOnce)
    for (const id of ids) queue.delete(id)
    if (ids.length === 0) return
    const heard = new Map(online)
    const found = new Set(await ask(findOnline, { query: { ids: ids.join(',') } }))
    // What came over the line meanwhile is newer.
    for (const id of ids) if (online.get(id) === heard.get(id)) online.set(id, found.has(id))
    if (queue.size > 0) asking.soon()
  }

  hub.listen(fact => {
    if (fact.type === 'presence') {
      online.set(fact.userId, fact.isOnline)
    } else if (fact.type === 'line' && fact.state !== 'connecting') {
      // Without a line nobody knows; with a new one everybody is asked for again.
      asked.clear()
      online.clear()
    }
  })

  return {
    /** Reactive; undefined where it is not known. */
    isOnline(userId: number): boolean | undefined {
      const known = online.get(userId)
      if (known === undefined && !asked.has(userId)) {
        asked.add(userId)
        queue.add(userId)
        asking.soon()
      }
      return known
    },
    stop: asking.stop,
  }
}

export type Presence = ReturnType<typeof createPresence>

/** It is a decoration: nobody is told that it could not be read. */
function passAway(error: unknown): void {
  if (!(error instanceof ApiFailure)) throw error
}
