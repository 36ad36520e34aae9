import { directoryWrites } from './directory.ts'
import type { Tx } from './schema.ts'

/** Finds companies and departments by name, and makes what is missing. `made` names it: `company/department/…`. */
export async function openOrganisation(tx: Tx) {
  const rows = await tx.selectFrom('companies').select(['id', 'name']).orderBy('id').execute()
  const companies = new Map(rows.map(row => [row.name, row.id]))
  const departments = new Map<number, Map<string, number>>()
  const made: string[] = []
  const keyOf = (parentId: number | null, name: string) => `${parentId ?? ''}/${name}`

  async function company(name: string): Promise<number> {
    const known = companies.get(name)
    if (known !== undefined) return known
    const id = await directoryWrites.createCompany(tx, { name })
    companies.set(name, id)
    made.push(name)
    return id
  }

  async function departmentsOf(companyId: number): Promise<Map<string, number>> {
    const known = departments.get(companyId)
    if (known) return known
    const rows = await tx
      .selectFrom('departments')
      .select(['id', 'parent_id', 'name'])
      .where('company_id', '=', companyId)
      .execute()
    const read = new Map(rows.map(row => [keyOf(row.parent_id, row.name), row.id]))
    departments.set(companyId, read)
    return read
  }

  return {
    made,
    company,

    /** The department at the end of `path`, which starts at the top and is not empty. */
    async department(companyName: string, path: readonly string[]): Promise<number> {
      const companyId = await company(companyName)
      const known = await departmentsOf(companyId)
      let parentId: number | null = null
      for (const [depth, name] of path.entries()) {
        const key = keyOf(parentId, name)
        let id = known.get(key)
        if (id === undefined) {
          id = await directoryWrites.createDepartment(tx, { name, companyId, parentId })
          known.set(key, id)
          made.push([companyName, ...path.slice(0, depth + 1)].join('/'))
        }
        parentId = id
      }
      if (parentId === null) throw new Error('an empty path is no department')
      return parentId
    },
  }
}
