import {
  deptTree,
  findOnline,
  myCompanyContactList,
  myCompanyList,
  myContactList,
  searchMyContact,
} from '../../../contract/directory.ts'
import { route, type Route } from '../../lib/route.ts'
import { companyWire } from '../people/wire.ts'
import type { Directory } from './directory.ts'
import { companyPeopleWire, contactWire, departmentsWire, foundGroupWire } from './wire.ts'

export const directoryRoutes = (directory: Directory): Route[] => [
  route(myCompanyList, async ({ viewer, url }) =>
    (await directory.ownCompanies(viewer.user)).map(company => ({ ...companyWire(company, url), children: [] as [] })),
  ),
  route(myCompanyContactList, async ({ viewer, url }) =>
    (await directory.companiesWithPeople(viewer.user)).map(listed => companyPeopleWire(listed, url)),
  ),
  route(myContactList, async ({ viewer, query, url }) =>
    (await directory.people(viewer.user, query.companyId)).map(contact => contactWire(contact, url)),
  ),
  route(deptTree, async ({ viewer, query }) =>
    departmentsWire(await directory.departments(viewer.user, query.companyId)),
  ),
  route(searchMyContact, async ({ viewer, query, url }) => {
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
