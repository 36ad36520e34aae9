import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'

/** What one reading of the list said of a conversation: all of one moment. */
type Base = { seq: number; readSeq: number; change: number; count: number; mentions: number }

type Seen = {
  counts: boolean
  isMention: boolean
  /** Number of its recall; 0 where it was not recalled. */ recalled: number
}

/**
 * The exact number of unread messages between two readings of the list. Never counted up: it follows from the last
 * reading, the rows that came after it and how far the viewer has read, in whatever order and however often those are
 * heard.
 *
 *   the reading's own ───────────────┐ seq
 *   ──────────────┬──────────────────┼───────────────
 *              readSeq               │ rows since, by place
 */
export function createUnread(viewerId: number) {
  let base: Base = { seq: 0, readSeq: 0, change: 0, count: 0, mentions: 0 }
  let read = 0
  const since = new Map<number, Seen>()
  /** Places at or below the reading's whose messages were recalled after it, with the change's number. */
  const recalled = new Map<number, number>()

  function readUntil(seq: number): void {
    if (seq <= read) return
    read = seq
    if (read >= base.seq) for (const place of since.keys()) if (place <= read) since.delete(place)
  }

  const isNewMention = ({ atIds }: Row) =>
    atIds !== null && atIds.split(',').some(id => id === '0' || id === String(viewerId))

  return {
    /** Takes a reading; one that is older than the last is ignored. */
    rebase(next: Base): void {
      if (next.seq < base.seq || next.readSeq < base.readSeq || next.change < base.change) return
      base = next
      for (const [seq, row] of since) {
        if (seq > base.seq) continue
        since.delete(seq)
        // It was recalled after the list was read, which counts it therefore.
        if (row.recalled > 0) recalled.set(seq, row.recalled)
      }
      for (const [seq, change] of recalled) if (change <= base.change) recalled.delete(seq)
      readUntil(base.readSeq)
    },

    saw(row: Row): void {
      const isMine = row.senderId === viewerId
      if (row.seq > base.seq) {
        const known = since.get(row.seq)
        const counts = !isMine && row.event === null && !isRecalled(row) && known?.counts !== false
        const gone = isRecalled(row) && !isMine ? row.change : (known?.recalled ?? 0)
        if (row.seq > read || read < base.seq)
          since.set(row.seq, { counts, isMention: isNewMention(row), recalled: gone })
        if (isMine && row.event === null) readUntil(row.seq)
      } else if (isRecalled(row) && !isMine && row.change > base.change) {
        recalled.set(row.seq, row.change)
      }
    },

    readUntil,
    readSeq: () => read,
    /**
     * False where only the server can count: somebody read into the middle of the list's own, or one of several
     * mentions in it was perhaps recalled.
     */
    isSure: () =>
      (read <= base.readSeq || read >= base.seq) && (base.mentions === 0 || recalled.size === 0 || read >= base.seq),

    count(): { count: number; mentions: number } {
      let [count, mentions] = [0, 0]
      if (read < base.seq) {
        const gone = [...recalled.keys()].filter(seq => seq > base.readSeq).length
        count = Math.min(Math.max(0, base.count - gone), base.seq - read)
        mentions = Math.min(base.mentions, count)
      }
      for (const [seq, row] of since) {
        if (seq <= read || !row.counts) continue
        count += 1
        if (row.isMention) mentions += 1
      }
      return { count, mentions }
    },
  }
}

export type Unread = ReturnType<typeof createUnread>
