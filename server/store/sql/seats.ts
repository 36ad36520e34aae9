import { sql } from 'kysely'
import { LimitReached } from '../store.ts'
import type { Db, Tx } from './schema.ts'

/** The company that a person counts in: the own one, else that of the main department. */
const companyOf = (tx: Db, userId: number) =>
  tx
    .selectFrom('users')
    .leftJoin('department_members as m', join => join.onRef('m.user_id', '=', 'users.id').on('m.is_main', '=', 1))
    .leftJoin('departments as d', 'd.id', 'm.department_id')
    .select(eb => eb.fn.coalesce('users.company_id', 'd.company_id').as('company_id'))
    .where('users.id', '=', userId)
    .where('users.is_enabled', '=', 1)

/** The licence on which this person has a seat; undefined for who is disabled and where there is none. */
export async function seatOf(tx: Tx, userId: number): Promise<number | undefined> {
  const row = await tx
    .selectFrom('companies')
    .select('license_id')
    .where('id', 'in', companyOf(tx, userId))
    .executeTakeFirst()
  return row?.license_id ?? undefined
}

/**
 * To be called after a write, in its transaction: throws `LimitReached` where more people sit on the licence than it
 * has seats.
 */
export async function refuseOverSeats(tx: Tx, licenseIds: Iterable<number | undefined>): Promise<void> {
  for (const id of new Set(licenseIds)) {
    if (id === undefined) continue
    const license = await tx.selectFrom('licenses').select(['name', 'seats']).where('id', '=', id).executeTakeFirst()
    if (license && (await seatsTaken(tx, id)) > license.seats)
      throw new LimitReached({ what: 'seats', license: license.name, most: license.seats })
  }
}

async function seatsTaken(tx: Tx, licenseId: number): Promise<number> {
  const companies = tx.selectFrom('companies').select('id').where('license_id', '=', licenseId)
  const own = tx
    .selectFrom('users')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('is_enabled', '=', 1)
    .where('company_id', 'in', companies)
  const byDepartment = tx
    .selectFrom('users')
    .innerJoin('department_members as m', join => join.onRef('m.user_id', '=', 'users.id').on('m.is_main', '=', 1))
    .innerJoin('departments as d', 'd.id', 'm.department_id')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('users.is_enabled', '=', 1)
    .where('users.company_id', 'is', null)
    .where('d.company_id', 'in', companies)
  const [first, second] = [await own.executeTakeFirstOrThrow(), await byDepartment.executeTakeFirstOrThrow()]
  return Number(first.count) + Number(second.count)
}

/**
 * To be called after a write, in its transaction: throws `LimitReached` where companies or departments of this one lie
 * deeper than its licence allows.
 */
export async function refuseTooDeep(tx: Tx, companyId: number): Promise<void> {
  const row = await tx
    .selectFrom('companies')
    .innerJoin('licenses', 'licenses.id', 'companies.license_id')
    .select(['companies.level', 'licenses.name', 'licenses.max_level'])
    .select(eb =>
      eb
        .selectFrom('departments')
        .select(sql<number | null>`max(departments.level)`.as('deepest'))
        .where('departments.company_id', '=', companyId)
        .as('deepest'),
    )
    .where('companies.id', '=', companyId)
    .executeTakeFirst()
  if (row && Math.max(row.level, row.deepest ?? 0) > row.max_level)
    throw new LimitReached({ what: 'levels', license: row.name, most: row.max_level })
}
