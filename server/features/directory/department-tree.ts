import type { Department } from '../../store/people.ts'

/** A department, what is directly below it, and how many people: of itself, and with everyone below, each once. */
export type DepartmentBranch = {
  department: Department
  ownerName: string | null
  isTop: boolean
  below: DepartmentBranch[]
  userCount: number
  userCountBelow: number
}

type Needs = {
  departments: readonly Department[]
  members: readonly { departmentId: number; userId: number }[]
  nameOf: (userId: number) => string | null
}

/** Every department, what is below before what is above; without recursion, for a tree may have any depth. */
export function departmentBranches({ departments, members, nameOf }: Needs): DepartmentBranch[] {
  const users = new Map(departments.map(({ id }) => [id, new Set<number>()]))
  for (const { departmentId, userId } of members) users.get(departmentId)?.add(userId)
  const branches = new Map(
    departments.map(department => [
      department.id,
      {
        department,
        ownerName: department.ownerId === null ? null : nameOf(department.ownerId),
        isTop: department.parentId === null || !users.has(department.parentId),
        below: [] as DepartmentBranch[],
        userCount: users.get(department.id)?.size ?? 0,
        userCountBelow: 0,
      },
    ]),
  )
  for (const { id, parentId } of departments) {
    const [branch, above] = [branches.get(id), branches.get(parentId ?? 0)]
    if (branch) above?.below.push(branch)
  }
  const fromBelow = [...branches.values()].sort((a, b) => b.department.level - a.department.level)
  for (const branch of fromBelow) {
    const own = users.get(branch.department.id) ?? new Set()
    branch.userCountBelow = own.size
    const above = users.get(branch.department.parentId ?? 0)
    if (above) for (const userId of own) above.add(userId)
  }
  return fromBelow
}
