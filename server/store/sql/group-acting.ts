import { sql } from 'kysely'
import type { Acting, Done, NotDone, Part } from '../groups.ts'
import type { Group, Line, MemberRole } from '../conversations.ts'
import type { SystemEvent } from '../messages.ts'
import { groupOf, readChunks } from './rows.ts'
import type { Db, Tx } from './schema.ts'

/** Writes a system line into a conversation, in the transaction that is open. */
export type Say = (conversationId: number, event: SystemEvent, id: string, at: number) => Line | undefined

/** People that a system line names; more are counted. */
const namesShown = 20

const ranks: Record<MemberRole, number> = { member: 0, manager: 1, owner: 2 }
export const isLower = (role: MemberRole, than: MemberRole) => ranks[role] < ranks[than]

/** The group and the role of who acts, or why not. */
export async function allowed(
  tx: Tx,
  { groupId, by, atLeast }: Acting,
  also: { dissolved?: boolean } = {},
): Promise<NotDone | { outcome: 'allowed'; group: Group; role: MemberRole }> {
  const group = await findGroup(tx, groupId)
  const part = group && (await partsOf(tx, groupId, [by]))[0]
  if (!group || (!part && !(await wasIn(tx, groupId, by)))) return { outcome: 'noGroup' }
  if (!part) return { outcome: 'notMember' }
  if (group.isDissolved && !also.dissolved) return { outcome: 'dissolved' }
  return isLower(part.role, atLeast) ? { outcome: 'notAllowed' } : { outcome: 'allowed', group, role: part.role }
}

export async function findGroup(tx: Tx, groupId: number): Promise<Group | undefined> {
  const row = await tx.selectFrom('groups').selectAll().where('id', '=', groupId).executeTakeFirst()
  return row && groupOf(row)
}

/** Whether this person is in it, or was. */
export const wasIn = async (tx: Tx, groupId: number, userId: number): Promise<boolean> =>
  (await tx
    .selectFrom('members')
    .select('user_id')
    .where('conversation_id', '=', groupId)
    .where('user_id', '=', userId)
    .executeTakeFirst()) !== undefined

/** Of these people, those who are in it. */
export async function partsOf(tx: Tx, groupId: number, userIds: readonly number[]): Promise<Part[]> {
  const rows = await readChunks(userIds, some =>
    tx
      .selectFrom('members')
      .select(['user_id', 'role', 'silenced_until'])
      .where('conversation_id', '=', groupId)
      .where('user_id', 'in', some)
      .where('left_seq', 'is', null)
      .execute(),
  )
  return rows.map(row => ({ userId: row.user_id, role: row.role, silencedUntil: row.silenced_until }))
}

export async function countIn(tx: Tx, groupId: number): Promise<number> {
  const { count } = await tx
    .selectFrom('members')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('conversation_id', '=', groupId)
    .where('left_seq', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The owner and the managers, by an index of their own: a group may have thousands of others. */
export async function leaderIds(db: Db | Tx, groupId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('members')
    .select('user_id')
    .where('conversation_id', '=', groupId)
    .where(sql<boolean>`role <> 'member'`)
    .where('left_seq', 'is', null)
    .execute()
  return rows.map(row => row.user_id)
}

/** What a change answers, after its last write. */
export async function doneWith(tx: Tx, groupId: number, line: Line | undefined): Promise<Done> {
  const group = await findGroup(tx, groupId)
  if (!group) throw new Error(`Group ${groupId} went away while it was changed`)
  return { outcome: 'done', group, count: await countIn(tx, groupId), line }
}

type Words = { what: SystemEvent['what']; byId: number; userIds?: readonly number[]; text?: string }

/**
 * Says in the log what was done. To be called after the tables were changed: the writer remembers them from then on.
 */
export const createLines =
  (say: Say) =>
  async (
    tx: Tx,
    { groupId, lineId, at }: Pick<Acting, 'groupId' | 'lineId' | 'at'>,
    { what, byId, userIds = [], text }: Words,
  ): Promise<Line | undefined> => {
    const shown = userIds.slice(0, namesShown)
    const rows = await tx
      .selectFrom('users')
      .select(['id', 'true_name'])
      .where('id', 'in', [byId, ...shown])
      .execute()
    const names = new Map(rows.map(row => [row.id, row.true_name]))
    const users = shown.map(id => ({ id, name: names.get(id) ?? '' }))
    return say(
      groupId,
      { what, byId, byName: names.get(byId) ?? '', users, count: userIds.length, text: text ?? null },
      lineId,
      at,
    )
  }

export type Lines = ReturnType<typeof createLines>
