import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Cache } from './cache.ts'
import { kindOf, keyOfSession, miniTypeOf } from './conversation-key.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Hub } from './hub.ts'
import type { Row, SessionRow } from './row.ts'

type Needs = {
  cache: Cache
  hub: Hub
  line: { send(frames: readonly unknown[]): boolean }
  viewerId: number
  isLeader(): boolean
  /** Up to where the viewer has read. */
  readSeqOf(key: ConversationKey): number
}

/** ms in which what arrives is acknowledged together. */
const pause = 300

/**
 * Tells the server how far this person has got. What was read is remembered here first, so it stays read without a
 * line; what the server then does not know is told again after the next reading of the list. That something was
 * delivered is told in direct conversations only: in a group nobody is shown it.
 */
export function createReceipts({ cache, hub, line, viewerId, isLeader, readSeqOf }: Needs) {
  const arrived = new Map<ConversationKey, Row>()
  const told = new Map<ConversationKey, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = (
    key: ConversationKey,
    { id, sendTime, senderId, receiverId }: Pick<Row, 'id' | 'sendTime' | 'senderId' | 'receiverId'>,
    state: 1 | 2,
  ) =>
    line.send([
      {
        code: frameCodes.receipt,
        data: { id, endTime: sendTime, miniType: miniTypeOf(key), senderId, receiverId, state },
      },
    ])

  function tellDelivered(): void {
    timer = undefined
    for (const [key, row] of arrived) {
      if (row.seq > Math.max(readSeqOf(key), told.get(key) ?? 0) && tell(key, row, 1)) told.set(key, row.seq)
    }
    arrived.clear()
  }

  function deliver(key: ConversationKey, row: Row): void {
    if (kindOf(key) !== 'direct' || row.senderId === viewerId) return
    if (row.seq > (arrived.get(key)?.seq ?? 0)) arrived.set(key, row)
    timer ??= setTimeout(tellDelivered, pause)
  }

  const stop = hub.listen(fact => {
    if (fact.type === 'rows' && isLeader())
      for (const row of fact.rows) if (row.seq > (told.get(fact.key) ?? 0)) deliver(fact.key, row)
  })

  /**
   * The last message of somebody else in this range: receipts name it, because one's own says nothing of its readers.
   */
  async function lastOfOthers(key: ConversationKey, from: number, to: number): Promise<Row | undefined> {
    const { rows } = await cache.rows(key, [from, to])
    return rows.filter(row => row.senderId !== viewerId).at(-1)
  }

  return {
    /**
     * The viewer has read everything up to this message, the last of somebody else. A mark made by hand goes with it,
     * and what was made unread again.
     */
    read(key: ConversationKey, row: Row, { isMarked = false, isUnreadAgain = false } = {}): void {
      if (isMarked) hub.publish({ type: 'session', key, change: { marked: 0 } })
      const isNew = row.seq > readSeqOf(key)
      if (isNew)
        hub.publish({
          type: 'positions',
          key,
          positions: [{ userId: viewerId, deliveredSeq: row.seq, readSeq: row.seq }],
        })
      if (isNew && isUnreadAgain) hub.publish({ type: 'session', key, change: { unreadSeq: row.seq + 1 } })
      if (isNew || isMarked) tell(key, row, 2)
    },

    /** After a reading of the list: tells again what the server does not know. */
    async catchUp(rows: readonly SessionRow[]): Promise<void> {
      const logs = new Map((await cache.logs()).map(log => [log.key, log]))
      for (const row of rows) {
        const key = keyOfSession(row)
        if (!key) continue
        const own = logs.get(key)?.positions[viewerId]?.readSeq ?? 0
        if (own > row.readSeq) {
          const last = await lastOfOthers(key, row.readSeq + 1, own)
          if (last) tell(key, last, 2)
        } else if (
          row.miniType === 1100
          && row.count > 0
          && row.id !== null
          && row.senderId !== null
          && row.receiverId !== null
          && (told.get(key) ?? 0) < row.seq
        ) {
          if (
            tell(
              key,
              { id: row.id, sendTime: row.sendTime ?? 0, senderId: row.senderId, receiverId: row.receiverId },
              1,
            )
          )
            told.set(key, row.seq)
        }
      }
    },

    stop(): void {
      clearTimeout(timer)
      stop()
    },
  }
}

export type Receipts = ReturnType<typeof createReceipts>
