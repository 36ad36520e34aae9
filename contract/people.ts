import { z } from 'zod'
import { call } from './call.ts'
import { Id } from './scalars.ts'

/** A user, as the person's card and the login answer carry it. `avatar` is an absolute URL that needs no header. */
export const User = z
  .object({
    id: z.int(),
    /** `YYYY-MM-DD` */
    birthday: z.string().nullable(),
    avatar: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    sign: z.string().nullable(),
    trueName: z.string(),
    username: z.string(),
    /** 54 male, 55 female, 56 unknown. */
    sex: z.int(),
    workState: z.int().nullable(),
    /** 1 enabled, 0 disabled. */
    enable: z.int(),
  })
  .meta({ id: 'User' })

export const Department = z
  .object({
    id: z.int(),
    note: z.string().nullable(),
    code: z.string().nullable(),
    pid: z.string().nullable(),
    text: z.string(),
    /** 1 where no department is below it. */
    leaf: z.int(),
    /** 1 at the top. */
    level: z.int(),
    ownerId: z.int().nullable(),
    companyId: z.int(),
    ownerName: z.string().nullable(),
    userCount: z.int().nullable(),
    userContainChild: z.int().nullable(),
    childDeptCount: z.int().nullable(),
  })
  .meta({ id: 'Department' })

export const Role = z
  .object({
    id: z.int(),
    text: z.string(),
    companyId: z.int(),
    /** 1 for an administrator. */
    admin: z.int(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Role' })

export const Company = z
  .object({
    id: z.int(),
    text: z.string(),
    avatar: z.string(),
    note: z.string().nullable(),
    enable: z.int(),
    licenseId: z.int().nullable(),
    createUser: z.int().nullable(),
    rangeId: z.int().nullable(),
    industryId: z.int().nullable(),
    typeId: z.int().nullable(),
    regionId: z.int().nullable(),
    rangeText: z.string().nullable(),
    industryText: z.string().nullable(),
    regionText: z.string().nullable(),
    typeText: z.string().nullable(),
    customerId: z.string().nullable(),
    url: z.string().nullable(),
    code: z.string().nullable(),
    pid: z.string().nullable(),
    leaf: z.int(),
    primaryId: z.int().nullable(),
    level: z.int(),
    authCompanyIds: z.null(),
    /**
     * None: companies do not stand in a tree. Null in a login and a person's details, as the samples have it, else an
     * empty list.
     */
    children: z.tuple([]).nullable(),
  })
  .meta({ id: 'Company' })

export const License = z
  .object({
    id: z.int(),
    text: z.string(),
    /** Depth of the company tree. */
    maxlevel: z.int(),
    /** Members of a single group chat that the licence names. */
    single: z.int(),
    /** Seats. */
    userCount: z.int(),
  })
  .meta({ id: 'License' })

/** An entry of the dictionary of sexes. */
export const Sex = z
  .object({
    id: z.int(),
    text: z.string(),
    url: z.null(),
    type: z.null(),
    code: z.string(),
  })
  .meta({ id: 'Sex' })

/** A company where there is none to name: the keys are there, the texts empty. */
const CompanyOrNone = Company.partial().required({ id: true, text: true })
const RoleOrNone = Role.partial().required({ id: true, text: true })

export const PersonCard = z
  .object({
    user: User,
    work: z.string().nullable(),
    sex: Sex,
    dept: Department.nullable(),
    company: CompanyOrNone,
    role: RoleOrNone,
    license: License.nullable(),
  })
  .meta({ id: 'PersonCard' })

/** A card with what the viewer and the person are to each other. */
export const ContactCard = PersonCard.extend({
  /** Every department: the main one first. Empty where only name and picture are to be seen. */
  posts: z.array(
    z.object({
      deptId: z.int(),
      /** Names of the department and those above it, from the top down. */
      path: z.array(z.string()),
      position: z.string().nullable(),
      /** 1 for the main department. */
      main: z.int(),
    }),
  ),
  /** 1 for a friend. */
  friend: z.int(),
  /** 1 where the viewer may write to this person, or is the person. */
  reachable: z.int(),
}).meta({ id: 'ContactCard' })

export const leftUserInfo = call({
  method: 'GET',
  path: '/api/left_user_info',
  tag: 'People',
  summary: '查看个人资料',
  description: 'The card of `targetId`, or of the viewer where it is left out.',
  acting: 'userId',
  beforeOwnPassword: true,
  query: z.object({ userId: Id.optional(), targetId: Id.optional() }),
  reply: PersonCard,
  says: '查询成功',
  failures: ['viewer.mismatch', 'user.unknown'],
})

export const contactInfo = call({
  method: 'GET',
  path: '/api/contact_info',
  tag: 'People',
  summary: '查看联系人资料',
  description:
    'The card of colleagues, of friends and of who asks to be one. Of who shares a group or a conversation with the viewer, or was found by a search or a code, '
    + 'name and picture. Everybody else is unknown.',
  acting: 'userId',
  query: z.object({ userId: Id.optional(), targetId: Id }),
  reply: ContactCard,
  says: '查询成功',
  failures: ['viewer.mismatch', 'user.unknown'],
})

export const latestContacts = call({
  method: 'GET',
  path: '/api/latest_contact',
  tag: 'People',
  summary: '最近联系人',
  description:
    'The people the viewer last talked with, latest first, 50 at most; of who is neither colleague nor friend any more, name and picture.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(User),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})
