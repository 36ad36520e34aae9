import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import { Failure } from '../../../contract/failures.ts'
import type { searchMsg } from '../../../contract/search.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import { termsOf } from '../../lib/search-tokens.ts'
import type { Store } from '../../store/store.ts'
import type { Place } from '../messages/place.ts'
import type { Show } from '../messages/message-views.ts'
import { readableSpans } from '../log/spans.ts'
import type { People } from '../people/people.ts'
import { createHitWire } from './wire.ts'

type Needs = { store: Pick<Store, 'conversations' | 'search'>; people: People; show: Show }
type Query = Input<typeof searchMsg>['query']

/** From this type on, messages carry a file. */
const firstFileType = 2

const missing = (name: string, expected: string) => new Failure('request.invalid', { name, expected })

/** Finding messages in what a person may read. */
export function createSearch({ store, people, show }: Needs) {
  const hitWire = createHitWire({ store, people, show })

  /** The conversations to look into: all of the viewer's, those of one kind, or one. */
  async function placesOf(viewer: Viewer, { miniType, targetId }: Query): Promise<Place[]> {
    if (targetId === undefined) {
      const all = await store.search.places(viewer.user.id)
      return all.filter(
        ({ conversation: { kind } }) => miniType === undefined || (miniType === 1100) === (kind === 'direct'),
      )
    }
    if (miniType === undefined) throw missing('miniType', '应与 targetId 一起给出')
    const conversation =
      miniType === 1100
        ? await store.conversations.findDirect(viewer.user.id, targetId)
        : await store.conversations.find(targetId)
    if (!conversation || (conversation.kind === 'direct') !== (miniType === 1100))
      throw new Failure('conversation.unknown')
    const member = await store.conversations.member(conversation.id, viewer.user.id)
    if (!member) throw new Failure('conversation.unknown')
    return [{ conversation, member }]
  }

  return {
    async messages(viewer: Viewer, query: Query, url: Url): Promise<z.output<(typeof searchMsg)['reply']>> {
      const { keyword, senderId, type, from, to, page, size } = query
      if (keyword === '' && senderId === undefined && (type ?? 0) < firstFileType)
        throw missing('keyword', '应为搜索词')
      const places = await placesOf(viewer, query)
      // A sign of quotation that was typed first, or what nobody sees, stands in no text.
      if (keyword !== '' && termsOf(keyword).length === 0) return { totalElements: 0, totalPages: 0, data: [] }
      const { messages, total } = await store.search.messages({
        askerId: viewer.user.id,
        places: places.map(({ conversation, member }) => ({
          conversationId: conversation.id,
          spans: readableSpans(member, conversation),
          untilChange: member.leftChange,
        })),
        keyword,
        senderId,
        type,
        from,
        to,
        skip: (page - 1) * size,
        limit: size,
      })
      return {
        totalElements: total,
        totalPages: Math.ceil(total / size),
        data: await hitWire(messages, viewer, places, url),
      }
    },
  }
}

export type Search = ReturnType<typeof createSearch>
