import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Modules, Targets } from '../modules.ts'
import { readChunks } from './rows.ts'
import type { Db } from './schema.ts'

/** Whom a notice reaches. Between its queries others have their turn: there may be very many people. */
export const receiverReads = (db: Db): Pick<Modules, 'receivers'> => {
  const below = async (table: 'companies' | 'departments', tops: readonly number[]): Promise<Set<number>> => {
    const found = new Set(tops)
    for (let level = [...found]; level.length > 0;) {
      const rows = await readChunks(level, some =>
        db.selectFrom(table).select('id').where('parent_id', 'in', some).execute(),
      )
      level = rows.map(row => row.id).filter(id => !found.has(id))
      for (const id of level) found.add(id)
    }
    return found
  }

  const inDepartments = (ids: Iterable<number>) =>
    inTurns([...ids], some =>
      db
        .selectFrom('department_members')
        .select('user_id as id')
        .distinct()
        .where('department_id', 'in', some)
        .execute(),
    )

  /** Who has it as their own company, and who is in one of its departments. */
  const inCompanies = async (ids: readonly number[]): Promise<number[]> => {
    const own = await inTurns(ids, some =>
      db.selectFrom('users').select('id').where('company_id', 'in', some).execute(),
    )
    const departments = await readChunks(ids, some =>
      db.selectFrom('departments').select('id').where('company_id', 'in', some).execute(),
    )
    return [...own, ...(await inDepartments(departments.map(row => row.id)))]
  }

  return {
    async receivers({ userIds, departmentIds, companyIds }: Targets, within) {
      const asked = new Set([
        ...userIds,
        ...(await inDepartments(await below('departments', departmentIds))),
        ...(await inCompanies(companyIds)),
      ])
      const allowed =
        within === null ? undefined : new Set(await inCompanies([...(await below('companies', [within]))]))
      const enabled = await inTurns(
        [...asked].filter(id => allowed?.has(id) ?? true),
        some => db.selectFrom('users').select('id').where('id', 'in', some).where('is_enabled', '=', 1).execute(),
      )
      return enabled.sort((one, other) => one - other)
    },
  }
}

const idsAtOnce = 500

async function inTurns(ids: readonly number[], read: (some: number[]) => Promise<{ id: number }[]>): Promise<number[]> {
  const found: number[] = []
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    if (start > 0) await nextTurn()
    for (const { id } of await read(ids.slice(start, start + idsAtOnce))) found.push(id)
  }
  return found
}
