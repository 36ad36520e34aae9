import type { Bus } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { People } from '../people/people.ts'
import { createAnchors } from './anchors.ts'
import { createFanOut } from './fan-out.ts'
import { createHistory } from './history.ts'
import { createPlaces } from './place.ts'
import { createRecall } from './recall.ts'
import { createReceipts } from './receipts.ts'
import { createSend } from './send.ts'

type Needs = { store: Store, bus: Bus, people: People, files: Files, recallWindow: number, clock: () => number }

/** Everything one can do with messages. */
export function createMessages({ store, bus, people, files, recallWindow, clock }: Needs) {
  const fanOut = createFanOut({ store, bus })
  const places = createPlaces(store)
  return {
    ...createSend({ store, people, files, fanOut, clock }),
    ...createReceipts({ store, bus, places }),
    ...createRecall({ store, bus, people, places, fanOut, recallWindow, clock }),
    /** For what changes groups: tells of it and of its line, in the order of the log. */
    fanOut,
    history: createHistory({ store, people, files, places, anchors: createAnchors({ clock }) }),

    /** Whom a passing signal, such as typing, would reach: nobody where the viewer could not send. */
    async mayReach(viewer: Viewer, { receiverId, miniType }: { receiverId: number, miniType: 1100 | 1101 }): Promise<readonly number[]> {
      if (miniType === 1100) return await people.mayTalk(viewer.user.id, receiverId) ? [receiverId] : []
      const { userIds } = await store.conversations.memberIds(receiverId)
      return userIds.includes(viewer.user.id) ? userIds.filter(id => id !== viewer.user.id) : []
    },
  }
}

export type Messages = ReturnType<typeof createMessages>
