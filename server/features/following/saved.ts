import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { findSaved, saveMessage } from '../../../contract/saved.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import { isReadable, readableSpans } from '../log/spans.ts'
import type { Places } from '../messages/place.ts'
import type { Drawn } from './drawn.ts'

type Needs = { store: Pick<Store, 'following' | 'messages'>; places: Places; drawn: Drawn; clock: () => number }

/** Messages that somebody put by for themselves. */
export function createSaved({ store, places, drawn, clock }: Needs) {
  return {
    /** Saves a message, or takes it out; again is no change. */
    async save(viewer: Viewer, { seq, state, ...target }: Input<typeof saveMessage>['body']): Promise<void> {
      const userId = viewer.user.id
      const place = await places.named(userId, target)
      if (!place) throw new Failure('message.unknown')
      const saved = { userId, conversationId: place.conversation.id, seq }
      if (state === 0) return store.following.forget(saved)
      const isThere = isReadable(readableSpans(place.member, place.conversation), seq)
      const message = isThere ? await store.messages.find(saved.conversationId, seq) : undefined
      if (!message || message.extra?.event) throw new Failure('message.unknown')
      const outcome = await store.following.save({ ...saved, at: clock(), limit: limits.savedMessages })
      if (outcome === 'recalled') throw new Failure('message.recalled')
      if (outcome === 'tooMany') throw new Failure('message.tooManySaved', { limit: limits.savedMessages })
    },

    /** What was saved last comes first. */
    async saved(
      viewer: Viewer,
      { to, page, size }: Input<typeof findSaved>['query'],
      url: Url,
    ): Promise<z.output<(typeof findSaved)['reply']>> {
      const found = await store.following.saved(viewer.user.id, { until: to, skip: (page - 1) * size, limit: size })
      const times = new Map(found.map(({ message, at }) => [nameOf(message), at]))
      const rows = await drawn(
        found.map(({ message }) => message),
        viewer,
        url,
      )
      return {
        data: rows.map(row => ({ ...row, savedTime: times.get(nameOf(row)) ?? 0 })),
        hasOlder: found.length === size,
      }
    },
  }
}

/** An id is one message of each sender. */
const nameOf = ({ senderId, id }: { senderId: number; id: string }) => `${senderId} ${id}`
