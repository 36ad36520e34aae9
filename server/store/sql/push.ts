import type { Push, Subscription } from '../push.ts'
import { readChunks } from './rows.ts'
import type { Db, Tx } from './schema.ts'

export const pushReads = (db: Db): Pick<Push, 'of' | 'subscribers'> => ({
  of: userIds =>
    readChunks(userIds, async some => {
      // A login may end while nobody hears of it: by a crash, or on the command line while the server stands still.
      const rows = await db
        .selectFrom('push_subscriptions as p')
        .innerJoin('tokens as t', join =>
          join.onRef('t.hash', '=', 'p.token_hash').onRef('t.user_id', '=', 'p.user_id'),
        )
        .innerJoin('users as u', 'u.id', 'p.user_id')
        .selectAll('p')
        .where('p.user_id', 'in', some)
        .where('u.is_enabled', '=', 1)
        .where('t.stage', '=', 'full')
        .execute()
      return rows.map(row => ({
        userId: row.user_id,
        endpoint: row.endpoint,
        tokenHash: row.token_hash,
        p256dh: row.p256dh,
        auth: row.auth,
        hasPreview: row.has_preview === 1,
        quietUntil: row.quiet_until,
      }))
    }),

  async subscribers() {
    const rows = await db.selectFrom('push_subscriptions').select('user_id').distinct().execute()
    return rows.map(row => row.user_id)
  },
})

export const pushWrites = {
  async save(
    tx: Tx,
    { userId, endpoint, tokenHash, p256dh, auth, hasPreview, quietUntil }: Subscription,
  ): Promise<void> {
    await tx
      .deleteFrom('push_subscriptions')
      .where(eb => eb.or([eb('endpoint', '=', endpoint), eb('token_hash', '=', tokenHash)]))
      .execute()
    await tx
      .insertInto('push_subscriptions')
      .values({
        user_id: userId,
        endpoint,
        token_hash: tokenHash,
        p256dh,
        auth,
        has_preview: Number(hasPreview),
        quiet_until: quietUntil,
      })
      .execute()
  },

  async remove(tx: Tx, endpoint: string, userId: number): Promise<void> {
    await tx.deleteFrom('push_subscriptions').where('endpoint', '=', endpoint).where('user_id', '=', userId).execute()
  },

  async removeOf(tx: Tx, tokenHashes: readonly string[]): Promise<void> {
    for (const hash of tokenHashes) await tx.deleteFrom('push_subscriptions').where('token_hash', '=', hash).execute()
  },
}
