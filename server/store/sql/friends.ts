import type { Selectable } from 'kysely'
import type { Applied, ApplicationState, Decided, FriendApplication, Friends } from '../friends.ts'
import { agreedState, openState } from './application-state.ts'
import type { Db, Schema, Tx } from './schema.ts'

const applicationOf = (row: Selectable<Schema['friend_applications']>): FriendApplication => ({
  id: row.id,
  senderId: row.sender_id,
  receiverId: row.receiver_id,
  content: row.content,
  sentAt: row.sent_at,
  state: row.state as ApplicationState,
})

async function findApplication(db: Db, id: number): Promise<FriendApplication | undefined> {
  const row = await db.selectFrom('friend_applications').selectAll().where('id', '=', id).executeTakeFirst()
  return row && applicationOf(row)
}

async function findOpen(db: Db, senderId: number, receiverId: number): Promise<FriendApplication | undefined> {
  const row = await db
    .selectFrom('friend_applications')
    .selectAll()
    .where('sender_id', '=', senderId)
    .where('receiver_id', '=', receiverId)
    .where('state', '=', openState)
    .executeTakeFirst()
  return row && applicationOf(row)
}

async function areFriends(db: Db, userId: number, otherId: number): Promise<boolean> {
  const row = await db
    .selectFrom('friendships')
    .select('friend_id')
    .where('user_id', '=', userId)
    .where('friend_id', '=', otherId)
    .executeTakeFirst()
  return row !== undefined
}

export const friendReads = (db: Db): Pick<Friends, 'application' | 'applications'> => ({
  application: id => findApplication(db, id),

  /** Each way by its own index; a union, for an `or` would read everything of both. */
  async applications(userId, limit) {
    const newest = (column: 'sender_id' | 'receiver_id') =>
      db
        .selectFrom('friend_applications')
        .selectAll()
        .where(column, '=', userId)
        .orderBy('sent_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
    const rows = [...(await newest('sender_id')), ...(await newest('receiver_id'))]
    return rows
      .sort((a, b) => b.sent_at - a.sent_at || b.id - a.id)
      .slice(0, limit)
      .map(applicationOf)
  },
})

/** Whoever had asked the other has the answer by this. */
async function befriend(tx: Tx, userId: number, friendId: number, at: number): Promise<void> {
  for (const [user, friend] of [
    [userId, friendId],
    [friendId, userId],
  ] as const) {
    await tx
      .insertInto('friendships')
      .values({ user_id: user, friend_id: friend, created_at: at })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    await tx
      .updateTable('friend_applications')
      .set({ state: agreedState })
      .where('sender_id', '=', user)
      .where('receiver_id', '=', friend)
      .where('state', '=', openState)
      .execute()
  }
}

/** When the oldest of the last `most` was sent; undefined where fewer were sent since `since`. */
async function oldestOf(tx: Tx, senderId: number, since: number, most: number): Promise<number | undefined> {
  const row = await tx
    .selectFrom('friend_applications')
    .select('sent_at')
    .where('sender_id', '=', senderId)
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  return row?.sent_at
}

export const friendWrites = {
  async apply(
    tx: Tx,
    { senderId, receiverId, content, at, since, most }: Parameters<Friends['apply']>[0],
  ): Promise<Applied> {
    if (await areFriends(tx, senderId, receiverId)) return { outcome: 'friends' }
    const open = await findOpen(tx, senderId, receiverId)
    if (open) return { outcome: 'repeated', application: open }
    const oldest = await oldestOf(tx, senderId, since, most)
    if (oldest !== undefined) return { outcome: 'tooMany', oldest }
    const row = await tx
      .insertInto('friend_applications')
      .values({ receiver_id: receiverId, sender_id: senderId, content, state: openState, sent_at: at })
      .returningAll()
      .executeTakeFirstOrThrow()
    return { outcome: 'sent', application: applicationOf(row) }
  },

  async decide(tx: Tx, { id, state, at }: Parameters<Friends['decide']>[0]): Promise<Decided | undefined> {
    const application = await findApplication(tx, id)
    if (!application) return undefined
    if (application.state !== openState)
      return { outcome: application.state === state ? 'repeated' : 'closed', application }
    if (state === agreedState) await befriend(tx, application.receiverId, application.senderId, at)
    else await tx.updateTable('friend_applications').set({ state }).where('id', '=', id).execute()
    return { outcome: 'decided', application: { ...application, state } }
  },

  async agree(
    tx: Tx,
    userId: number,
    senderId: number,
    at: number,
  ): Promise<FriendApplication | 'friends' | undefined> {
    const open = await findOpen(tx, senderId, userId)
    if (!open) return (await areFriends(tx, userId, senderId)) ? 'friends' : undefined
    await befriend(tx, userId, senderId, at)
    return { ...open, state: agreedState }
  },

  async unfriend(tx: Tx, userId: number, friendId: number): Promise<boolean> {
    const ended = await tx
      .deleteFrom('friendships')
      .where(eb =>
        eb.or([
          eb.and([eb('user_id', '=', userId), eb('friend_id', '=', friendId)]),
          eb.and([eb('user_id', '=', friendId), eb('friend_id', '=', userId)]),
        ]),
      )
      .returning('user_id')
      .execute()
    return ended.length > 0
  },
}
