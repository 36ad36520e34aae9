import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'

/** What one reading of the list said of a conversation: all of one moment. */
type Base = {
  seq: number
  /** What others are told of. */
  readSeq: number
  /** By the viewer's wish unread again from this place on; 0 for not. */
  unreadSeq: number
  change: number
  count: number
  mentions: number
}

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
  let base: Base = { seq: 0, readSeq: 0, unreadSeq: 0, change: 0, count: 0, mentions: 0 }
  /** Up to where it was read once, and from where it is unread again (0: it is not). */
  let furthest = 0
  let again = 0
  /** Up to where it counts as read. */
  let read = 0
  /** Places that were let go as read count again: only the server knows of them. */
  let isLost = false
  const since = new Map<number, Seen>()
  /** Places at or below the reading's whose messages were recalled after it, with the change's number. */
  const recalled = new Map<number, number>()

  /** That something was read once, which may be heard again, says nothing of what is unread anew. */
  function readUntil(seq: number): void {
    if (seq <= furthest) return
    furthest = seq
    unreadFrom(0)
  }

  /** Unread again from this place on; 0, or beyond what was read, for not. */
  function unreadFrom(seq: number): void {
    again = seq > furthest ? 0 : seq
    const next = again > 0 ? again - 1 : furthest
    if (next < read) isLost = true
    read = next
    if (read >= base.seq) for (const place of since.keys()) if (place <= read) since.delete(place)
  }

  /** Up to where a reading counted as read. */
  const readOf = ({ readSeq, unreadSeq }: Base) => (unreadSeq > 0 ? Math.min(readSeq, unreadSeq - 1) : readSeq)

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
      isLost = false
      const isBehind = base.readSeq < furthest
      furthest = Math.max(furthest, base.readSeq)
      // Whoever has read on since wanted nothing to be unread.
      unreadFrom(isBehind ? 0 : base.unreadSeq)
      isLost = false
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
    unreadFrom,
    readSeq: () => read,
    /** Whether what was read once is unread again. */
    isAgain: () => again > 0,
    /**
     * False where only the server can count: somebody read into the middle of the list's own, or made unread what was
     * read, or one of several mentions in it was perhaps recalled.
     */
    isSure: () =>
      !isLost
      && (read <= readOf(base) || read >= base.seq)
      && (base.mentions === 0 || recalled.size === 0 || read >= base.seq),

    count(): { count: number; mentions: number } {
      let [count, mentions] = [0, 0]
      if (read < base.seq) {
        const gone = [...recalled.keys()].filter(seq => seq > readOf(base)).length
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
