import type { z } from 'zod'
import type { SessionRow } from '../contract/conversations.ts'
import { ConversationChange } from '../contract/frames.ts'
import { MessageRow } from '../contract/messages.ts'
import type { Receipt } from '../contract/messages.ts'
import type { Row } from './full-history.ts'
import type { Received } from './line.ts'

type Session = z.output<typeof SessionRow>
type Kept = { session: Session; rows: Map<number, Row>; isHidden: boolean }

/*
 * A person's list as a client keeps it: `my_session` and the rows of before, and frames since.
 *
 *   1100 1101  the last message, one more unread; an own one reads everything and takes the mark away
 *   3004       the text of the last message; what counts no more
 *   1006       of another's message: one's other device read up to it; of an own one: the peer did
 *   3003       settings, as they are after
 */
export function createSessionsCopy(
  viewerId: number,
  sessions: readonly Session[],
  rowsOf: (session: Session) => readonly Row[],
) {
  const kept = sessions
    .filter(({ miniType }) => miniType < 2000)
    .map((session): Kept => ({ session, rows: new Map(rowsOf(session).map(row => [row.seq, row])), isHidden: false }))

  const find = (miniType: unknown, target: unknown) =>
    kept.find(
      ({ session }) =>
        session.miniType === miniType && (miniType === 1100 ? session.senderId : session.receiverId) === target,
    )
  const ofRow = (miniType: unknown, row: Pick<Row, 'senderId' | 'receiverId'>) =>
    find(miniType, miniType === 1101 || row.senderId === viewerId ? row.receiverId : row.senderId)

  /** Before what is unread again by this person's wish. */
  const readUntil = ({ readSeq, unreadSeq }: Kept['session']) =>
    unreadSeq > 0 ? Math.min(readSeq, unreadSeq - 1) : readSeq

  function count({ session, rows }: Kept) {
    const unread = [...rows.values()].filter(
      row => row.seq > readUntil(session) && row.senderId !== viewerId && row.state !== 6 && row.event === null,
    )
    session.count = unread.length
    session.atCount = unread.filter(row =>
      row.atIds?.split(',').some(id => id === '0' || id === String(viewerId)),
    ).length
    const last = rows.get(session.seq)
    if (last?.senderId !== viewerId || session.miniType === 1101)
      session.state = last?.state === 6 ? 6 : session.readSeq >= session.seq ? 2 : session.state
  }

  function message(one: Kept, row: Row) {
    const { session } = one
    const isOwn = row.senderId === viewerId
    one.rows.set(row.seq, row)
    one.isHidden = false
    Object.assign(session, {
      seq: row.seq,
      id: row.id,
      content: row.content,
      sendTime: row.sendTime,
      type: row.type,
      event: row.event,
      state: isOwn && session.miniType === 1101 ? 2 : 0,
    })
    if (session.miniType === 1101)
      Object.assign(session, { senderId: isOwn ? null : row.senderId, name: row.name, avatar: row.avatar })
    if (isOwn) Object.assign(session, { readSeq: row.seq, unreadSeq: 0, marked: 0 })
    count(one)
  }

  function changed(one: Kept, row: Row) {
    one.rows.set(row.seq, row)
    if (row.seq === one.session.seq)
      Object.assign(
        one.session,
        { content: row.content, type: row.type },
        row.state === 6 || (one.session.miniType === 1100 && row.senderId === viewerId) ? { state: row.state } : {},
      )
    count(one)
  }

  function receipt(receipt: z.output<typeof Receipt>) {
    const isOwnMessage = receipt.senderId === viewerId
    const one = kept.find(({ rows }) =>
      [...rows.values()].some(row => row.id === receipt.id && row.senderId === receipt.senderId),
    )
    const row =
      one && [...one.rows.values()].find(({ id, senderId }) => id === receipt.id && senderId === receipt.senderId)
    if (!one || !row) return
    if (!isOwnMessage && receipt.state === 2) one.session.readSeq = Math.max(one.session.readSeq, row.seq)
    const last = one.rows.get(one.session.seq)
    const isOfLast =
      row.seq === one.session.seq && last?.state !== 6 && (one.session.miniType === 1100 || !isOwnMessage)
    if (isOfLast) one.session.state = Math.max(one.session.state, receipt.state)
    count(one)
  }

  return {
    /** Takes what came for this person. */
    take({ code, data }: Received) {
      if (code === 1100 || code === 1101) {
        const one = ofRow(code, MessageRow.parse(data))
        if (one) message(one, MessageRow.parse(data))
      } else if (code === 3004) {
        const one = ofRow(data['miniType'], MessageRow.parse(data))
        if (one) changed(one, MessageRow.parse(data))
      } else if (code === 1006) {
        receipt(data as z.output<typeof Receipt>)
      } else if (code === 3003) {
        const change = ConversationChange.parse(data)
        const one = change.what === 'settings' ? find(change.miniType, change.targetId) : undefined
        if (!one || change.what !== 'settings') return
        const { top, mute, notify, marked, readSeq, unreadSeq, hidden } = change
        Object.assign(one.session, { top, mute, notify, marked, readSeq, unreadSeq })
        one.isHidden = hidden === 1
        count(one)
      }
    },
    /** Pinned first, then newest, as the list is drawn. */
    list: () =>
      kept
        .filter(({ isHidden }) => !isHidden)
        .map(({ session }) => session)
        .sort((one, other) => other.top - one.top || (other.sendTime ?? 0) - (one.sendTime ?? 0)),
  }
}
