import type { Status, Statuses } from '../statuses.ts'
import { readChunks } from './rows.ts'
import type { Db, Tx } from './schema.ts'

export const statusReads = (db: Db): Pick<Statuses, 'of'> => ({
  of: userIds =>
    readChunks(userIds, async some => {
      const rows = await db.selectFrom('statuses').selectAll().where('user_id', 'in', some).execute()
      return rows.map(row => ({ userId: row.user_id, emoji: row.emoji, text: row.words, endsAt: row.ends_at }))
    }),
})

export const statusWrites = {
  async set(tx: Tx, { userId, emoji, text, endsAt }: Status): Promise<void> {
    const row = { emoji, words: text, ends_at: endsAt }
    await tx
      .insertInto('statuses')
      .values({ user_id: userId, ...row })
      .onConflict(conflict => conflict.column('user_id').doUpdateSet(row))
      .execute()
  },

  async clear(tx: Tx, userId: number): Promise<void> {
    await tx.deleteFrom('statuses').where('user_id', '=', userId).execute()
  },
}
