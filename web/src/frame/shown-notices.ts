import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'

type Needs = {
  viewerId: number
  /** Takes the notification of a conversation away, whoever showed it: page or worker. */
  close(key: ConversationKey): void
  /** Says the message as it is now, in place of what was shown. */
  replace(key: ConversationKey, row: Row): void
}

/**
 * Knows which message each conversation's notification tells of, and takes it back when that is read, recalled or
 * changed.
 */
export function createShownNotices({ viewerId, close, replace }: Needs) {
  const shown = new Map<ConversationKey, { id: string; seq: number }>()

  function forget(key: ConversationKey): void {
    shown.delete(key)
    close(key)
  }

  return {
    shows(key: ConversationKey, { id, seq }: Pick<Row, 'id' | 'seq'>): void {
      shown.set(key, { id, seq })
    },

    /** A conversation was opened here. */
    opened: forget,

    hear(fact: Fact): void {
      if (fact.type === 'positions') {
        const read = Math.max(
          0,
          ...fact.positions.filter(({ userId }) => userId === viewerId).map(({ readSeq }) => readSeq),
        )
        // What a worker showed while no page was open is not in `shown`.
        if (read > 0 && read >= (shown.get(fact.key)?.seq ?? 0)) forget(fact.key)
      } else if (fact.type === 'changes' || fact.type === 'rows') {
        const told = shown.get(fact.key)
        const row = told && fact.rows.find(({ id, change }) => id === told.id && change > 0)
        if (row && isRecalled(row)) forget(fact.key)
        else if (row) replace(fact.key, row)
      } else if (fact.type === 'session' && fact.change === 'gone') {
        forget(fact.key)
      }
    },
  }
}
