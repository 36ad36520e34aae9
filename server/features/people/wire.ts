import type { z } from 'zod'
import type {
  Company as WireCompany,
  ContactCard,
  Department as WireDepartment,
  License as WireLicense,
  PersonCard,
  Role as WireRole,
  Sex as WireSex,
  User as WireUser,
} from '../../../contract/people.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Company, Department, License, Placement, Role, Sex, User } from '../../store/people.ts'
import type { People } from './people.ts'

const sexes: Record<Sex, { id: number; text: string; code: string }> = {
  male: { id: 54, text: '男', code: '801' },
  female: { id: 55, text: '女', code: '802' },
  unknown: { id: 56, text: '未知', code: '803' },
}

const bit = (fact: boolean) => (fact ? 1 : 0)
const parentOf = (id: number | null) => (id === null ? null : String(id))

const sexWire = (sex: Sex): z.input<typeof WireSex> => ({ ...sexes[sex], url: null, type: null })

export const sexOf = (id: 54 | 55 | 56): Sex => (id === 54 ? 'male' : id === 55 ? 'female' : 'unknown')

export const userWire = (user: User, url: Url): z.input<typeof WireUser> => ({
  id: user.id,
  birthday: user.birthday,
  avatar: faceUrl(url, { id: user.id, name: user.trueName, avatar: user.avatar }),
  email: user.email,
  phone: user.phone,
  sign: user.sign,
  trueName: user.trueName,
  username: user.username,
  sex: sexes[user.sex].id,
  workState: user.workState,
  enable: bit(user.isEnabled),
})

/** Of somebody whom one may not see, or not any more: name and picture. */
export const userFaceWire = (user: User, url: Url): z.input<typeof WireUser> => ({
  ...userWire(user, url),
  username: '',
  birthday: null,
  email: null,
  phone: null,
  sign: null,
  sex: sexes.unknown.id,
  workState: null,
})

/** The contract's sample has 0 in `leaf` for every company, and nothing in the keys that no client reads. */
export const companyWire = (company: Company, url: Url): z.input<typeof WireCompany> => ({
  id: company.id,
  text: company.name,
  avatar: faceUrl(url, company),
  note: company.note,
  enable: bit(company.isEnabled),
  licenseId: company.licenseId,
  createUser: company.createdBy,
  rangeId: company.rangeId,
  industryId: company.industryId,
  typeId: null,
  regionId: company.regionId,
  rangeText: company.rangeText,
  industryText: company.industryText,
  regionText: company.regionText,
  typeText: null,
  customerId: company.customerId,
  url: company.url,
  code: company.code,
  pid: parentOf(company.parentId),
  leaf: 0,
  primaryId: null,
  level: company.level,
  authCompanyIds: null,
  children: null,
})

export const departmentWire = (department: Department): z.input<typeof WireDepartment> => ({
  id: department.id,
  note: department.note,
  code: department.code,
  pid: parentOf(department.parentId),
  text: department.name,
  leaf: bit(department.isLeaf),
  level: department.level,
  ownerId: department.ownerId,
  companyId: department.companyId,
  ownerName: null,
  userCount: null,
  userContainChild: null,
  childDeptCount: null,
})

const roleWire = (role: Role): z.input<typeof WireRole> => ({
  id: role.id,
  text: role.name,
  companyId: role.companyId,
  admin: bit(role.isAdmin),
  note: role.note,
})

const licenseWire = (license: License): z.input<typeof WireLicense> => ({
  id: license.id,
  text: license.name,
  maxlevel: license.maxLevel,
  single: license.single,
  userCount: license.seats,
})

/** What a login answers of a person's place; null where there is none. */
export const placementWire = ({ company, role, license, department }: Placement, url: Url) => ({
  dept: department ? departmentWire(department) : null,
  role: role ? roleWire(role) : null,
  company: company ? companyWire(company, url) : null,
  license: license ? licenseWire(license) : null,
})

/**
 * COMPAT: `company` and `role` are drawn without a look whether they are there: objects with an empty `text`, never
 * null.
 */
export function cardWire(user: User, placement: Placement, url: Url): z.input<typeof PersonCard> {
  const { dept, role, company, license } = placementWire(placement, url)
  return {
    user: userWire(user, url),
    work: user.work,
    sex: sexWire(user.sex),
    dept,
    company: company ?? { id: 0, text: '' },
    role: role ?? { id: 0, text: '' },
    license,
  }
}

/** The card of somebody of whom only name and picture are to be seen. */
export const faceCardWire = (user: User, url: Url): z.input<typeof PersonCard> => ({
  user: userFaceWire(user, url),
  work: null,
  sex: sexWire('unknown'),
  dept: null,
  company: { id: 0, text: '' },
  role: { id: 0, text: '' },
  license: null,
})

/** A card with the departments, and with what the viewer and the person are to each other. */
export const contactCardWire = (
  { user, placement, posts, isFriend, isReachable }: Awaited<ReturnType<People['contactCard']>>,
  url: Url,
): z.input<typeof ContactCard> => ({
  ...(placement ? cardWire(user, placement, url) : faceCardWire(user, url)),
  posts: posts.map(({ departmentId, path, position, isMain }) => ({
    deptId: departmentId,
    path,
    position,
    main: bit(isMain),
  })),
  friend: bit(isFriend),
  reachable: bit(isReachable),
})
