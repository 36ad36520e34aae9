import { shallowReactive } from 'vue'
import { findReadList } from '../../../../contract/messages.ts'
import { ask } from '../../session.ts'

type ReadCount = { read: number; all: number }

/** How many have read one's own messages in groups, by message id; asked for only what is looked at. */
const counts = shallowReactive(new Map<string, ReadCount>())
const wanted = new Set<string>()
const askedAt = new Map<string, number>()
/** Calls at once, and ms for which an answer is good. */
const [atOnce, fresh] = [2, 10_000]
let running = 0

async function run(): Promise<void> {
  running += 1
  for (let [id] = wanted; id !== undefined; [id] = wanted) {
    wanted.delete(id)
    askedAt.set(id, performance.now())
    try {
      const { readCount, unreadCount } = await ask(findReadList, { query: { id, miniType: 1101 } })
      counts.set(id, { read: readCount, all: readCount + unreadCount })
    } catch {
      // It is a small sign: without an answer it says nothing, and asks again when it is looked at again.
      askedAt.delete(id)
    }
  }
  running -= 1
}

/** Reactive; undefined until it is known. */
export const readCountOf = (id: string): ReadCount | undefined => counts.get(id)

/** Asks for the number, unless it is fresh or will not change any more. */
export function wantReadCount(id: string, isUrgent = false): void {
  const known = counts.get(id)
  if (known && known.read >= known.all) return
  if (!isUrgent && performance.now() - (askedAt.get(id) ?? -Infinity) < fresh) return
  wanted.add(id)
  if (running < atOnce) void run()
}
