import type { Groups, NewGroup } from '../groups.ts'
import type { Span } from '../span.ts'
import { leaderIds } from './group-acting.ts'
import { groupApplicationReads } from './group-applications.ts'
import { groupNoticeReads } from './group-notices.ts'
import { groupOwnerReads } from './group-owners.ts'
import { insertMembers } from './members.ts'
import { groupOf, messageOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

type Reads = Pick<
  Groups,
  | 'list'
  | 'parts'
  | 'leaderIds'
  | 'notices'
  | 'shownNotice'
  | 'openApplication'
  | 'applications'
  | 'countOpen'
  | 'media'
  | 'ownerless'
>

export const groupReads = (db: Db): Reads => ({
  ...groupApplicationReads(db),
  ...groupNoticeReads(db),
  ...groupOwnerReads(db),

  async list(userId) {
    const rows = await db
      .selectFrom('members as own')
      .innerJoin('groups', 'groups.id', 'own.conversation_id')
      .selectAll('groups')
      .select('own.role')
      .select(eb =>
        eb
          .selectFrom('members as m')
          .select(count => count.fn.countAll<number>().as('count'))
          .whereRef('m.conversation_id', '=', 'own.conversation_id')
          .where('m.left_seq', 'is', null)
          .as('count'),
      )
      .where('own.user_id', '=', userId)
      .where('own.left_seq', 'is', null)
      .where('groups.is_dissolved', '=', 0)
      .execute()
    return rows.map(row => ({ group: groupOf(row), role: row.role, count: Number(row.count) }))
  },

  async parts(groupId) {
    const rows = await db
      .selectFrom('members')
      .select(['user_id', 'role', 'silenced_until'])
      .where('conversation_id', '=', groupId)
      .where('left_seq', 'is', null)
      .orderBy('user_id')
      .execute()
    return rows.map(row => ({ userId: row.user_id, role: row.role, silencedUntil: row.silenced_until }))
  },

  leaderIds: groupId => leaderIds(db, groupId),

  async media(groupId, spans, types, { skip, size, until }) {
    if (spans.length === 0) return { rows: [], total: 0 }
    const found = db
      .selectFrom('messages')
      .where('conversation_id', '=', groupId)
      .where('type', 'in', types)
      .where('file_id', 'is not', null)
      .$if(until !== undefined, query => query.where('sent_at', '<=', until ?? 0))
      .where(eb => eb.or(spans.map(({ from, to }: Span) => eb.between('seq', from, to))))
    const { count } = await found.select(eb => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
    const rows = await found.selectAll().orderBy('seq', 'desc').limit(size).offset(skip).execute()
    return {
      rows: rows.map(row => messageOf(row, { kind: 'group', low_id: null, high_id: null })),
      total: Number(count),
    }
  },
})

export async function insertGroup(tx: Tx, group: NewGroup & { at: number }): Promise<number> {
  const { id } = await tx
    .insertInto('conversations')
    .values({ kind: 'group', last_seq: 0, last_change: 0, last_sent_at: 0, member_version: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('groups')
    .values({
      id,
      name: group.name,
      avatar: group.avatar,
      note: group.note,
      owner_id: group.ownerId,
      is_public: Number(group.isPublic),
      needs_approval: Number(group.needsApproval),
      is_muted: 0,
      is_dissolved: 0,
      created_at: group.at,
    })
    .execute()
  const others = [...new Set(group.userIds)].filter(userId => userId !== group.ownerId)
  await insertMembers(tx, id, 0, [
    { userId: group.ownerId, role: 'owner' },
    ...others.map(userId => ({ userId, role: 'member' as const })),
  ])
  return id
}
