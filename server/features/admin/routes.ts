import { addPerson, editPerson, giveOneTimePassword, listManagedPeople } from '../../../contract/admin.ts'
import { route, type Route } from '../../lib/route.ts'
import type { AdminManagedPeople } from './managed-people.ts'
import { managedChangeOf, managedPersonWire } from './wire.ts'

export const adminRoutes = (people: AdminManagedPeople): Route[] => [
  route(listManagedPeople, async ({ query: { page, size, deptId, ...question }, url }) => {
    const found = await people.list({ ...question, departmentId: deptId, offset: (page - 1) * size, limit: size })
    return { total: found.total, people: found.people.map(person => managedPersonWire(person, url)) }
  }),

  route(addPerson, async ({ body, url }) => {
    const { person, oneTime } = await people.add(managedChangeOf(body))
    return { person: managedPersonWire(person, url), oneTime }
  }),

  route(editPerson, async ({ viewer, body: { id, revision, ...wish }, url }) =>
    managedPersonWire(await people.edit(viewer.user, id, revision, managedChangeOf(wish)), url),
  ),

  route(giveOneTimePassword, ({ viewer, body }) => people.giveOneTimePassword(viewer.user, body.id)),
]
