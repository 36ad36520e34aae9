import type { z } from 'zod'
import type { SessionRow as Session } from '../../../contract/conversations.ts'
import type { MessageRow, Position as WirePosition } from '../../../contract/messages.ts'

/**
 * A message as histories and pushes carry it. `state` is 6 where it was recalled; how far it was read is told by
 * positions.
 */
export type Row = z.output<typeof MessageRow>
export type SessionRow = z.output<typeof Session>
export type Position = z.output<typeof WirePosition>
/** How far people have got and read, by user id. */
export type Positions = Readonly<Record<number, { readonly deliveredSeq: number; readonly readSeq: number }>>

export const isRecalled = (row: Pick<Row, 'state'>): boolean => row.state === 6

/** Of two readings of one message the one that knows more of its changes, whichever came first. */
export const newerOf = (held: Row | undefined, given: Row): Row => (held && held.change > given.change ? held : given)

/** Positions only ever move forward, so what is heard late or twice does no harm. */
export function furthest(known: Positions, heard: readonly Position[]): Positions {
  const moved = heard.filter(
    ({ userId, deliveredSeq, readSeq }) =>
      deliveredSeq > (known[userId]?.deliveredSeq ?? 0) || readSeq > (known[userId]?.readSeq ?? 0),
  )
  if (moved.length === 0) return known
  return {
    ...known,
    ...Object.fromEntries(
      moved.map(({ userId, deliveredSeq, readSeq }) => [
        userId,
        {
          deliveredSeq: Math.max(deliveredSeq, readSeq, known[userId]?.deliveredSeq ?? 0),
          readSeq: Math.max(readSeq, known[userId]?.readSeq ?? 0),
        },
      ]),
    ),
  }
}

/** Whoever writes has read everything before it; what the system says moves nobody. */
export const positionsSpokenBy = (rows: readonly Row[]): Position[] =>
  rows
    .filter(row => row.event === null)
    .map(({ senderId, seq }) => ({ userId: senderId, deliveredSeq: seq, readSeq: seq }))

export type Reach = 'sent' | 'delivered' | 'read'

/** How far one's own message in a direct conversation has got. */
export function reachOf(seq: number, peer: { deliveredSeq: number; readSeq: number } | undefined): Reach {
  if (!peer || peer.deliveredSeq < seq) return 'sent'
  return peer.readSeq >= seq ? 'read' : 'delivered'
}
