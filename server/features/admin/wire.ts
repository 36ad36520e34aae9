import type { z } from 'zod'
import type { editPerson, ManagedPerson as WirePerson } from '../../../contract/admin.ts'
import type { Url } from '../../lib/route.ts'
import type { ManagedChange, ManagedPerson } from '../../store/managed-people.ts'
import { userWire } from '../people/wire.ts'

export const managedPersonWire = (person: ManagedPerson, url: Url): z.input<typeof WirePerson> => ({
  user: userWire(person, url),
  admin: Number(person.isAdmin),
  invited: Number(person.mustChangePassword),
  companyId: person.companyId,
  work: person.work,
  posts: person.posts.map(({ departmentId, companyId, path, position }) => ({
    deptId: departmentId,
    companyId,
    path,
    position,
  })),
  createdAt: person.createdAt,
  usedAt: person.usedAt,
  revision: person.revision,
})

type Wish = Omit<z.output<NonNullable<typeof editPerson.body>>, 'id' | 'revision'>

/** What was asked for, in our words. */
export const managedChangeOf = <Asked extends Wish>({ admin, enable, posts, ...rest }: Asked) =>
  ({
    ...rest,
    ...(admin !== undefined && { isAdmin: admin === 1 }),
    ...(enable !== undefined && { isEnabled: enable === 1 }),
    ...(posts && { posts: posts.map(({ deptId, position }) => ({ departmentId: deptId, position })) }),
  }) satisfies ManagedChange
