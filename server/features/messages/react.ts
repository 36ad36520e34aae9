import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Input } from '../../../contract/call.ts'
import type { reactMessage } from '../../../contract/messages.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import type { Charge } from './charge.ts'
import type { PublishChange } from './publish-change.ts'
import { lengthOf } from './merged.ts'
import type { Places } from './place.ts'
import { isReadable, readableSpans } from '../log/spans.ts'

type Needs = {
  store: Store
  people: People
  places: Places
  charge: Charge
  publishChange: PublishChange
  clock: () => number
}

const refusals = {
  unknown: 'message.unknown',
  recalled: 'message.recalled',
  tooMany: 'message.tooManyReactions',
  notMember: 'conversation.notMember',
  dissolved: 'group.dissolved',
} as const

/** Answering a message with an emoji. */
export function createReact({ store, people, places, charge, publishChange, clock }: Needs) {
  return {
    /** Adds or takes away one's own emoji; again is the same answer. Not on what the system says. */
    async react(
      viewer: Viewer,
      { miniType, targetId, seq, emoji, state }: Input<typeof reactMessage>['body'],
      url: Url,
    ) {
      const userId = viewer.user.id
      const place = await places.named(userId, { miniType, targetId })
      if (!place || !isReadable(readableSpans(place.member, place.conversation), seq))
        throw new Failure('message.unknown')
      if (miniType === 1100) await people.needTalk(userId, targetId)
      const conversationId = place.conversation.id
      const message = await store.messages.find(conversationId, seq)
      if (!message || message.extra?.event) throw new Failure('message.unknown')
      await charge.change(userId, message, lengthOf({ ...message, merged: message.extra?.merged }))
      const reacted = await store.messages.react({
        conversationId,
        seq,
        userId,
        emoji,
        isOn: state === 1,
        at: clock(),
        limit: limits.reactions,
      })
      if (!('message' in reacted)) throw new Failure(refusals[reacted.outcome], { limit: limits.reactions })
      return publishChange(viewer, reacted.message, reacted.outcome === 'changed', url)
    },
  }
}
