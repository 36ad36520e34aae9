import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Contact } from '../../store/contacts.ts'
import type { Company, User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import { departmentBranches, type DepartmentBranch } from './department-tree.ts'
import { createSearch, type SearchNeeds } from './search.ts'

type Needs = SearchNeeds & {
  store: Pick<Store, 'directory' | 'contacts'>
  bus: Bus
  people: Pick<People, 'circleOf' | 'companiesOf' | 'visibleCompanies' | 'reaches' | 'meet' | 'faces'>
  /** Whether a device of this person is connected. */
  isOnline: (userId: number) => boolean
}

export type Directory = ReturnType<typeof createDirectory>

/** The organisation as somebody in it may see it. */
export function createDirectory({ store, bus, people, entries, ration, isOnline }: Needs) {
  const { directory, contacts } = store
  // Ten thousand people take a tenth of a second to read: they are read again when somebody changed.
  const read = new Map<number, Promise<Contact[]>>()
  bus.onAll(event => {
    if (event.type === 'usersChanged' || (event.type === 'reachChanged' && event.userIds === undefined)) read.clear()
  })

  function peopleOf(companyId: number): Promise<Contact[]> {
    const known = read.get(companyId)
    if (known) return known
    const reading = contacts.ofCompany(companyId)
    read.set(companyId, reading)
    reading.catch(() => {
      if (read.get(companyId) === reading) read.delete(companyId)
    })
    return reading
  }

  async function companiesOf(ids: readonly number[]): Promise<Company[]> {
    const found = await Promise.all(ids.map(directory.company))
    return found.flatMap(company => company ?? [])
  }

  async function needVisible(viewer: User, companyId: number): Promise<void> {
    // The same for one that is not there: numbers would tell which there are.
    if (!(await people.visibleCompanies(viewer.id)).includes(companyId)) throw new Failure('company.unknown')
  }

  return {
    /** The viewer's own companies, the main one first. */
    ownCompanies: async (viewer: User): Promise<Company[]> => companiesOf(await people.companiesOf(viewer.id)),

    /** Every company that the viewer may see, the own ones first, with its enabled people by name. */
    async companiesWithPeople(viewer: User): Promise<{ company: Company; contacts: Contact[] }[]> {
      const companies = await companiesOf(await people.visibleCompanies(viewer.id))
      const listed: { company: Company; contacts: Contact[] }[] = []
      for (const company of companies) listed.push({ company, contacts: await peopleOf(company.id) })
      return listed
    },

    /** Fails with `company.unknown`, also where the viewer may not see it. */
    async people(viewer: User, companyId: number): Promise<Contact[]> {
      await needVisible(viewer, companyId)
      return peopleOf(companyId)
    },

    /**
     * Every department of a company, those below first. Fails with `company.unknown`, also where the viewer may not see
     * it.
     */
    async departments(viewer: User, companyId: number): Promise<DepartmentBranch[]> {
      await needVisible(viewer, companyId)
      const [departments, members] = await Promise.all([
        directory.departments(companyId),
        contacts.departmentMembers(companyId),
      ])
      const owners = await people.faces(departments.flatMap(({ ownerId }) => ownerId ?? []))
      return departmentBranches({ departments, members, nameOf: userId => owners.get(userId)?.name ?? null })
    },

    search: createSearch({ store, people, entries, ration }),

    /** Those of these people who are connected and whom the viewer reaches, in the order asked. */
    async online(viewer: User, ids: readonly number[]): Promise<number[]> {
      const connected = [...new Set(ids)].filter(isOnline)
      const seen = await Promise.all(connected.map(id => people.reaches(viewer.id, id)))
      return connected.filter((_, at) => seen[at])
    },
  }
}
