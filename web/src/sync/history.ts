import { findDirect, findGroup } from '../../../contract/messages.ts'
import type { Ask } from '../api/client.ts'
import { idOf, kindOf } from './conversation-key.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Position, Row } from './row.ts'
import type { Span } from './spans.ts'

/** What one call gave of a log. */
export type Part = {
  /** Oldest first. */
  rows: Row[]
  /** What is known of the log by this part; undefined where it says nothing of places. */
  span: Span | undefined
  /** The number of the newest change that the rows reflect, or from which to ask next. */
  change: number
  positions: Position[]
  /** Nothing lies beyond it in the direction of the reading. */
  isEnd: boolean
}

/** Beyond any place of a log. */
export const theEnd = 2 ** 53 - 1

/** Reads logs from the server. Repeats of a question under way get the same answer. */
export function createHistory({ ask, viewerId }: { ask: Ask; viewerId: number }) {
  const underWay = new Map<string, Promise<Part>>()

  async function find(
    key: ConversationKey,
    reading: { beforeSeq?: number; afterSeq?: number; fromTime?: number; afterChange?: number; size: number },
  ) {
    const id = idOf(key)
    return kindOf(key) === 'direct'
      ? ask(findDirect, { body: { senderId: viewerId, receiverId: id, ...reading } })
      : ask(findGroup, { body: { groupId: id, userId: viewerId, ...reading } })
  }

  function once(question: string, read: () => Promise<Part>): Promise<Part> {
    const known = underWay.get(question)
    if (known) return known
    const part = read().finally(() => underWay.delete(question))
    underWay.set(question, part)
    return part
  }

  const oldestFirst = (rows: readonly Row[]) => [...rows].sort((a, b) => a.seq - b.seq)

  return {
    /** The `size` messages just before this place. */
    before: (key: ConversationKey, seq: number, size: number): Promise<Part> =>
      once(`${key} before ${seq} ${size}`, async () => {
        const { data, change, positions } = await find(key, { beforeSeq: seq, size })
        const rows = oldestFirst(data)
        const isEnd = rows.length < size
        const to = seq === theEnd ? (rows.at(-1)?.seq ?? 0) : seq - 1
        return { rows, span: [isEnd ? 1 : (rows[0]?.seq ?? 1), to], change, positions, isEnd }
      }),

    /** The `size` messages next after this place. */
    after: (key: ConversationKey, seq: number, size: number): Promise<Part> =>
      once(`${key} after ${seq} ${size}`, async () => {
        const { data, change, positions } = await find(key, { afterSeq: seq, size })
        const rows = oldestFirst(data)
        return { rows, span: [seq + 1, rows.at(-1)?.seq ?? seq], change, positions, isEnd: rows.length < size }
      }),

    /** The place of the first message that was sent at this time, Unix ms, or later; undefined where there is none. */
    placeFrom: async (key: ConversationKey, time: number): Promise<number | undefined> =>
      (await find(key, { fromTime: time, size: 1 })).data[0]?.seq,

    /** The rows that changed after this change number, the oldest changes first. */
    changes: (key: ConversationKey, change: number, size: number): Promise<Part> =>
      once(`${key} changes ${change} ${size}`, async () => {
        const page = await find(key, { afterChange: change, size })
        return {
          rows: oldestFirst(page.data),
          span: undefined,
          change: page.change,
          positions: page.positions,
          isEnd: page.change === change,
        }
      }),
  }
}

export type History = ReturnType<typeof createHistory>
