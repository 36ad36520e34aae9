import {
  addPerson,
  editPerson,
  giveOneTimePassword,
  importPeople,
  listManagedPeople,
  managedOrganisation,
  removeDepartment,
  saveDepartment,
} from '../../../contract/admin.ts'
import { actorOf } from '../../lib/actor.ts'
import { route, type Route } from '../../lib/route.ts'
import type { Admin } from './admin.ts'
import { managedChangeOf, managedPersonWire } from './wire.ts'

type Needs = Pick<Admin, 'managedPeople' | 'departments' | 'importUploaded'>

export const adminRoutes = ({ managedPeople: people, departments, importUploaded }: Needs): Route[] => [
  route(listManagedPeople, async ({ query: { page, size, deptId, ...question }, url }) => {
    const found = await people.list({ ...question, departmentId: deptId, offset: (page - 1) * size, limit: size })
    return { total: found.total, people: found.people.map(person => managedPersonWire(person, url)) }
  }),

  route(addPerson, async ({ viewer, client, body, url }) => {
    const { person, oneTime } = await people.add(actorOf(viewer, client), managedChangeOf(body))
    return { person: managedPersonWire(person, url), oneTime }
  }),

  route(editPerson, async ({ viewer, client, body: { id, revision, ...wish }, url }) =>
    managedPersonWire(await people.edit(actorOf(viewer, client), id, revision, managedChangeOf(wish)), url),
  ),

  route(giveOneTimePassword, ({ viewer, client, body }) =>
    people.giveOneTimePassword(actorOf(viewer, client), body.id),
  ),

  route(importPeople, ({ viewer, client, body }) =>
    importUploaded(actorOf(viewer, client), body.fileId, body.dryRun === 1),
  ),

  route(managedOrganisation, async () =>
    (await departments.organisation()).map(({ company, departments: own }) => ({
      id: company.id,
      text: company.name,
      pid: company.parentId,
      departments: own.map(({ id, name, parentId, level, people: userCount }) => ({
        id,
        text: name,
        pid: parentId,
        level,
        userCount,
      })),
    })),
  ),

  route(saveDepartment, ({ viewer, client, body: { id, companyId, pid, text } }) =>
    departments.save(actorOf(viewer, client), { id, companyId, parentId: pid, name: text }),
  ),

  route(removeDepartment, async ({ viewer, client, query }) => {
    await departments.remove(actorOf(viewer, client), query.id)
    return null
  }),
]
