import type { Reply } from '../../../contract/call.ts'
import type { departmentTree } from '../../../contract/directory.ts'

export type Department = Reply<typeof departmentTree>[number]

/** The way from the top to a department, itself last; empty where there is no such department. */
export function pathTo(tree: readonly Department[], id: number): Department[] {
  for (const department of tree) {
    if (department.id === id) return [department]
    const below = pathTo(department.children, id)
    if (below.length > 0) return [department, ...below]
  }
  return []
}

/** Ids of a department and of all below it. */
export const idsWithin = (department: Department): number[] => [
  department.id,
  ...department.children.flatMap(idsWithin),
]
