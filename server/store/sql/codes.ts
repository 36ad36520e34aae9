import type { Selectable } from 'kysely'
import type { Code, Codes } from '../store.ts'
import type { Db, Schema, Tx } from './schema.ts'

const codeOf = (row: Selectable<Schema['codes']>): Code => ({
  code: row.code,
  kind: row.kind as Code['kind'],
  data: row.data,
  expiresAt: row.expires_at,
})

export const codeReads = (db: Db): Pick<Codes, 'find'> => ({
  async find(code) {
    const row = await db.selectFrom('codes').selectAll().where('code', '=', code).executeTakeFirst()
    return row && codeOf(row)
  },
})

export const codeWrites = {
  async createCode(tx: Tx, code: Code): Promise<void> {
    await tx.insertInto('codes').values({ code: code.code, kind: code.kind, data: code.data, expires_at: code.expiresAt }).execute()
  },

  async changeCode(tx: Tx, code: string, expected: string, data: string): Promise<boolean> {
    const row = await tx.updateTable('codes').set({ data })
      .where('code', '=', code).where('data', '=', expected).returning('code').executeTakeFirst()
    return row !== undefined
  },

  async takeCode(tx: Tx, code: string): Promise<Code | undefined> {
    const row = await tx.deleteFrom('codes').where('code', '=', code).returningAll().executeTakeFirst()
    return row && codeOf(row)
  },

  async expireCodes(tx: Tx, time: number): Promise<void> {
    await tx.deleteFrom('codes').where('expires_at', '<', time).execute()
  },
}
