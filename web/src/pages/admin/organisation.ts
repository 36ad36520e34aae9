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

/** By its id, the names of each department and of those above it, from the top down. */
export function pathsOf(departments: readonly Department[]): Map<number, string[]> {
  const paths = new Map<number, string[]>()
  // Each comes after the one that it lies below.
  for (const { id, pid, text } of departments) paths.set(id, [...((pid !== null && paths.get(pid)) || []), text])
  return paths
}

/** Every department to choose from, with its whole path, and its company where there are several. */
export const departmentChoices = (companies: readonly ManagedCompany[]) =>
  companies.flatMap(({ text, departments }) =>
    [...pathsOf(departments)].map(([value, path]) => ({
      value,
      label: [...(companies.length > 1 ? [text] : []), ...path].join(' / '),
    })),
  )
