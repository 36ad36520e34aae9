import type { z } from 'zod'
import type { SearchHit } from '../../../contract/search.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Member, Message, Store } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { Place } from '../messages/place.ts'
import { stateFor } from '../messages/state.ts'
import { rowWire } from '../messages/wire.ts'
import type { People } from '../people/people.ts'

type Needs = { store: Pick<Store, 'conversations'>, people: People, files: Files }
type Face = { id: number, name: string, avatar: string | null }
/** The conversation of some hits, as its members see it. */
type Around = { targetId: number, face: Face, members: Member[] }

/** Draws hits: each a row of its history, with the conversation it stands in. */
export function createHitWire({ store, people, files }: Needs) {
  async function aroundOf({ conversation, member }: Place, message: Message, viewerId: number): Promise<Around> {
    if (conversation.kind === 'direct') {
      const targetId = message.senderId === viewerId ? message.receiverId : message.senderId
      return { targetId, face: await people.face(targetId), members: await store.conversations.members(conversation.id) }
    }
    const group = await store.conversations.group(conversation.id)
    return { targetId: conversation.id, face: { id: conversation.id, name: group?.name ?? '', avatar: group?.avatar ?? null }, members: [member] }
  }

  return async (messages: readonly Message[], viewer: Viewer, places: readonly Place[], url: Url): Promise<z.output<typeof SearchHit>[]> => {
    const found = new Map(messages.map(message => [message.conversationId, message]))
    const [around, faces, carried] = await Promise.all([
      Promise.all(places.flatMap(place => {
        const message = found.get(place.conversation.id)
        return message ? [aroundOf(place, message, viewer.user.id).then(seen => [place.conversation.id, seen] as const)] : []
      })).then(entries => new Map(entries)),
      people.faces([...new Set(messages.map(message => message.senderId))]),
      files.findMany(messages.flatMap(message => message.fileId ?? [])),
    ])
    return messages.flatMap(message => {
      const seen = around.get(message.conversationId)
      if (!seen) return []
      const sender = faces.get(message.senderId) ?? { id: message.senderId, name: '', avatar: null }
      return [{
        ...rowWire({ message, sender, files: [...carried.values()], quoted: null, reactions: [] }, stateFor(message, viewer.user.id, seen.members), url),
        miniType: message.kind === 'direct' ? 1100 : 1101,
        targetId: seen.targetId,
        otherName: seen.face.name,
        otherAvatar: faceUrl(url, seen.face),
      }]
    })
  }
}
