import type { Selectable } from 'kysely'
import type { MemberRole } from '../conversations.ts'
import { agreedState, openState } from './application-state.ts'
import { memberOf, readChunks, spansJson } from './rows.ts'
import type { Schema, Tx } from './schema.ts'

/** Rows of one statement. */
const rowsAtOnce = 500

/** People who are new here; they read what comes after `seq`. */
export async function insertMembers(
  tx: Tx,
  conversationId: number,
  seq: number,
  parts: readonly { userId: number; role: MemberRole }[],
): Promise<void> {
  for (let start = 0; start < parts.length; start += rowsAtOnce) {
    await tx
      .insertInto('members')
      .values(
        parts.slice(start, start + rowsAtOnce).map(({ userId, role }) => ({
          conversation_id: conversationId,
          user_id: userId,
          role,
          joined_seq: seq,
          read_seq: seq,
          delivered_seq: seq,
          is_pinned: 0,
          notify: 0,
          hidden_seq: 0,
        })),
      )
      .execute()
  }
}

/**
 * Who came in; others were in it already. They read what comes after the last message, and what they had asked for is
 * agreed.
 */
export async function admit(
  tx: Tx,
  conversationId: number,
  userIds: readonly number[],
): Promise<{ userIds: number[]; agreed: Selectable<Schema['group_applications']>[] }> {
  const conversation = await tx
    .selectFrom('conversations')
    .select(['last_seq', 'last_change'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) return { userIds: [], agreed: [] }
  const seq = conversation.last_seq
  const known = await readChunks(userIds, some =>
    tx
      .selectFrom('members')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('user_id', 'in', some)
      .execute(),
  )
  const placeOf = new Map(known.map(row => [row.user_id, memberOf(row)]))
  const came = [...new Set(userIds)].filter(userId => placeOf.get(userId)?.leftSeq !== null)
  await insertMembers(
    tx,
    conversationId,
    seq,
    came.filter(userId => !placeOf.has(userId)).map(userId => ({ userId, role: 'member' })),
  )
  for (const userId of came) {
    const place = placeOf.get(userId)
    if (!place) continue
    const stay = { from: place.joinedSeq + 1, to: place.leftSeq ?? seq }
    const spans = stay.from <= stay.to ? [...place.pastSpans, stay] : place.pastSpans
    // Who may not write for a time does not get around it by leaving and coming back.
    await tx
      .updateTable('members')
      .set({
        role: 'member',
        past_spans: spansJson(spans),
        joined_seq: seq,
        read_seq: seq,
        delivered_seq: seq,
        left_seq: null,
        left_change: null,
        hidden_seq: 0,
        is_marked: 0,
        unread_seq: 0,
      })
      .where('conversation_id', '=', conversationId)
      .where('user_id', '=', userId)
      .execute()
  }
  if (came.length > 0) await changeVersion(tx, conversationId)
  // Who is in has nothing left to ask for, and must not find the door open after being removed.
  const agreed = await readChunks(came, some =>
    tx
      .updateTable('group_applications')
      .set({ state: agreedState })
      .where('group_id', '=', conversationId)
      .where('user_id', 'in', some)
      .where('state', '=', openState)
      .returningAll()
      .execute(),
  )
  return { userIds: came, agreed }
}

/** Who went, in the order given. They keep what they could read. */
export async function dismiss(tx: Tx, conversationId: number, userIds: readonly number[]): Promise<number[]> {
  const conversation = await tx
    .selectFrom('conversations')
    .select(['last_seq', 'last_change'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) return []
  const left = await readChunks(userIds, some =>
    tx
      .updateTable('members')
      .set({ left_seq: conversation.last_seq, left_change: conversation.last_change })
      .where('conversation_id', '=', conversationId)
      .where('user_id', 'in', some)
      .where('left_seq', 'is', null)
      .returning('user_id')
      .execute(),
  )
  if (left.length > 0) await changeVersion(tx, conversationId)
  const gone = new Set(left.map(row => row.user_id))
  return [...new Set(userIds)].filter(userId => gone.has(userId))
}

async function changeVersion(tx: Tx, conversationId: number): Promise<void> {
  await tx
    .updateTable('conversations')
    .set(eb => ({ member_version: eb('member_version', '+', 1) }))
    .where('id', '=', conversationId)
    .execute()
}
