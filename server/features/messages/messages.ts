import type { Bus } from '../../bus/bus.ts'
import type { Ration } from '../../lib/ration.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { People } from '../people/people.ts'
import { createAnchors } from './anchors.ts'
import { createCharge } from './charge.ts'
import { createPublishChange } from './publish-change.ts'
import { createEdit } from './edit.ts'
import { createFanOut } from './fan-out.ts'
import { createForward } from './forward.ts'
import { createHistory } from './history.ts'
import { createMarkable } from './markable.ts'
import { createPins } from './pins.ts'
import { createPlaces } from './place.ts'
import { createQuoting } from './quoting.ts'
import { createReact } from './react.ts'
import { createRecall } from './recall.ts'
import { createReceipts } from './receipts.ts'
import { createReplies } from './replies.ts'
import { createSend } from './send.ts'
import { createShow } from './message-views.ts'

type Needs = {
  store: Store
  bus: Bus
  people: People
  files: Files
  ration: Pick<Ration, 'person'>
  recallWindow: number
  editWindow: number
  clock: () => number
}

/** Members of the largest group in which one sees who is typing: nobody follows that in a larger one. */
const signalledMembers = 100

/** Everything one can do with messages. */
export function createMessages({ store, bus, people, files, ration, recallWindow, editWindow, clock }: Needs) {
  const fanOut = createFanOut({ store, bus })
  const charge = createCharge({ ration, fanOut })
  const places = createPlaces({ store, people })
  const show = createShow({ store, people, files })
  const markable = createMarkable({ store, people, places, charge })
  const publishChange = createPublishChange({ store, bus, fanOut, show })
  const quote = createQuoting({ store, bus, places, show })
  const send = createSend({ store, people, files, fanOut, charge, quote, clock })
  return {
    ...send,
    ...createForward({ store, people, places, show, charge, send }),
    ...createReceipts({ store, bus, places }),
    ...createRecall({ store, files, places, charge, publishChange, recallWindow, clock }),
    ...createEdit({ store, people, places, charge, publishChange, editWindow, clock }),
    ...createReact({ store, markable, publishChange, clock }),
    ...createReplies({ store, places, show }),
    ...createPins({ store, bus, people, places, markable, show, publishChange, clock }),
    /** For what changes groups: tells of it and of its line, in the order of the log. */
    fanOut,
    charge,
    history: createHistory({ store, places, charge, show, anchors: createAnchors({ clock }) }),
    places,
    /** What is drawn of messages beside themselves. */
    show,

    /** Whom a passing signal, such as typing, would reach: nobody where the viewer could not send. */
    async mayReach(
      viewer: Viewer,
      { receiverId, miniType }: { receiverId: number; miniType: 1100 | 1101 },
    ): Promise<readonly number[]> {
      if (miniType === 1100) return (await people.mayTalk(viewer.user.id, receiverId)) ? [receiverId] : []
      if ((await fanOut.members(receiverId)).length > signalledMembers) return []
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
