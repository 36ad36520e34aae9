import { Failure } from '../../../contract/failures.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { Charge } from './charge.ts'
import type { PublishChange } from './publish-change.ts'
import type { Places } from './place.ts'

type Needs = {
  store: Store
  files: Pick<Files, 'released'>
  places: Places
  charge: Charge
  publishChange: PublishChange
  recallWindow: number
  clock: () => number
}

const refusals = { unknown: 'message.unknown', notYours: 'message.notYours', tooLate: 'message.tooLate' } as const

/** Taking a message back: its content is gone for everyone, its place stays. */
export function createRecall({ store, files, places, charge, publishChange, recallWindow, clock }: Needs) {
  return {
    /**
     * The sender within the window, a group's owner and managers at any time; again is the same answer. Of several with
     * this id the one of `senderId`.
     */
    async recall(
      viewer: Viewer,
      { id, senderId }: { id: string; senderId?: number | null | undefined },
      kind: Message['kind'],
      url: Url,
    ) {
      const found = (await places.messages(id, viewer.user.id)).filter(message => message.kind === kind)
      // COMPAT: its own user may stand there whoever wrote it.
      const message = found.find(one => one.senderId === senderId) ?? found[0]
      if (!message) throw new Failure('message.unknown')
      await charge.change(viewer.user.id, message, 0)
      const recalled = await store.messages.recall({
        conversationId: message.conversationId,
        seq: message.seq,
        userId: viewer.user.id,
        sentAfter: clock() - recallWindow,
        at: clock(),
      })
      if (!('message' in recalled))
        throw new Failure(refusals[recalled.outcome], { minutes: Math.round(recallWindow / 60_000) })
      if (recalled.outcome === 'recalled') files.released(recalled.released)
      return publishChange(viewer, recalled.message, recalled.outcome === 'recalled', url)
    },
  }
}
