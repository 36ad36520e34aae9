import type { Token, Tokens } from '../logins.ts'
import { tokenOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

export const tokenReads = (db: Db): Pick<Tokens, 'find' | 'knownAddresses'> => ({
  async find(hash) {
    const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst()
    return row && tokenOf(row)
  },

  async knownAddresses(userId, since) {
    const rows = await db.selectFrom('login_addresses').select('address')
      .where('user_id', '=', userId).where('at', '>=', since).orderBy('at', 'desc').execute()
    return rows.map(row => row.address)
  },
})

export const tokenWrites = {
  async createToken(tx: Tx, token: Token, replaces: boolean): Promise<Token[]> {
    const ended = replaces
      ? await tx.deleteFrom('tokens').where('user_id', '=', token.userId).where('kind', '=', token.kind).returningAll().execute()
      : []
    await tx.insertInto('tokens').values({
      hash: token.hash,
      user_id: token.userId,
      platform: token.platform,
      kind: token.kind,
      device: token.device,
      brand: token.brand,
      address: token.address,
      created_at: token.createdAt,
      used_at: token.usedAt,
    }).execute()
    await tx.insertInto('login_addresses').values({ user_id: token.userId, address: token.address, at: token.createdAt })
      .onConflict(conflict => conflict.columns(['user_id', 'address']).doUpdateSet({ at: token.createdAt })).execute()
    return ended.map(tokenOf)
  },

  async touchToken(tx: Tx, hash: string, usedAt: number): Promise<void> {
    await tx.updateTable('tokens').set({ used_at: usedAt }).where('hash', '=', hash).where('used_at', '<', usedAt).execute()
  },

  async endToken(tx: Tx, hash: string): Promise<Token | undefined> {
    const row = await tx.deleteFrom('tokens').where('hash', '=', hash).returningAll().executeTakeFirst()
    return row && tokenOf(row)
  },

  async endAllTokens(tx: Tx, userId: number, except?: string): Promise<Token[]> {
    const rows = await tx.deleteFrom('tokens').where('user_id', '=', userId)
      .$if(except !== undefined, query => query.where('hash', '!=', except ?? '')).returningAll().execute()
    return rows.map(tokenOf)
  },

  async expireTokens(tx: Tx, usedBefore: number, createdBefore: number): Promise<Token[]> {
    const rows = await tx.deleteFrom('tokens')
      .where(eb => eb.or([eb('used_at', '<', usedBefore), eb('created_at', '<', createdBefore)])).returningAll().execute()
    return rows.map(tokenOf)
  },
}
