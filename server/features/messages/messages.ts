import type { Bus } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { People } from '../people/people.ts'
import { createAnchors } from './anchors.ts'
import { createPublishChange } from './publish-change.ts'
import { createEdit } from './edit.ts'
import { createFanOut } from './fan-out.ts'
import { createForward } from './forward.ts'
import { createHistory } from './history.ts'
import { createPlaces } from './place.ts'
import { createQuoting } from './quoting.ts'
import { createReact } from './react.ts'
import { createRecall } from './recall.ts'
import { createReceipts } from './receipts.ts'
import { createSend } from './send.ts'
import { createShow } from './message-views.ts'

type Needs = {
  store: Store
  bus: Bus
  people: People
  files: Files
  recallWindow: number
  editWindow: number
  clock: () => number
}

/** Everything one can do with messages. */
export function createMessages({ store, bus, people, files, recallWindow, editWindow, clock }: Needs) {
  const fanOut = createFanOut({ store, bus })
  const places = createPlaces({ store, people })
  const show = createShow({ store, people, files })
  const publishChange = createPublishChange({ store, bus, fanOut, show })
  const send = createSend({ store, people, files, fanOut, quote: createQuoting({ store, bus, places, show }), clock })
  return {
    ...send,
    ...createForward({ store, people, places, show, send }),
    ...createReceipts({ store, bus, places }),
    ...createRecall({ store, files, places, publishChange, recallWindow, clock }),
    ...createEdit({ store, people, places, publishChange, editWindow, clock }),
    ...createReact({ store, people, places, publishChange, clock }),
    /** For what changes groups: tells of it and of its line, in the order of the log. */
    fanOut,
    history: createHistory({ store, places, show, anchors: createAnchors({ clock }) }),
    places,
    /** What is drawn of messages beside themselves. */
    show,

    /** Whom a passing signal, such as typing, would reach: nobody where the viewer could not send. */
    async mayReach(
      viewer: Viewer,
      { receiverId, miniType }: { receiverId: number; miniType: 1100 | 1101 },
    ): Promise<readonly number[]> {
      if (miniType === 1100) return (await people.mayTalk(viewer.user.id, receiverId)) ? [receiverId] : []
      const [group, member, { userIds }] = await Promise.all([
        store.conversations.group(receiverId),
        store.conversations.member(receiverId, viewer.user.id),
        store.conversations.memberIds(receiverId),
      ])
      const mayWrite =
        group
        && !group.isDissolved
        && member?.leftSeq === null
        && member.silencedUntil <= clock()
        && (!group.isMuted || member.role !== 'member')
      return mayWrite ? userIds.filter(id => id !== viewer.user.id) : []
    },
  }
}

export type Messages = ReturnType<typeof createMessages>
