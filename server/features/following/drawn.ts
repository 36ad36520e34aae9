import type { z } from 'zod'
import type { SearchHit } from '../../../contract/search.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import { isReadable, readableSpans } from '../log/spans.ts'
import type { Show } from '../messages/message-views.ts'
import type { Places } from '../messages/place.ts'
import type { People } from '../people/people.ts'
import { createHitWire } from '../search/wire.ts'

type Needs = { store: Pick<Store, 'conversations'>; people: People; places: Places; show: Show }

/**
 * Messages of several conversations with where they stand, in the order given; without what this person may not read.
 */
export function createDrawn({ store, people, places, show }: Needs) {
  const hitWire = createHitWire({ store, people, show })
  return async (messages: readonly Message[], viewer: Viewer, url: Url): Promise<z.output<typeof SearchHit>[]> => {
    const ids = [...new Set(messages.map(({ conversationId }) => conversationId))]
    const known = (await Promise.all(ids.map(id => places.place(id, viewer.user.id)))).filter(
      place => place !== undefined,
    )
    const spans = new Map(
      known.map(({ conversation, member }) => [conversation.id, readableSpans(member, conversation)]),
    )
    const readable = messages.filter(({ conversationId, seq }) => isReadable(spans.get(conversationId) ?? [], seq))
    return hitWire(readable, viewer, known, url)
  }
}

export type Drawn = ReturnType<typeof createDrawn>
