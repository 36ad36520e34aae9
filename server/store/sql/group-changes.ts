import type { Line, Membership, Saying, SystemEvent } from '../store.ts'
import { agreedState, openState, insertMember } from './groups.ts'
import { memberOf, readChunks, spansJson } from './rows.ts'
import type { Tx } from './schema.ts'

/** Writes a system line into a conversation, in the transaction that is open. */
export type Say = (conversationId: number, event: SystemEvent, id: string, at: number) => Line | undefined

/** People that a system line names; more are counted. */
const namesShown = 20

/** Who comes into groups and who leaves, each with the line that says so: both or neither. */
export const groupChanges = (say: Say) => {
  const tell = (conversationId: number, what: SystemEvent['what'], userIds: readonly number[], saying: Saying | undefined) => {
    if (!saying || userIds.length === 0) return undefined
    const users = userIds.slice(0, namesShown).map(id => ({ id, name: saying.names[id] ?? '' }))
    return say(conversationId, { what, byId: saying.by.id, byName: saying.by.name, users, count: userIds.length, text: null }, saying.id, saying.at)
  }

  return {
    async addMembers(tx: Tx, conversationId: number, userIds: readonly number[], saying?: Saying): Promise<Membership> {
      const conversation = await tx.selectFrom('conversations').select('last_seq').where('id', '=', conversationId).executeTakeFirst()
      if (!conversation) return { userIds: [], line: undefined }
      const seq = conversation.last_seq
      const known = await readChunks(userIds, some => tx.selectFrom('members').selectAll()
        .where('conversation_id', '=', conversationId).where('user_id', 'in', some).execute())
      const placeOf = new Map(known.map(row => [row.user_id, memberOf(row)]))
      const came: number[] = []
      for (const userId of new Set(userIds)) {
        const place = placeOf.get(userId)
        if (place && place.leftSeq === null) continue
        came.push(userId)
        if (!place) {
          await insertMember(tx, { conversationId, userId, seq, role: 'member' })
          continue
        }
        const stay = { from: place.joinedSeq + 1, to: place.leftSeq ?? seq }
        const spans = stay.from <= stay.to ? [...place.pastSpans, stay] : place.pastSpans
        await tx.updateTable('members')
          .set({ role: 'member', past_spans: spansJson(spans), joined_seq: seq, read_seq: seq, delivered_seq: seq, left_seq: null, left_change: null, hidden_seq: 0, is_marked: 0, silenced_until: 0 })
          .where('conversation_id', '=', conversationId).where('user_id', '=', userId).execute()
      }
      if (came.length > 0) await changeVersion(tx, conversationId)
      // Who is in has nothing left to ask for, and must not find the door open after being removed.
      await readChunks(userIds, some => tx.updateTable('group_applications').set({ state: agreedState })
        .where('group_id', '=', conversationId).where('user_id', 'in', some).where('state', '=', openState).returning('id').execute())
      return { userIds: came, line: tell(conversationId, 'joined', came, saying) }
    },

    async removeMembers(tx: Tx, conversationId: number, userIds: readonly number[], saying?: Saying): Promise<Membership> {
      const conversation = await tx.selectFrom('conversations').select(['last_seq', 'last_change']).where('id', '=', conversationId).executeTakeFirst()
      if (!conversation) return { userIds: [], line: undefined }
      const left = await readChunks(userIds, some => tx.updateTable('members').set({ left_seq: conversation.last_seq, left_change: conversation.last_change })
        .where('conversation_id', '=', conversationId).where('user_id', 'in', some).where('left_seq', 'is', null)
        .returning('user_id').execute())
      const went = left.map(row => row.user_id)
      if (went.length > 0) await changeVersion(tx, conversationId)
      const isOwn = went.length === 1 && went[0] === saying?.by.id
      return { userIds: went, line: tell(conversationId, isOwn ? 'left' : 'removed', went, saying) }
    },
  }
}

async function changeVersion(tx: Tx, conversationId: number): Promise<void> {
  await tx.updateTable('conversations').set(eb => ({ member_version: eb('member_version', '+', 1) })).where('id', '=', conversationId).execute()
}
