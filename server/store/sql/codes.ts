import type { Selectable } from 'kysely'
import type { Code, Codes } from '../store.ts'
import { audited, did, nothing } from './audit.ts'
import { personSubject } from './audit-subjects.ts'
import type { Db, Schema, Tx } from './schema.ts'

const codeOf = (row: Selectable<Schema['codes']>): Code => ({
  code: row.code,
  kind: row.kind as Code['kind'],
  data: row.data,
  expiresAt: row.expires_at,
  ...(row.holder !== null && { holder: row.holder }),
})

export const codeReads = (db: Db): Pick<Codes, 'find' | 'findHeld'> => ({
  async find(code) {
    const row = await db.selectFrom('codes').selectAll().where('code', '=', code).executeTakeFirst()
    return row && codeOf(row)
  },
  async findHeld(kind, holder) {
    const row = await db
      .selectFrom('codes')
      .selectAll()
      .where('kind', '=', kind)
      .where('holder', '=', holder)
      .executeTakeFirst()
    return row && codeOf(row)
  },
})

/** Ends a code. */
async function take(tx: Tx, code: string): Promise<Code | undefined> {
  const row = await tx.deleteFrom('codes').where('code', '=', code).returningAll().executeTakeFirst()
  return row && codeOf(row)
}

export const codeWrites = {
  take,

  async create(tx: Tx, { code, kind, data, expiresAt, holder }: Code, keepsFormer = false): Promise<void> {
    if (holder !== undefined && keepsFormer) {
      await tx
        .updateTable('codes')
        .set({ holder: null })
        .where('kind', '=', kind)
        .where('holder', '=', holder)
        .execute()
    } else if (holder !== undefined) {
      await tx.deleteFrom('codes').where('kind', '=', kind).where('holder', '=', holder).execute()
    }
    await tx
      .insertInto('codes')
      .values({ code, kind, data, expires_at: expiresAt, holder: holder ?? null })
      .execute()
  },

  async change(tx: Tx, code: string, expected: string, data: string): Promise<boolean> {
    const row = await tx
      .updateTable('codes')
      .set({ data })
      .where('code', '=', code)
      .where('data', '=', expected)
      .returning('code')
      .executeTakeFirst()
    return row !== undefined
  },

  redeem: audited(async (tx: Tx, code: string, userId: number) => {
    const taken = await take(tx, code)
    if (!taken) return nothing(undefined)
    return did(taken, { action: 'ticket.redeem', subject: await personSubject(tx, userId) })
  }),

  async expire(tx: Tx, kinds: readonly Code['kind'][], time: number): Promise<void> {
    await tx.deleteFrom('codes').where('expires_at', '<', time).where('kind', 'in', kinds).execute()
  },
}
