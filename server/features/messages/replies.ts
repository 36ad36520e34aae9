import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { countReplies, findReplies } from '../../../contract/replies.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import { stateFor } from '../log/delivery-state.ts'
import { clip, isReadable, readableSpans } from '../log/spans.ts'
import type { Show } from './message-views.ts'
import type { Places } from './place.ts'
import { rowWire } from './wire.ts'

type Needs = { store: Store; places: Places; show: Show }

/** What was said in answer to a message, wherever in the log it stands. */
export function createReplies({ store, places, show }: Needs) {
  return {
    /** How many answers each of these messages has that this person may read. */
    async countReplies(
      viewer: Viewer,
      { seqs, ...target }: Input<typeof countReplies>['body'],
    ): Promise<z.output<(typeof countReplies)['reply']>> {
      const place = await places.named(viewer.user.id, target)
      if (!place) return { data: [] }
      const spans = readableSpans(place.member, place.conversation)
      const counts = await store.messages.replyCounts(
        place.conversation.id,
        seqs.filter(seq => isReadable(spans, seq)),
        spans,
        limits.repliesCounted,
      )
      return { data: [...counts].map(([seq, count]) => ({ seq, count })) }
    },

    /** A message and the answers to it, newest first. */
    async replies(
      viewer: Viewer,
      { seq, beforeSeq, size, ...target }: Input<typeof findReplies>['body'],
      url: Url,
    ): Promise<z.output<(typeof findReplies)['reply']>> {
      const userId = viewer.user.id
      const place = await places.named(userId, target)
      if (!place) throw new Failure('message.unknown')
      const { conversation, member } = place
      const all = readableSpans(member, conversation)
      const message = isReadable(all, seq) ? await store.messages.find(conversation.id, seq) : undefined
      if (!message || message.extra?.event) throw new Failure('message.unknown')
      const spans = beforeSeq === undefined ? all : clip(all, 0, beforeSeq - 1)
      const [found, members] = await Promise.all([
        store.messages.replies(conversation.id, seq, spans, size + 1),
        conversation.kind === 'direct' ? store.conversations.members(conversation.id) : [member],
      ])
      const [shown, ...replies] = await show([message, ...found.slice(0, size)], member)
      if (!shown) throw new Failure('message.unknown')
      const wire = (one: typeof shown) => rowWire(one, stateFor(one.message, userId, members), url)
      return { message: wire(shown), data: replies.map(wire), hasOlder: found.length > size }
    },
  }
}
