import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { DepartmentWish } from '../../store/departments.ts'
import type { Company, Department } from '../../store/people.ts'
import { LimitReached } from '../../store/store.ts'
import type { Store } from '../../store/store.ts'

type Needs = {
  store: Pick<Store, 'administration' | 'managedPeople'> & {
    directory: Pick<Store['directory'], 'companies' | 'departments'>
  }
  bus: Bus
}
type Listed = { company: Company; departments: (Department & { people: number })[] }

/** The trees of departments, as the console shows and changes them. Fails with `Failure`. */
export function createDepartments({ store: { directory, administration, managedPeople }, bus }: Needs) {
  return {
    /** Every company with its departments, each after the one that it lies below. */
    async organisation(): Promise<Listed[]> {
      const people = await managedPeople.departmentSizes()
      const listed: Listed[] = []
      for (const company of await directory.companies())
        listed.push({
          company,
          departments: inOrder(await directory.departments(company.id)).map(department => ({
            ...department,
            people: people.get(department.id) ?? 0,
          })),
        })
      return listed
    },

    /** Makes, renames or moves a department; its id. */
    async save(by: Actor, wish: DepartmentWish): Promise<{ id: number }> {
      const saved = await administration.saveDepartment(by, wish).catch((error: unknown) => {
        throw error instanceof LimitReached ? new Failure('department.tooDeep') : error
      })
      if (typeof saved === 'string') throw new Failure(failures[saved])
      bus.toAll({ type: 'reachChanged' })
      return saved
    },

    /** Only one that nobody is in and that has none below. */
    async remove(by: Actor, id: number): Promise<void> {
      const outcome = await administration.removeDepartment(by, id)
      if (outcome !== 'removed') throw new Failure(failures[outcome])
      bus.toAll({ type: 'reachChanged' })
    },
  }
}

const failures = {
  companyUnknown: 'company.unknown',
  departmentUnknown: 'department.unknown',
  belowItself: 'department.belowItself',
  nameTaken: 'department.nameTaken',
  unknown: 'department.unknown',
  notEmpty: 'department.notEmpty',
} as const

/** Each after the one that it lies below, sisters as they were made. */
function inOrder(departments: readonly Department[]): Department[] {
  const below = Map.groupBy(departments, department => department.parentId)
  const from = (parentId: number | null): Department[] =>
    (below.get(parentId) ?? []).flatMap(department => [department, ...from(department.id)])
  return from(null)
}
