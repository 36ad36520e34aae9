import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { emailOf, phoneOf } from '../../../contract/account-names.ts'
import { pinyinOf } from '../../lib/pinyin.ts'
import type { Administration } from '../administration.ts'
import type { Actor, AuditDetail } from '../audit.ts'
import type { ImportedPerson, ImportOutcome } from '../people.ts'
import { Taken } from '../store.ts'
import { openOrganisation } from './import-organisation.ts'
import type { Tx } from './schema.ts'
import { refuseOverSeats } from './seats.ts'

/*
 * An import is staged in portions, in temporary tables that nobody reads and that are gone after a crash; other
 * writes go between the portions. One short transaction then copies all of it, or nothing.
 *
 *   stage ─ stage ─ … ─ stage ── finish: companies, departments, users, department_members
 *     └── staged_people, staged_placements ──┘
 */

/** People of one portion: a few milliseconds of the writer. */
const portion = 200

type Steps = {
  stage(importId: string, firstLine: number, people: readonly ImportedPerson[]): Promise<void>
  finish(by: Actor, importId: string): Promise<ImportOutcome>
  drop(importId: string): Promise<void>
}

/** The import as callers see it, out of its three writes. */
export const createPeopleImport =
  ({ stage, finish, drop }: Steps): Administration['importPeople'] =>
  async (by, people) => {
    const importId = randomUUID()
    try {
      for (let line = 0; line < people.length; line += portion)
        await stage(importId, line, people.slice(line, line + portion))
      return await finish(by, importId)
    } finally {
      await drop(importId).catch(() => undefined)
    }
  }

export const importWrites = {
  async stage(tx: Tx, importId: string, firstLine: number, people: readonly ImportedPerson[]): Promise<void> {
    await createStagingTables(tx)
    const lines = people.map((person, at) => ({ person, own: { import_id: importId, line: firstLine + at } }))
    await tx
      .insertInto('staged_people')
      .values(
        lines.map(({ person, own }) => ({
          ...own,
          company: person.company,
          username: person.username.toLowerCase(),
          true_name: person.trueName,
          phone: phoneOf(person.phone ?? '') ?? (person.phone || null),
          email: emailOf(person.email ?? '') || null,
          work: person.work,
          must_change_password: 1,
          password_hash: person.passwordHash,
          created_at: person.createdAt,
          ...pinyinOf(person.trueName),
        })),
      )
      .execute()
    const placements = lines.flatMap(({ person: { company, placements }, own }) =>
      company === null
        ? []
        : placements.map(({ path, position }, at) => ({
            ...own,
            company,
            path: JSON.stringify(path),
            position,
            is_main: Number(at === 0),
          })),
    )
    if (placements.length > 0) await tx.insertInto('staged_placements').values(placements).execute()
  },

  async finish(tx: Tx, importId: string): Promise<ImportOutcome> {
    await createStagingTables(tx)
    const organisation = await openOrganisation(tx)
    const companyIds = new Set<number>()
    const companies = await tx
      .selectFrom('staged_people')
      .select(eb => eb.fn.min('line').as('line'))
      .select('company')
      .where('import_id', '=', importId)
      .where('company', 'is not', null)
      .groupBy('company')
      .orderBy('line')
      .execute()
    for (const { company } of companies) {
      if (company === null) continue
      const companyId = await organisation.company(company)
      companyIds.add(companyId)
      await tx.insertInto('staged_companies').values({ import_id: importId, company, company_id: companyId }).execute()
    }
    const departments = await tx
      .selectFrom('staged_placements')
      .select(eb => eb.fn.min('line').as('line'))
      .select(['company', 'path'])
      .where('import_id', '=', importId)
      .groupBy(['company', 'path'])
      .orderBy('line')
      .execute()
    for (const { company, path } of departments) {
      const departmentId = await organisation.department(company, JSON.parse(path) as string[])
      await tx
        .insertInto('staged_departments')
        .values({ import_id: importId, company, path, department_id: departmentId })
        .execute()
    }
    await copyPeople(tx, importId)
    await copyPlacements(tx, importId)
    const licensed =
      companyIds.size === 0
        ? []
        : await tx
            .selectFrom('companies')
            .select('license_id')
            .distinct()
            .where('id', 'in', [...companyIds])
            .execute()
    await refuseOverSeats(
      tx,
      licensed.map(row => row.license_id ?? undefined),
    )
    return { made: organisation.made, arrivals: await arrivalsOf(tx, importId) }
  },

  async drop(tx: Tx, importId: string): Promise<void> {
    await createStagingTables(tx)
    for (const table of ['staged_people', 'staged_placements', 'staged_companies', 'staged_departments'] as const) {
      await tx.deleteFrom(table).where('import_id', '=', importId).execute()
    }
  },
}

