import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Entry, Module, Modules } from '../modules.ts'
import type { Db, Schema, Tx } from './schema.ts'

type Reads = Pick<Modules, 'find' | 'keyHash' | 'list' | 'entries' | 'allEntries'>

const moduleOf = (row: Selectable<Schema['modules']>): Module => ({
  id: row.id,
  name: row.name,
  avatar: row.avatar,
  companyId: row.company_id,
  isEnabled: row.is_enabled === 1,
  createdAt: row.created_at,
})

const entryOf = (row: Selectable<Schema['entries']>): Entry => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  avatar: row.avatar,
  redirect: row.redirect,
  companyId: row.company_id,
})

export const moduleReads = (db: Db): Reads => ({
  async find(id) {
    const row = await db.selectFrom('modules').selectAll().where('id', '=', id).executeTakeFirst()
    return row && moduleOf(row)
  },

  async keyHash(id) {
    const row = await db.selectFrom('modules').select('key_hash').where('id', '=', id).executeTakeFirst()
    return row?.key_hash ?? undefined
  },

  async list() {
    return (await db.selectFrom('modules').selectAll().orderBy('id').execute()).map(moduleOf)
  },

  async entries(kind, userId) {
    const rows = await db
      .selectFrom('entries')
      .selectAll()
      .where('kind', '=', kind)
      .where(eb =>
        eb.or([
          eb('company_id', 'is', null),
          eb('company_id', 'in', eb.selectFrom('users').select('users.company_id').where('users.id', '=', userId)),
          eb(
            'company_id',
            'in',
            eb
              .selectFrom('department_members')
              .innerJoin('departments', 'departments.id', 'department_members.department_id')
              .select('departments.company_id')
              .where('department_members.user_id', '=', userId),
          ),
        ]),
      )
      .orderBy('position')
      .orderBy('id')
      .execute()
    return rows.map(entryOf)
  },

  async allEntries() {
    return (await db.selectFrom('entries').selectAll().orderBy('kind').orderBy('position').orderBy('id').execute()).map(
      entryOf,
    )
  },
})

export const moduleWrites = {
  async create(tx: Tx, module: Parameters<Modules['create']>[0]): Promise<number> {
    const row = await tx
      .insertInto('modules')
      .values({
        name: module.name,
        avatar: module.avatar,
        company_id: module.companyId,
        key_hash: module.keyHash,
        created_at: module.createdAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async createEntry(tx: Tx, entry: Omit<Entry, 'id'>): Promise<number> {
    const row = await tx
      .insertInto('entries')
      .values({
        kind: entry.kind,
        name: entry.name,
        avatar: entry.avatar,
        redirect: entry.redirect,
        company_id: entry.companyId,
        position: sql<number>`(SELECT coalesce(max(position), 0) + 1 FROM entries WHERE kind = ${entry.kind})`,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },
}

/** What administrators alone do. */
export const moduleChanges = {
  async change(tx: Tx, id: number, change: { isEnabled?: boolean; keyHash?: string }): Promise<boolean> {
    const row = await tx
      .updateTable('modules')
      .set({
        ...(change.isEnabled === undefined ? {} : { is_enabled: Number(change.isEnabled) }),
        ...(change.keyHash === undefined ? {} : { key_hash: change.keyHash }),
      })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  },

  async removeEntry(tx: Tx, id: number): Promise<boolean> {
    const row = await tx.deleteFrom('entries').where('id', '=', id).returning('id').executeTakeFirst()
    return row !== undefined
  },
}
