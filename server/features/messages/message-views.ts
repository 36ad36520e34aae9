import type { Face, Shown } from '../../bus/bus.ts'
import type { Message, Pin, Reaction } from '../../store/messages.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { People } from '../people/people.ts'
import { visibleVersion, type Reader } from '../log/visible-version.ts'

type Needs = { store: Pick<Store, 'messages'>; people: People; files: Files }

const isIn: Reader = { leftChange: null }

/** Ids of the files that a message carries, or that were forwarded in it. */
const fileIdsOf = ({ fileId, extra }: Message) =>
  [fileId, ...(extra?.merged?.items.map(item => item.fileId) ?? [])].filter(id => id !== null)

/** Finds what is drawn of messages beside themselves. */
export function createShow({ store, people, files }: Needs) {
  /**
   * Rows of one conversation, as this person may read them: one query for each kind of thing, whatever their number.
   */
  async function show(rows: readonly Message[], reader = isIn): Promise<Shown[]> {
    const messages = rows.map(row => visibleVersion(row, reader))
    const [quotes, reactions, pins] = await Promise.all([
      quotesOf(messages, reader),
      reactionsOf(messages, reader),
      pinsOf(messages, reader),
    ])
    const drawn = [...messages, ...quotes.values()]
    const [faces, found] = await Promise.all([
      people.faces([
        ...new Set([...drawn.map(({ senderId }) => senderId), ...[...pins.values()].map(({ userId }) => userId)]),
      ]),
      files.findMany([...messages.flatMap(fileIdsOf), ...[...quotes.values()].flatMap(({ fileId }) => fileId ?? [])]),
    ])
    const faceOf = (id: number): Face => faces.get(id) ?? { id, name: '', avatar: null }
    const fileOf = (id: number | null): StoredFile | null => (id === null ? undefined : found.get(id)) ?? null
    return messages.map(message => {
      const quoted = quotes.get(message.extra?.replySeq ?? 0)
      const pin = pins.get(message.seq)
      return {
        message,
        sender: faceOf(message.senderId),
        reactions: reactions.get(message.seq) ?? [],
        pin: pin ? { ...pin, name: faceOf(pin.userId).name } : null,
        files: fileIdsOf(message).flatMap(id => found.get(id) ?? []),
        quoted: quoted ? { message: quoted, sender: faceOf(quoted.senderId), file: fileOf(quoted.fileId) } : null,
      }
    })
  }

  /** What the rows reply to, by place. */
  async function quotesOf(messages: readonly Message[], reader: Reader): Promise<Map<number, Message>> {
    const seqs = messages.flatMap(({ extra }) => extra?.replySeq ?? [])
    const [first] = messages
    if (!first || seqs.length === 0) return new Map()
    const quotes = await store.messages.findMany(first.conversationId, seqs)
    return new Map(quotes.map(quote => [quote.seq, visibleVersion(quote, reader)]))
  }

  /** A reaction is a change of its row: rows that never changed have none. */
  async function reactionsOf(messages: readonly Message[], { leftChange }: Reader): Promise<Map<number, Reaction[]>> {
    const [first] = messages
    const seqs = messages.filter(({ change, recalledBy }) => change > 0 && recalledBy === null).map(({ seq }) => seq)
    if (!first || seqs.length === 0) return new Map()
    return store.messages.reactions(first.conversationId, seqs, leftChange ?? undefined)
  }

  /** The same for pins; who has left is told of none, for they would not hear that it is taken down. */
  async function pinsOf(messages: readonly Message[], { leftChange }: Reader): Promise<Map<number, Pin>> {
    const [first] = messages
    const seqs = new Set(messages.filter(({ change }) => change > 0).map(({ seq }) => seq))
    if (!first || seqs.size === 0 || leftChange !== null) return new Map()
    const pins = await store.messages.pins(first.conversationId)
    return new Map(pins.filter(({ seq }) => seqs.has(seq)).map(pin => [pin.seq, pin]))
  }

  return show
}

export type Show = ReturnType<typeof createShow>
