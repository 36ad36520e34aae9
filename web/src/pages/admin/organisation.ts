import { computed } from 'vue'
import { managedOrganisation } from '../../../../contract/admin.ts'
import type { ManagedCompany } from '../../../../contract/admin.ts'
import { createResource } from '../../resource.ts'
import { ask } from '../../session.ts'

export type Department = ManagedCompany['departments'][number]

/** Companies and their departments, for lists to choose from. */
export function useOrganisation() {
  const { value, error, isBusy, load } = createResource(() => ask(managedOrganisation))
  void load()
  const companies = computed(() => value.value ?? [])
  return { companies, isThere: computed(() => value.value !== undefined), error, isBusy, load }
}

/** The names of a department and of those above it, from the top down. */
export function pathOf(departments: readonly Department[], id: number): string[] {
  const department = departments.find(each => each.id === id)
  if (!department) return []
  return [...(department.pid === null ? [] : pathOf(departments, department.pid)), department.text]
}

/** Every department to choose from, with its whole path, and its company where there are several. */
export const departmentChoices = (companies: readonly ManagedCompany[]) =>
  companies.flatMap(({ text, departments }) =>
    departments.map(({ id }) => ({
      value: id,
      label: [...(companies.length > 1 ? [text] : []), ...pathOf(departments, id)].join(' / '),
    })),
  )
