import type { z } from 'zod'
import type {
  CompanyPeople,
  Contact as WireContact,
  DepartmentNode,
  FoundGroup as WireGroup,
} from '../../../contract/directory.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Contact } from '../../store/contacts.ts'
import type { Company } from '../../store/people.ts'
import { departmentWire } from '../people/wire.ts'
import type { DepartmentBranch } from './department-tree.ts'
import type { FoundGroup } from './search.ts'

export function contactWire(contact: Contact, url: Url): z.input<typeof WireContact> {
  const main = contact.posts[0]
  return {
    id: contact.id,
    trueName: contact.trueName,
    avatar: faceUrl(url, { id: contact.id, name: contact.trueName, avatar: contact.avatar }),
    username: contact.username,
    phone: contact.phone,
    email: contact.email,
    companyId: contact.companyId,
    companyName: contact.companyName,
    deptName: main?.departmentName ?? null,
    position: main?.position ?? null,
    posts: contact.posts.map(post => ({
      deptId: post.departmentId,
      deptName: post.departmentName,
      position: post.position,
      main: post.isMain ? 1 : 0,
    })),
    pinyin: contact.pinyin,
    initials: contact.initials,
  }
}

export const companyPeopleWire = (
  { company, contacts }: { company: Company; contacts: readonly Contact[] },
  url: Url,
): z.input<typeof CompanyPeople> => ({
  id: company.id,
  text: company.name,
  avatar: faceUrl(url, company),
  userCount: contacts.length,
  children: contacts.map(contact => contactWire(contact, url)),
})

/** From the deepest up, so that no tree is too deep. */
export function departmentsWire(branches: readonly DepartmentBranch[]): z.input<typeof DepartmentNode>[] {
  const written = new Map<DepartmentBranch, z.input<typeof DepartmentNode>>()
  const below = (branch: DepartmentBranch) => branch.below.flatMap(each => written.get(each) ?? [])
  for (const branch of branches) {
    written.set(branch, {
      ...departmentWire(branch.department),
      ownerName: branch.ownerName,
      userCount: branch.userCount,
      userContainChild: branch.userCountBelow,
      childDeptCount: branch.below.length,
      children: below(branch),
    })
  }
  return branches.filter(branch => branch.isTop).flatMap(branch => written.get(branch) ?? [])
}

export const foundGroupWire = ({ group, isMember, count }: FoundGroup, url: Url): z.input<typeof WireGroup> => ({
  id: group.id,
  groupId: group.id,
  text: group.name,
  avatar: faceUrl(url, group),
  note: group.note,
  count,
  type: group.isPublic ? 1 : 0,
  member: isMember ? 1 : 0,
})
