import type { Administration } from '../administration.ts'
import type { DepartmentWish } from '../departments.ts'
import type { License } from '../people.ts'
import { audited, did, nothing } from './audit.ts'
import { changesBetween, companyName, personSubject, subjectOf } from './audit-subjects.ts'
import { departmentWrites } from './departments.ts'
import { departmentsAbove, directoryWrites, foundingWrites, pathTo } from './directory.ts'
import type { Tx } from './schema.ts'
import { userWrites } from './users.ts'

type Args<Name extends keyof Administration> = Administration[Name] extends (by: never, ...args: infer Given) => unknown
  ? Given
  : never

/** Where a department lies and how it is called; undefined where there is none. */
async function placeOf(tx: Tx, id: number | undefined) {
  if (id === undefined) return undefined
  const row = await tx
    .selectFrom('departments')
    .select(['name', 'company_id', 'parent_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const above = pathTo(await departmentsAbove(tx, [row.parent_id]), row.parent_id).join('/')
  return { companyId: row.company_id, facts: { name: row.name, above } }
}

export const administerOrganisation = {
  addLicense: audited(async (tx: Tx, license: Omit<License, 'id'>) => {
    const id = await directoryWrites.createLicense(tx, license)
    const { name, seats, maxLevel } = license
    return did(id, { action: 'license.add', subject: { kind: 'license', id, name }, details: { seats, maxLevel } })
  }),

  addCompany: audited(async (tx: Tx, ...[company]: Args<'addCompany'>) => {
    const id = await directoryWrites.createCompany(tx, company)
    const details = { parent: await companyName(tx, company.parentId) }
    return did(id, { action: 'company.add', subject: { kind: 'company', id, name: company.name }, details })
  }),

  licenseCompany: audited(async (tx: Tx, companyId: number, licenseId: number) => {
    await foundingWrites.licenseCompany(tx, companyId, licenseId)
    const { name: license } = await subjectOf(tx, 'license', licenseId)
    const subject = await subjectOf(tx, 'company', companyId)
    return did(undefined, { action: 'company.license', subject, details: { license } })
  }),

  foundCompany: audited(async (tx: Tx, ...[founding]: Args<'foundCompany'>) => {
    const founded = await foundingWrites.foundCompany(tx, founding)
    if (founded.outcome === 'exists') return nothing(founded)
    const subject = { kind: 'company', id: founded.companyId, name: founding.name } as const
    return did(founded, { action: 'company.found', subject, details: { group: founding.groupName } })
  }),

  enterCompany: audited(async (tx: Tx, userId: number, companyId: number) => {
    await userWrites.change(tx, userId, { companyId })
    const { name: person } = await personSubject(tx, userId)
    return did(undefined, {
      action: 'company.join',
      subject: await subjectOf(tx, 'company', companyId),
      details: { person },
    })
  }),

  saveDepartment: audited(async (tx: Tx, wish: DepartmentWish) => {
    const before = await placeOf(tx, wish.id)
    const saved = await departmentWrites.saveDepartment(tx, wish)
    if (typeof saved === 'string') return nothing(saved)
    const after = await placeOf(tx, saved.id)
    const company = await companyName(tx, wish.companyId)
    const subject = { kind: 'department', id: saved.id, name: before?.facts.name ?? wish.name } as const
    if (!before || !after)
      return did(saved, { action: 'department.add', subject, details: { company, above: after?.facts.above ?? '' } })
    const changes = changesBetween(before.facts, after.facts)
    if (Object.keys(changes).length === 0) return nothing(saved)
    return did(saved, { action: 'department.edit', subject, details: { company, changes } })
  }),

  removeDepartment: audited(async (tx: Tx, id: number) => {
    const before = await placeOf(tx, id)
    const outcome = await departmentWrites.removeDepartment(tx, id)
    if (outcome !== 'removed' || !before) return nothing(outcome)
    const { name, above } = before.facts
    const details = { company: await companyName(tx, before.companyId), above }
    return did(outcome, { action: 'department.remove', subject: { kind: 'department', id, name }, details })
  }),
}
