import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Message, Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import type { FanOut } from './fan-out.ts'
import type { Places } from './place.ts'
import { bare, rowWire } from './wire.ts'

type Needs = { store: Store, bus: Bus, people: People, places: Places, fanOut: FanOut, recallWindow: number, clock: () => number }

const refusals = { unknown: 'message.unknown', notYours: 'message.notYours', tooLate: 'message.tooLate' } as const

/** Taking a message back: its content is gone for everyone, its place stays. */
export function createRecall({ store, bus, people, places, fanOut, recallWindow, clock }: Needs) {
  return {
    /** The sender within the window, a group's owner at any time; again is the same answer. */
    async recall(viewer: Viewer, id: string, kind: Message['kind'], url: Url) {
      const candidates = (await places.messages(id, viewer.user.id)).filter(message => message.kind === kind)
      const message = candidates[0]
      if (!message) throw new Failure('message.unknown')
      const recalled = await store.messages.recall({
        conversationId: message.conversationId, seq: message.seq, userId: viewer.user.id, sentAfter: clock() - recallWindow,
      })
      if (!('message' in recalled)) throw new Failure(refusals[recalled.outcome], { minutes: Math.round(recallWindow / 60_000) })
      const sender = await people.face(message.senderId)
      if (recalled.outcome === 'recalled') {
        const group = kind === 'group' ? await fanOut.face(message.conversationId) : null
        bus.toUsers(await fanOut.readersAt(message), { type: 'messageChanged', ...bare(recalled.message, sender), group })
      }
      return rowWire(bare(recalled.message, sender), 6, url)
    },
  }
}
