import type { z } from 'zod'
import type { SearchHit } from '../../../contract/search.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Member } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { Place } from '../messages/place.ts'
import type { Show } from '../messages/message-views.ts'
import { stateFor } from '../log/delivery-state.ts'
import { rowWire } from '../messages/wire.ts'
import type { People } from '../people/people.ts'

type Needs = { store: Pick<Store, 'conversations'>; people: People; show: Show }
type Hit = z.output<typeof SearchHit>
type Face = { id: number; name: string; avatar: string | null }
/** The conversation of some hits, as its members see it. */
type Around = { targetId: number; face: Face; members: Member[] }

/** Draws hits: each a row of its history, with the conversation it stands in. */
export function createHitWire({ store, people, show }: Needs) {
  async function aroundOf({ conversation, member }: Place, message: Message, viewerId: number): Promise<Around> {
    if (conversation.kind === 'direct') {
      const targetId = message.senderId === viewerId ? message.receiverId : message.senderId
      return {
        targetId,
        face: await people.face(targetId),
        members: await store.conversations.members(conversation.id),
      }
    }
    const group = await store.conversations.group(conversation.id)
    return {
      targetId: conversation.id,
      face: { id: conversation.id, name: group?.name ?? '', avatar: group?.avatar ?? null },
      members: [member],
    }
  }

  /** The hits of one conversation, by their places. */
  async function hitsOf(
    place: Place,
    messages: readonly Message[],
    viewer: Viewer,
    url: Url,
  ): Promise<Map<number, Hit>> {
    const [first] = messages
    if (!first) return new Map()
    const [{ targetId, face, members }, rows] = await Promise.all([
      aroundOf(place, first, viewer.user.id),
      show(messages, place.member),
    ])
    return new Map(
      rows.map(shown => [
        shown.message.seq,
        {
          ...rowWire(shown, stateFor(shown.message, viewer.user.id, members), url),
          miniType: first.kind === 'direct' ? 1100 : 1101,
          targetId,
          otherName: face.name,
          otherAvatar: faceUrl(url, face),
        },
      ]),
    )
  }

  return async (messages: readonly Message[], viewer: Viewer, places: readonly Place[], url: Url): Promise<Hit[]> => {
    const byConversation = Map.groupBy(messages, message => message.conversationId)
    const hits = new Map(
      await Promise.all(
        places
          .filter(({ conversation }) => byConversation.has(conversation.id))
          .map(
            async place =>
              [
                place.conversation.id,
                await hitsOf(place, byConversation.get(place.conversation.id) ?? [], viewer, url),
              ] as const,
          ),
      ),
    )
    return messages.flatMap(({ conversationId, seq }) => hits.get(conversationId)?.get(seq) ?? [])
  }
}
