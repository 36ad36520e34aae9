import { Failure } from '../../../contract/failures.ts'
import type { Input } from '../../../contract/call.ts'
import type { editMessage } from '../../../contract/messages.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import type { Charge } from './charge.ts'
import type { PublishChange } from './publish-change.ts'
import type { Places } from './place.ts'
import { standingMentions } from './standing-mentions.ts'

type Needs = {
  store: Store
  people: People
  places: Places
  charge: Charge
  publishChange: PublishChange
  editWindow: number
  clock: () => number
}

const refusals = {
  unknown: 'message.unknown',
  notEditable: 'message.notEditable',
  recalled: 'message.recalled',
  tooLate: 'message.editTooLate',
  notMember: 'conversation.notMember',
  dissolved: 'group.dissolved',
  muted: 'group.muted',
  silenced: 'group.silenced',
} as const

/** Writing one's own text anew. */
export function createEdit({ store, people, places, charge, publishChange, editWindow, clock }: Needs) {
  return {
    /** The sender, where they could send now, within the window; the same text and mentions again change nothing. */
    async edit(viewer: Viewer, { id, content, atIds }: Input<typeof editMessage>['body'], url: Url) {
      const [message] = await places.messages(id, viewer.user.id)
      if (!message) throw new Failure('message.unknown')
      if (content.trim() === '') throw new Failure('message.empty')
      await charge.change(viewer.user.id, message, content.length)
      const isOwn = message.senderId === viewer.user.id
      if (isOwn && message.kind === 'direct') await people.needTalk(viewer.user.id, message.receiverId)
      const mentioned = atIds ?? (await standingMentions(people, message, content))
      const now = clock()
      const edited = await store.messages.edit({
        conversationId: message.conversationId,
        seq: message.seq,
        userId: viewer.user.id,
        content,
        atIds: mentioned.length > 0 ? mentioned : null,
        at: now,
        sentAfter: now - editWindow,
      })
      if (!('message' in edited))
        throw new Failure(refusals[edited.outcome], { hours: Math.round(editWindow / 360_000) / 10 })
      return publishChange(viewer, edited.message, edited.outcome === 'edited', url)
    },
  }
}
