import type { Selectable } from 'kysely'
import type { Acting, ApplicationBounds, GroupApplication, Groups } from '../groups.ts'
import { agreedState, openState, refusedState } from './application-state.ts'
import { allowed, countIn, doneWith, findGroup, type Lines, partsOf, wasIn } from './group-acting.ts'
import { admit } from './members.ts'
import { groupOf, readChunks } from './rows.ts'
import type { Db, Schema, Tx } from './schema.ts'

export const applicationOf = (row: Selectable<Schema['group_applications']>): GroupApplication => ({
  id: row.id,
  groupId: row.group_id,
  userId: row.user_id,
  kind: row.kind,
  invitedBy: row.invited_by,
  content: row.content,
  sentAt: row.sent_at,
  state: row.state === 0 ? 0 : row.state === 3 ? 3 : 4,
})

export const groupApplicationReads = (db: Db): Pick<Groups, 'openApplication' | 'applications' | 'countOpen'> => {
  /** Groups that this person owns or manages. */
  const led = (userId: number) =>
    db
      .selectFrom('members')
      .select('conversation_id')
      .where('user_id', '=', userId)
      .where('role', '!=', 'member')
      .where('left_seq', 'is', null)

  /** One short walk along an index for each group: a busy one must not be sorted as a whole. */
  async function toGroups(groupIds: readonly number[], limit: number) {
    const found = await Promise.all(
      groupIds.map(id =>
        db
          .selectFrom('group_applications')
          .selectAll()
          .where('group_id', '=', id)
          .where('kind', '=', 'apply')
          .orderBy('sent_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      ),
    )
    return found.flat()
  }

  // Whom somebody proposed without their knowing hears of it only when it comes true.
  const ofPerson = (userId: number, limit: number) =>
    db
      .selectFrom('group_applications')
      .selectAll()
      .where('user_id', '=', userId)
      .where('state', '!=', openState)
      .where(eb => eb.or([eb('kind', '=', 'invite'), eb('invited_by', 'is', null), eb('state', '=', agreedState)]))
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()

  return {
    async openApplication(groupId, userId) {
      const row = await db
        .selectFrom('group_applications')
        .selectAll()
        .where('group_id', '=', groupId)
        .where('user_id', '=', userId)
        .where('state', '=', openState)
        .executeTakeFirst()
      return row && applicationOf(row)
    },

    async applications(userId, limit) {
      const groupIds = (await led(userId).execute()).map(row => row.conversation_id)
      const rows = new Map(
        [...(await toGroups(groupIds, limit)), ...(await ofPerson(userId, limit))].map(row => [row.id, row]),
      )
      const newest = [...rows.values()].sort((a, b) => b.sent_at - a.sent_at || b.id - a.id).slice(0, limit)
      const groups = await readChunks(
        newest.map(row => row.group_id),
        some => db.selectFrom('groups').selectAll().where('id', 'in', some).execute(),
      )
      const groupById = new Map(groups.map(row => [row.id, groupOf(row)]))
      return newest.flatMap(row => {
        const group = groupById.get(row.group_id)
        return group
          ? [{ ...applicationOf(row), group, isMine: row.state === openState && groupIds.includes(row.group_id) }]
          : []
      })
    },

    async countOpen(userId) {
      const { count } = await db
        .selectFrom('group_applications')
        .select(eb => eb.fn.countAll<number>().as('count'))
        .where('group_id', 'in', led(userId))
        .where('state', '=', openState)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}

export const groupApplicationWrites = (line: Lines) => ({
  async apply(
    tx: Tx,
    { groupId, userId, content, at, bounds }: Parameters<Groups['apply']>[0],
  ): ReturnType<Groups['apply']> {
    const group = await findGroup(tx, groupId)
    if (!group) return { outcome: 'noGroup' }
    if ((await partsOf(tx, groupId, [userId])).length > 0) return { outcome: 'alreadyMember' }
    if (group.isDissolved) return { outcome: 'dissolved' }
    const row = await tx
      .selectFrom('group_applications')
      .selectAll()
      .where('group_id', '=', groupId)
      .where('user_id', '=', userId)
      .where('state', '=', openState)
      .executeTakeFirst()
    if (row) return { outcome: 'repeated', group, application: applicationOf(row) }
    const bound = bounds && (await boundFor(tx, groupId, userId, bounds))
    if (bound) return bound
    const made = (await open(tx, groupId, [{ userId, invitedBy: null, content }], at))[0]
    if (!made) throw new Error(`The application of ${userId} to group ${groupId} was not written`)
    return { outcome: 'applied', group, application: made }
  },

  async propose(
    tx: Tx,
    acting: Acting,
    userIds: readonly number[],
    bounds?: Parameters<Groups['propose']>[2],
  ): ReturnType<Groups['propose']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const inIt = new Set((await partsOf(tx, acting.groupId, userIds)).map(part => part.userId))
    const asked = userIds
      .filter(userId => !inIt.has(userId))
      .map(userId => ({ userId, invitedBy: acting.by, content: '' }))
    const since =
      bounds
      && (await fullSince(tx, 'invited_by', acting.by, { since: bounds.since, most: bounds.most - asked.length + 1 }))
    if (since !== undefined) return { outcome: 'tooMany', since }
    return {
      ...(await doneWith(tx, acting.groupId, undefined)),
      applications: await open(tx, acting.groupId, asked, acting.at),
    }
  },

  async decide(
    tx: Tx,
    { id, by, state, limit, lineId, at }: Parameters<Groups['decide']>[0],
  ): ReturnType<Groups['decide']> {
    const row = await tx.selectFrom('group_applications').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return { outcome: 'unknown' }
    const acting: Acting = { groupId: row.group_id, by, atLeast: 'manager', lineId, at }
    const may = row.kind === 'apply' ? await allowed(tx, acting, { dissolved: true }) : undefined
    if (may ? may.outcome !== 'allowed' : row.user_id !== by) {
      // Who has nothing to do with it does not hear that there is one.
      return {
        outcome:
          row.user_id === by || row.invited_by === by || (await wasIn(tx, row.group_id, by)) ? 'notYours' : 'unknown',
      }
    }
    if (row.state === state) return { outcome: 'repeated' }
    if (row.state !== openState) return { outcome: 'closed' }
    if (may?.outcome === 'allowed' && may.group.isDissolved) return { outcome: 'dissolved' }
    if (state === agreedState && (await countIn(tx, row.group_id)) >= limit) return { outcome: 'full' }
    await tx.updateTable('group_applications').set({ state, decided_at: at }).where('id', '=', id).execute()
    const application = applicationOf({ ...row, state })
    if (state !== agreedState) return { ...(await doneWith(tx, row.group_id, undefined)), parts: [], application }
    await admit(tx, row.group_id, [row.user_id])
    const said = await line(tx, acting, { what: 'joined', byId: row.invited_by ?? row.user_id, userIds: [row.user_id] })
    return {
      ...(await doneWith(tx, row.group_id, said)),
      parts: await partsOf(tx, row.group_id, [row.user_id]),
      application,
    }
  },
})

/**
 * When the oldest of the last `most` was sent; undefined where fewer were sent since `since`. With `most` 0 or less
 * always a time.
 */
async function fullSince(
  tx: Tx,
  by: 'user_id' | 'invited_by',
  userId: number,
  { since, most }: { since: number; most: number },
): Promise<number | undefined> {
  if (most < 1) return since
  const row = await tx
    .selectFrom('group_applications')
    .select('sent_at')
    .where(by, '=', userId)
    .where('kind', '=', 'apply')
    .where('sent_at', '>', since)
    .$if(by === 'user_id', query => query.where('invited_by', 'is', null))
    .orderBy('sent_at', 'desc')
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  return row?.sent_at
}

async function boundFor(
  tx: Tx,
  groupId: number,
  userId: number,
  bounds: ApplicationBounds,
): Promise<{ outcome: 'tooMany' | 'refusedLately'; since: number } | undefined> {
  const refused = await tx
    .selectFrom('group_applications')
    .select('decided_at')
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .where('kind', '=', 'apply')
    .where('state', '=', refusedState)
    .where('decided_at', '>', bounds.refusedSince)
    .orderBy('decided_at', 'desc')
    .executeTakeFirst()
  if (refused?.decided_at != null) return { outcome: 'refusedLately', since: refused.decided_at }
  const since = await fullSince(tx, 'user_id', userId, bounds)
  return since === undefined ? undefined : { outcome: 'tooMany', since }
}

type Asked = { userId: number; invitedBy: number | null; content: string }

/** The new applications; who has an open one is passed over. */
async function open(tx: Tx, groupId: number, asked: readonly Asked[], at: number): Promise<GroupApplication[]> {
  const made = await readChunks(asked, some =>
    tx
      .insertInto('group_applications')
      .values(
        some.map(({ userId, invitedBy, content }) => ({
          group_id: groupId,
          user_id: userId,
          kind: 'apply' as const,
          invited_by: invitedBy,
          content,
          state: openState,
          sent_at: at,
        })),
      )
      .onConflict(conflict => conflict.doNothing())
      .returningAll()
      .execute(),
  )
  return made.map(applicationOf)
}

/** What those who were brought in find in their list. */
export async function invitationsOf(
  tx: Tx,
  { groupId, by, at }: Acting,
  userIds: readonly number[],
): Promise<GroupApplication[]> {
  const made = await readChunks(userIds, some =>
    tx
      .insertInto('group_applications')
      .values(
        some.map(userId => ({
          group_id: groupId,
          user_id: userId,
          kind: 'invite' as const,
          invited_by: by,
          content: '',
          state: agreedState,
          sent_at: at,
        })),
      )
      .returningAll()
      .execute(),
  )
  return made.map(applicationOf)
}
