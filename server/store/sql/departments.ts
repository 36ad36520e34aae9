import type { DepartmentWish, Departments } from '../departments.ts'
import { refuseTooDeep } from './seats.ts'
import type { Tx } from './schema.ts'

/** A department and all below it, level by level. */
async function withBelow(tx: Tx, id: number): Promise<number[]> {
  const ids = [id]
  for (let level = ids; level.length > 0;) {
    const rows = await tx.selectFrom('departments').select('id').where('parent_id', 'in', level).execute()
    level = rows.map(row => row.id)
    ids.push(...level)
  }
  return ids
}

/** Why a department cannot be called so and lie there; undefined where it can. */
async function obstacle(tx: Tx, { id, companyId, parentId, name }: DepartmentWish) {
  const company = await tx.selectFrom('companies').select('id').where('id', '=', companyId).executeTakeFirst()
  if (!company) return 'companyUnknown' as const
  const own = id === undefined ? [] : await withBelow(tx, id)
  for (const known of [id, parentId ?? undefined]) {
    if (known === undefined) continue
    const row = await tx.selectFrom('departments').select('company_id').where('id', '=', known).executeTakeFirst()
    if (row?.company_id !== companyId) return 'departmentUnknown' as const
  }
  if (parentId !== null && own.includes(parentId)) return 'belowItself' as const
  const sister = await tx
    .selectFrom('departments')
    .select('id')
    .where('company_id', '=', companyId)
    .where('parent_id', 'is', parentId)
    .where('name', '=', name)
    .where('id', '!=', id ?? 0)
    .executeTakeFirst()
  return sister && ('nameTaken' as const)
}

export const departmentWrites = {
  async saveDepartment(tx: Tx, wish: DepartmentWish): ReturnType<Departments['saveDepartment']> {
    const { id, companyId, parentId, name } = wish
    const refused = await obstacle(tx, wish)
    if (refused) return refused
    const parent =
      parentId === null
        ? undefined
        : await tx.selectFrom('departments').select('level').where('id', '=', parentId).executeTakeFirst()
    const place = { name, parent_id: parentId, level: (parent?.level ?? 0) + 1 }
    if (id === undefined) {
      const row = await tx
        .insertInto('departments')
        .values({ ...place, company_id: companyId, code: null, note: null, owner_id: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      await refuseTooDeep(tx, companyId)
      return { id: row.id }
    }
    const before = await tx.selectFrom('departments').select('level').where('id', '=', id).executeTakeFirstOrThrow()
    await tx.updateTable('departments').set(place).where('id', '=', id).execute()
    // What lies below moves along.
    const below = (await withBelow(tx, id)).filter(each => each !== id)
    if (below.length > 0 && place.level !== before.level)
      await tx
        .updateTable('departments')
        .set(eb => ({ level: eb('level', '+', place.level - before.level) }))
        .where('id', 'in', below)
        .execute()
    await refuseTooDeep(tx, companyId)
    return { id }
  },

  async removeDepartment(tx: Tx, id: number): ReturnType<Departments['removeDepartment']> {
    const isUsed = [
      await tx.selectFrom('departments').select('id').where('parent_id', '=', id).limit(1).executeTakeFirst(),
      await tx
        .selectFrom('department_members')
        .select('user_id')
        .where('department_id', '=', id)
        .limit(1)
        .executeTakeFirst(),
    ].some(row => row !== undefined)
    if (isUsed) return 'notEmpty'
    const row = await tx.deleteFrom('departments').where('id', '=', id).returning('id').executeTakeFirst()
    return row ? 'removed' : 'unknown'
  },
}
