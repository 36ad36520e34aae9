import type { AuditDetail, AuditDetails, Subject } from '../audit.ts'
import { readChunks } from './rows.ts'
import type { Db } from './schema.ts'

/** People that an entry names; more are counted. */
const namesKept = 100

/** What an act was done to, as it is called now. */
export async function personSubject(db: Db, id: number): Promise<Subject> {
  const row = await db.selectFrom('users').select('true_name').where('id', '=', id).executeTakeFirst()
  return { kind: 'person', id, name: row?.true_name ?? '' }
}

const tables = {
  company: 'companies',
  license: 'licenses',
  department: 'departments',
  group: 'groups',
  module: 'modules',
  entry: 'entries',
} as const

export async function subjectOf(db: Db, kind: keyof typeof tables, id: number): Promise<Subject> {
  const row = await db.selectFrom(tables[kind]).select('name').where('id', '=', id).executeTakeFirst()
  return { kind, id, name: row?.name ?? '' }
}

/** The name of a company; null for none. */
export const companyName = async (db: Db, id: number | null | undefined): Promise<string | null> =>
  id == null ? null : (await subjectOf(db, 'company', id)).name

/** These people by id and name, as many as an entry has room for, and how many they are. */
export async function peopleNamed(db: Db, ids: readonly number[]): Promise<AuditDetails> {
  const rows = await readChunks(ids.slice(0, namesKept), some =>
    db.selectFrom('users').select(['id', 'true_name']).where('id', 'in', some).orderBy('id').execute(),
  )
  return { count: ids.length, people: rows.map(({ id, true_name }) => ({ id, name: true_name })) }
}

/** Of what two states have in common, what differs: [before, after] by name. */
export function changesBetween<Facts extends Record<string, AuditDetail>>(
  before: Facts,
  after: Facts,
): Record<string, readonly AuditDetail[]> {
  const differ = Object.keys(after).filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(differ.map(name => [name, [before[name] ?? null, after[name] ?? null]]))
}
