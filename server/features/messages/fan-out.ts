import type { Bus, Face, UserEvent } from '../../bus/bus.ts'
import type { Message, Store } from '../../store/store.ts'
import { isReadable, readableSpans } from './spans.ts'

/** Groups whose members are remembered. */
const groupsKept = 10_000

/**
 * Tells those who may read a message of it, in the log's order. Members are remembered under the version that the
 * commit named; where it is another one, those who could read that very place are asked for.
 */
export function createFanOut({ store, bus }: { store: Store, bus: Bus }) {
  const members = new Map<number, { version: number, userIds: number[] }>()
  const faces = new Map<number, Face>()
  const behind = new Map<number, Promise<void>>()

  bus.onUsers((_userIds, event) => {
    if (event.type === 'conversationChanged' && event.change.what === 'info') faces.delete(event.change.groupId)
  })

  const readersAt = async ({ conversationId, seq }: Message) => {
    const all = await store.conversations.members(conversationId)
    return all.filter(member => isReadable([...member.pastSpans, { from: member.joinedSeq + 1, to: member.leftSeq ?? seq }], seq)).map(member => member.userId)
  }

  const load = async (message: Message, version: number) => {
    const found = await store.conversations.memberIds(message.conversationId)
    if (members.size >= groupsKept) members.clear()
    members.set(message.conversationId, found)
    return found.version === version ? found.userIds : readersAt(message)
  }

  /** After everything of this conversation that waits to be published, or at once. A fault is dropped: clients catch up. */
  const inOrder = (id: number, publish: () => Promise<void>): void => {
    const done = (behind.get(id) ?? Promise.resolve()).then(publish).catch(() => members.delete(id))
      .then(() => { if (behind.get(id) === done) behind.delete(id) })
    behind.set(id, done)
  }

  return {
    inOrder,
    /** Publishes a new message of a conversation that had `version` when it was stored. */
    stored(message: Message, version: number, event: UserEvent): void {
      if (message.kind === 'direct') return bus.toUsers([message.receiverId, message.senderId], event)
      const id = message.conversationId
      const known = members.get(id)
      if (known?.version === version && !behind.has(id)) return bus.toUsers(known.userIds, event)
      inOrder(id, async () => {
        const current = members.get(id)
        bus.toUsers(current?.version === version ? current.userIds : await load(message, version), event)
      })
    },

    /** Those in the conversation now who may read this message. */
    async readersNow({ conversationId, seq }: Message): Promise<number[]> {
      const all = await store.conversations.members(conversationId)
      return all.filter(member => member.leftSeq === null && isReadable(readableSpans(member, { lastSeq: seq }), seq)).map(member => member.userId)
    },

    /** A group's name and picture. */
    async face(groupId: number): Promise<Face> {
      const known = faces.get(groupId)
      if (known) return known
      const group = await store.conversations.group(groupId)
      const face = { id: groupId, name: group?.name ?? '', avatar: group?.avatar ?? null }
      if (faces.size >= groupsKept) faces.clear()
      faces.set(groupId, face)
      return face
    },
    knownFace: (groupId: number) => faces.get(groupId),
  }
}

export type FanOut = ReturnType<typeof createFanOut>
