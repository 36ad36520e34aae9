import type { LoginProof, LoginWay, PasswordChange, Token, Tokens } from '../logins.ts'
import type { ActingPerson } from '../audit.ts'
import { record } from './audit.ts'
import { personSubject } from './audit-subjects.ts'
import { tokenOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

export const tokenReads = (db: Db): Pick<Tokens, 'find' | 'ofUser' | 'wasReplaced' | 'knownAddresses'> => ({
  async find(hash) {
    const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst()
    return row && tokenOf(row)
  },

  async ofUser(userId) {
    const rows = await db
      .selectFrom('tokens')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('used_at', 'desc')
      .orderBy('hash')
      .execute()
    return rows.map(tokenOf)
  },

  async wasReplaced(hash) {
    return (
      (await db.selectFrom('replaced_logins').select('hash').where('hash', '=', hash).executeTakeFirst()) !== undefined
    )
  },

  async knownAddresses(userId, since) {
    const rows = await db
      .selectFrom('login_addresses')
      .select('address')
      .where('user_id', '=', userId)
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .execute()
    return rows.map(row => row.address)
  },
})

/**
 * The password may have changed, the account been disabled, or the other login have ended since the proof was looked
 * at.
 */
async function holds(tx: Tx, userId: number, proof: LoginProof): Promise<boolean> {
  const user = await tx
    .selectFrom('users')
    .select(['password_hash', 'is_enabled'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user?.is_enabled !== 1) return false
  if ('passwordHash' in proof) return user.password_hash === proof.passwordHash
  const login = await tx
    .selectFrom('tokens')
    .select('stage')
    .where('hash', '=', proof.tokenHash)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return login?.stage === 'full'
}

export const tokenWrites = {
  async create(
    tx: Tx,
    token: Token,
    replaces: boolean,
    way: LoginWay,
    proof?: LoginProof,
  ): Promise<Token[] | undefined> {
    if (proof && !(await holds(tx, token.userId, proof))) return undefined
    const ended = replaces
      ? await tx
          .deleteFrom('tokens')
          .where('user_id', '=', token.userId)
          .where('kind', '=', token.kind)
          .returningAll()
          .execute()
      : []
    const elsewhere = ended.filter(({ device }) => device !== token.device)
    if (elsewhere.length > 0)
      await tx
        .insertInto('replaced_logins')
        .values(elsewhere.map(({ hash }) => ({ hash, at: token.createdAt })))
        .execute()
    await tx
      .insertInto('tokens')
      .values({
        hash: token.hash,
        user_id: token.userId,
        platform: token.platform,
        kind: token.kind,
        device: token.device,
        brand: token.brand,
        address: token.address,
        created_at: token.createdAt,
        used_at: token.usedAt,
        stage: token.stage,
      })
      .execute()
    await tx
      .insertInto('login_addresses')
      .values({ user_id: token.userId, address: token.address, at: token.createdAt })
      .onConflict(conflict => conflict.columns(['user_id', 'address']).doUpdateSet({ at: token.createdAt }))
      .execute()
    const { name } = await personSubject(tx, token.userId)
    const { userId: id, address, platform } = token
    await record(tx, { kind: 'person', id, name, address, platform }, { action: 'login.accept', details: { way } })
    return ended.map(tokenOf)
  },

  async replacePassword(
    tx: Tx,
    by: ActingPerson,
    { userId, passwordHash, at, replaced, keep }: PasswordChange & { replaced: string; keep: string },
  ): Promise<Token[] | undefined> {
    const kept = await tx
      .selectFrom('tokens')
      .select('hash')
      .where('hash', '=', keep)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    if (!kept) return undefined
    const changed = await tx
      .updateTable('users')
      .set({ password_hash: passwordHash, password_set_at: at, must_change_password: 0 })
      .where('id', '=', userId)
      .where('password_hash', '=', replaced)
      .where('is_enabled', '=', 1)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return undefined
    await tx.updateTable('tokens').set({ stage: 'full' }).where('hash', '=', keep).execute()
    const ended = await tokenWrites.endAll(tx, userId, keep)
    await record(tx, by, { action: 'password.change', details: { ended: ended.length } })
    return ended
  },

  async endOwn(tx: Tx, by: ActingPerson, which: { hash: string } | { except: string }): Promise<Token[]> {
    const rows = await tx
      .deleteFrom('tokens')
      .where('user_id', '=', by.id)
      .$if('hash' in which, query => query.where('hash', '=', 'hash' in which ? which.hash : ''))
      .$if('except' in which, query => query.where('hash', '!=', 'except' in which ? which.except : ''))
      .returningAll()
      .execute()
    const devices = rows.map(({ brand, platform: on, address: at }) => `${brand} · ${on} · ${at}`)
    if (rows.length > 0) await record(tx, by, { action: 'login.end', details: { devices } })
    return rows.map(tokenOf)
  },

  async touch(tx: Tx, hash: string, usedAt: number): Promise<void> {
    await tx
      .updateTable('tokens')
      .set({ used_at: usedAt })
      .where('hash', '=', hash)
      .where('used_at', '<', usedAt)
      .execute()
  },

  async end(tx: Tx, hash: string): Promise<Token | undefined> {
    const row = await tx.deleteFrom('tokens').where('hash', '=', hash).returningAll().executeTakeFirst()
    return row && tokenOf(row)
  },

  async endAll(tx: Tx, userId: number, except?: string): Promise<Token[]> {
    const rows = await tx
      .deleteFrom('tokens')
      .where('user_id', '=', userId)
      .$if(except !== undefined, query => query.where('hash', '!=', except ?? ''))
      .returningAll()
      .execute()
    return rows.map(tokenOf)
  },

  async expire(tx: Tx, usedBefore: number, createdBefore: number): Promise<Token[]> {
    await tx.deleteFrom('replaced_logins').where('at', '<', createdBefore).execute()
    const rows = await tx
      .deleteFrom('tokens')
      .where(eb => eb.or([eb('used_at', '<', usedBefore), eb('created_at', '<', createdBefore)]))
      .returningAll()
      .execute()
    return rows.map(tokenOf)
  },
}

export const passwordWrites = {
  /** Sets a one-time password and ends every login: those come back. */
  async resetPassword(tx: Tx, { userId, passwordHash, at }: PasswordChange): Promise<Token[]> {
    await tx
      .updateTable('users')
      .set({ password_hash: passwordHash, password_set_at: at, must_change_password: 1 })
      .where('id', '=', userId)
      .execute()
    return tokenWrites.endAll(tx, userId)
  },
}
