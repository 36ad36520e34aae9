import {
  departmentTree,
  findOnline,
  listCompanyContacts,
  listCompanies,
  listContacts,
  findContacts,
} from '../../../contract/directory.ts'
import { route, type Route } from '../../lib/route.ts'
import { companyWire } from '../people/wire.ts'
import type { Directory } from './directory.ts'
import { companyPeopleWire, contactWire, departmentsWire, foundGroupWire } from './wire.ts'

export const directoryRoutes = (directory: Directory): Route[] => [
  route(listCompanies, async ({ viewer, url }) =>
    (await directory.ownCompanies(viewer.user)).map(company => ({ ...companyWire(company, url), children: [] as [] })),
  ),
  route(listCompanyContacts, async ({ viewer, url }) =>
    (await directory.companiesWithPeople(viewer.user)).map(listed => companyPeopleWire(listed, url)),
  ),
  route(listContacts, async ({ viewer, query, url }) =>
    (await directory.people(viewer.user, query.companyId)).map(contact => contactWire(contact, url)),
  ),
  route(departmentTree, async ({ viewer, query }) =>
    departmentsWire(await directory.departments(viewer.user, query.companyId)),
  ),
  route(findContacts, async ({ viewer, query, url }) => {
    const { cards, contacts, groups, nodes } = await directory.search(viewer.user, query.keyword, url)
    return {
      cards,
      contacts: contacts.map(contact => contactWire(contact, url)),
      groups: groups.map(group => foundGroupWire(group, url)),
      nodes,
    }
  }),
  route(findOnline, ({ viewer, query }) => directory.online(viewer.user, query.ids)),
]
