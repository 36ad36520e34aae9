import type { Bus, Face, UserEvent } from '../../bus/bus.ts'
import type { Group } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import { isReadable, readableSpans } from '../log/spans.ts'

/** Groups whose members are remembered. */
const groupsKept = 10_000

/**
 * Tells those who may read a message of it, in the log's order. Members are remembered under the version that the
 * commit named; where it is another one, those who could read that very place are asked for.
 */
export function createFanOut({ store, bus }: { store: Store; bus: Bus }) {
  const members = new Map<number, { version: number; userIds: number[] }>()
  const reading = new Map<number, Promise<{ userIds: number[] }>>()
  const faces = new Map<number, Face>()
  const behind = new Map<number, Promise<void>>()

  const rememberFace = (face: Face) => {
    if (faces.size >= groupsKept) faces.clear()
    faces.set(face.id, face)
    return face
  }

  // Comes in the order of the commits, as everything that is published of a group does.
  bus.onUsers((_userIds, event) => {
    if (event.type === 'conversationChanged' && event.change.what === 'info') rememberFace(faceOf(event.change.group))
  })

  const readersAt = async ({ conversationId, seq }: Message) => {
    const all = await store.conversations.members(conversationId)
    return all
      .filter(member =>
        isReadable([...member.pastSpans, { from: member.joinedSeq + 1, to: member.leftSeq ?? seq }], seq),
      )
      .map(member => member.userId)
  }

  const readMembers = async (groupId: number) => {
    const found = await store.conversations.memberIds(groupId)
    if (members.size >= groupsKept) members.clear()
    if ((members.get(groupId)?.version ?? 0) < found.version) members.set(groupId, found)
    return found
  }

  /** The same for many who ask at once. */
  const readTogether = (groupId: number) => {
    const asked = reading.get(groupId)
    if (asked) return asked
    const begun = readMembers(groupId).finally(() => reading.delete(groupId))
    reading.set(groupId, begun)
    return begun
  }

  /** Who was in a group of this version, when this message was stored. */
  const membersAt = async (message: Message, version: number): Promise<readonly number[]> => {
    const known = members.get(message.conversationId)
    if (known?.version === version) return known.userIds
    const found = await readMembers(message.conversationId)
    return found.version === version ? found.userIds : readersAt(message)
  }

  /** What is told of one group is told in the order it was handed in. */
  const inTurn = (groupId: number, tell: () => Promise<void>): void => {
    const done = (behind.get(groupId) ?? Promise.resolve())
      .then(tell)
      // They catch up by reading: nobody waits for this who could be told of a fault.
      .catch(() => {
        members.delete(groupId)
      })
      .then(() => {
        if (behind.get(groupId) === done) behind.delete(groupId)
      })
    behind.set(groupId, done)
  }

  /** A group's name and picture. */
  async function face(groupId: number): Promise<Face> {
    const known = faces.get(groupId)
    if (known) return known
    const group = await store.conversations.group(groupId)
    // What was published in the meantime is newer than what was read.
    return faces.get(groupId) ?? (group ? rememberFace(faceOf(group)) : { id: groupId, name: '', avatar: null })
  }

  /** A message shows the group as it is when the message goes out: a name before must not come after the new one. */
  const publish = (userIds: readonly number[], message: Message, event: UserEvent) => {
    const current = faces.get(message.conversationId)
    bus.toUsers(
      userIds,
      event.type === 'message' && current && event.group !== current ? { ...event, group: current } : event,
    )
  }

  return {
    /** Publishes a new message of a conversation that had `version` when it was stored. */
    stored(message: Message, version: number, event: UserEvent): void {
      if (message.kind === 'direct') return bus.toUsers([...new Set([message.receiverId, message.senderId])], event)
      const id = message.conversationId
      const known = members.get(id)
      if (known?.version === version && !behind.has(id)) return publish(known.userIds, message, event)
      inTurn(id, async () => publish(await membersAt(message, version), message, event))
    },

    inTurn,
    membersAt,

    /** Those in the conversation now who may read this message. */
    async readersNow({ conversationId, seq }: Message): Promise<number[]> {
      const all = await store.conversations.members(conversationId)
      return all
        .filter(member => member.leftSeq === null && isReadable(readableSpans(member, { lastSeq: seq }), seq))
        .map(member => member.userId)
    },

    face,
    knownFace: (groupId: number) => faces.get(groupId),

    /** Who is in a group, as of what was last told there: to weigh by, not to tell. In the order of their ids. */
    members: async (groupId: number): Promise<readonly number[]> =>
      members.get(groupId)?.userIds ?? (await readTogether(groupId)).userIds,
    knownMembers: (groupId: number): readonly number[] | undefined => members.get(groupId)?.userIds,
  }
}

const faceOf = ({ id, name, avatar }: Group): Face => ({ id, name, avatar })

export type FanOut = ReturnType<typeof createFanOut>
