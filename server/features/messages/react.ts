import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Input } from '../../../contract/call.ts'
import type { reactMessage } from '../../../contract/messages.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { Markable } from './markable.ts'
import type { PublishChange } from './publish-change.ts'

type Needs = {
  store: Store
  markable: Markable
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
export function createReact({ store, markable, publishChange, clock }: Needs) {
  return {
    /** Adds or takes away one's own emoji; again is the same answer. Not on what the system says. */
    async react(
      viewer: Viewer,
      { miniType, targetId, seq, emoji, state }: Input<typeof reactMessage>['body'],
      url: Url,
    ) {
      const userId = viewer.user.id
      const { conversationId } = await markable(userId, { miniType, targetId, seq })
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
