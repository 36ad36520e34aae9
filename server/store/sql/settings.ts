import type { Settings } from '../store.ts'
import type { Db, Tx } from './schema.ts'

export const settingReads = (db: Db): Pick<Settings, 'get'> => ({
  async get(name) {
    const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
    return row?.value
  },
})

export const settingWrites = {
  async set(tx: Tx, name: string, value: string): Promise<void> {
    await tx
      .insertInto('settings')
      .values({ name, value })
      .onConflict(conflict => conflict.column('name').doUpdateSet({ value }))
      .execute()
  },
}
