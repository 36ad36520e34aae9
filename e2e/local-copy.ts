import { listConversations } from '../contract/conversations.ts'
import type { Client } from './client.ts'
import { readHistory } from './full-history.ts'
import type { Row, Where } from './full-history.ts'

/*
 * What a client keeps of its conversations and how it catches up, with nothing but what the contract promises:
 *
 *   my_session ── seq, change per conversation ──> seq is ahead:    find_*_msg afterSeq     until nothing comes
 * change is ahead: find_*_msg afterChange until the number stands still
 */
type Kept = { where: Where; rows: Map<number, Row>; lastSeq: number; change: number }

export function createLocalCopy(client: Client) {
  const kept = new Map<string, Kept>()
  const keyOf = (where: Where) => JSON.stringify(where)

  function conversation(where: Where): Kept {
    const known = kept.get(keyOf(where)) ?? { where, rows: new Map(), lastSeq: 0, change: 0 }
    kept.set(keyOf(where), known)
    return known
  }

  /** With the row, what quotes it. */
  function keep(known: Kept, row: Row) {
    known.rows.set(row.seq, row)
    for (const other of known.rows.values())
      if (other.reply?.seq === row.seq) known.rows.set(other.seq, { ...other, reply: quoteOf(row) })
  }

  async function catchUpNew(known: Kept) {
    for (;;) {
      const page = await readHistory(client, known.where, { afterSeq: known.lastSeq, size: 5 })
      if (page.data.length === 0) return
      for (const row of page.data) keep(known, row)
      known.lastSeq = Math.max(known.lastSeq, ...page.data.map(row => row.seq))
    }
  }

  async function catchUpChanges(known: Kept) {
    for (;;) {
      const page = await readHistory(client, known.where, { afterChange: known.change, size: 5 })
      for (const row of page.data) if (row.seq <= known.lastSeq) keep(known, row)
      if (page.change === known.change) return
      known.change = page.change
    }
  }

  return {
    /** The rows of a conversation, oldest first. */
    rows: (where: Where) => [...conversation(where).rows.values()].sort((one, other) => one.seq - other.seq),
    /** Takes a pushed message if it is the very next one; a gap is left to catching up. */
    take(where: Where, row: Row) {
      const known = conversation(where)
      if (row.seq !== known.lastSeq + 1) return
      keep(known, row)
      known.lastSeq = row.seq
    },
    /** Takes a pushed change of a row that is here, if it is newer than what is here. */
    change(where: Where, row: Row) {
      const known = conversation(where)
      const before = known.rows.get(row.seq)
      if (before && before.change < row.change) keep(known, row)
    },
    async catchUp() {
      for (const session of await client.ask(listConversations, { query: { userId: client.userId } })) {
        if (session.miniType !== 1100 && session.miniType !== 1101) continue
        const known = conversation(
          session.miniType === 1100 ? { peerId: session.senderId ?? 0 } : { groupId: session.receiverId ?? 0 },
        )
        if (session.seq > known.lastSeq) await catchUpNew(known)
        if (session.change > known.change) await catchUpChanges(known)
      }
    },
  }
}

const quoteOf = ({ seq, id, senderId, name, type, content, file, state }: Row): Row['reply'] => ({
  seq,
  id,
  senderId,
  name,
  type,
  content: [...(content || (file?.text ?? ''))].slice(0, 200).join(''),
  state: state === 6 ? 6 : 0,
})