async function copyPeople(tx: Tx, importId: string): Promise<void> {
  const columns = [
    'username',
    'true_name',
    'phone',
    'email',
    'work',
    'must_change_password',
    'password_hash',
    'created_at',
    'pinyin',
    'initials',
  ] as const
  await tx
    .insertInto('users')
    .columns([...columns, 'password_set_at', 'company_id', 'sex', 'is_enabled', 'is_admin'])
    .expression(
      tx
        .selectFrom('staged_people as p')
        .leftJoin('staged_companies as c', join =>
          join.onRef('c.company', '=', 'p.company').onRef('c.import_id', '=', 'p.import_id'),
        )
        .select(columns.map(column => `p.${column}` as const))
        .select(eb => [
          'p.created_at as password_set_at',
          'c.company_id',
          eb.val('unknown').as('sex'),
          eb.val(1).as('is_enabled'),
          eb.val(0).as('is_admin'),
        ])
        .where('p.import_id', '=', importId)
        .orderBy('p.line'),
    )
    .execute()
    .catch((error: unknown) => {
      const field = /UNIQUE constraint failed: users\.(\w+)/.exec(error instanceof Error ? error.message : '')?.[1]
      throw field === undefined ? error : new Taken(field)
    })
}

/** The first mention of a department counts if somebody is placed in it twice. */
async function copyPlacements(tx: Tx, importId: string): Promise<void> {
  await tx
    .insertInto('department_members')
    .columns(['user_id', 'department_id', 'position', 'is_main'])
    .expression(
      tx
        .selectFrom('staged_placements as m')
        .innerJoin('staged_people as p', join =>
          join.onRef('p.line', '=', 'm.line').onRef('p.import_id', '=', 'm.import_id'),
        )
        .innerJoin('users as u', 'u.username', 'p.username')
        .innerJoin('staged_departments as d', join =>
          join
            .onRef('d.company', '=', 'm.company')
            .onRef('d.path', '=', 'm.path')
            .onRef('d.import_id', '=', 'm.import_id'),
        )
        .select(['u.id', 'd.department_id', 'm.position', 'm.is_main'])
        .where('m.import_id', '=', importId),
    )
    .onConflict(conflict => conflict.columns(['user_id', 'department_id']).doNothing())
    .execute()
}

async function arrivalsOf(tx: Tx, importId: string): Promise<ImportOutcome['arrivals']> {
  const rows = await tx
    .selectFrom('staged_people as p')
    .innerJoin('users as u', 'u.username', 'p.username')
    .select(['u.id', 'u.company_id'])
    .where('p.import_id', '=', importId)
    .orderBy('p.line')
    .execute()
  return rows.flatMap(({ id, company_id }) => (company_id === null ? [] : [{ userId: id, companyId: company_id }]))
}

/** Those who came by this import, in the order of the table; to be asked before it is dropped. */
export async function importedPeople(tx: Tx, importId: string): Promise<AuditDetail[]> {
  const rows = await tx
    .selectFrom('staged_people as p')
    .innerJoin('users as u', 'u.username', 'p.username')
    .select(['u.id', 'u.username', 'u.true_name'])
    .where('p.import_id', '=', importId)
    .orderBy('p.line')
    .execute()
  return rows.map(({ id, username, true_name }) => ({ id, username, name: true_name }))
}

async function createStagingTables(tx: Tx): Promise<void> {
  await sql`CREATE TEMPORARY TABLE IF NOT EXISTS staged_people (
    import_id TEXT, line INTEGER, company TEXT, username TEXT, true_name TEXT, phone TEXT, email TEXT, work TEXT,
    must_change_password INTEGER, password_hash TEXT, created_at INTEGER, pinyin TEXT, initials TEXT, PRIMARY KEY (import_id, line)
  )`.execute(tx)
  await sql`CREATE TEMPORARY TABLE IF NOT EXISTS staged_placements (
    import_id TEXT, line INTEGER, company TEXT, path TEXT, position TEXT, is_main INTEGER
  )`.execute(tx)
  await sql`CREATE TEMPORARY TABLE IF NOT EXISTS staged_companies (
    import_id TEXT, company TEXT, company_id INTEGER, PRIMARY KEY (import_id, company)
  )`.execute(tx)
  await sql`CREATE TEMPORARY TABLE IF NOT EXISTS staged_departments (
    import_id TEXT, company TEXT, path TEXT, department_id INTEGER, PRIMARY KEY (import_id, company, path)
  )`.execute(tx)
}
