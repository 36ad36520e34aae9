import { Failure } from '../../../contract/failures.ts'
import type { Conversation, Member } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import { isReadable, readableSpans } from '../log/spans.ts'

/** A conversation as one person may see it. */
export type Place = { conversation: Conversation; member: Member }

/** Finds conversations and messages for a person; what they may not read is not there. */
export function createPlaces({ store, people }: { store: Store; people: Pick<People, 'sight'> }) {
  async function place(conversationId: number, userId: number): Promise<Place | undefined> {
    const [conversation, member] = await Promise.all([
      store.conversations.find(conversationId),
      store.conversations.member(conversationId, userId),
    ])
    return conversation && member && { conversation, member }
  }

  async function direct(userId: number, peerId: number): Promise<Place | undefined> {
    const conversation = await store.conversations.findDirect(userId, peerId)
    return conversation && place(conversation.id, userId)
  }

  return {
    place,
    direct,
    /**
     * A conversation by the wire's names for it; undefined where two people have not written to each other yet. Fails
     * with
     * `user.unknown` where this person may know nothing of the other, and `group.unknown` where they never were in it.
     */
    async named(
      userId: number,
      { miniType, targetId }: { miniType: 1100 | 1101; targetId: number },
    ): Promise<Place | undefined> {
      if (miniType === 1101) {
        const found = await place(targetId, userId)
        if (found?.conversation.kind === 'group') return found
        throw new Failure('group.unknown')
      }
      const found = await direct(userId, targetId)
      if (!found && !(await people.sight(userId, targetId))) throw new Failure('user.unknown')
      return found
    },
    /** The messages with this id that the person may read; their own first. Ids are unique per sender only. */
    async messages(id: string, userId: number): Promise<Message[]> {
      const readable: Message[] = []
      for (const message of await store.messages.findById(id)) {
        const found = await place(message.conversationId, userId)
        if (found && isReadable(readableSpans(found.member, found.conversation), message.seq)) readable.push(message)
      }
      return readable.sort((a, b) => Number(b.senderId === userId) - Number(a.senderId === userId))
    },
  }
}

export type Places = ReturnType<typeof createPlaces>
