import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { Company, Department, User } from './people.ts'
import { Email, Id, Phone } from './scalars.ts'

/** A person in one department. */
export const Post = z
  .object({
    deptId: z.int(),
    deptName: z.string(),
    position: z.string().nullable(),
    /** 1 for the main department. */
    main: z.int(),
  })
  .meta({ id: 'Post' })

/** A person in a list of people. `deptName` and `position` are those of the main department. */
export const Contact = z
  .object({
    id: z.int(),
    trueName: z.string(),
    avatar: z.string(),
    username: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    companyId: z.int().nullable(),
    companyName: z.string().nullable(),
    deptName: z.string().nullable(),
    position: z.string().nullable(),
    /** Every department the person is in, the main one first. */
    posts: z.array(Post),
    /** Of the name: `zhangwei`. */
    pinyin: z.string(),
    /** First letters of the name's pinyin: `zw`. */
    initials: z.string(),
  })
  .meta({ id: 'Contact' })

export const CompanyPeople = z
  .object({
    id: z.int(),
    text: z.string(),
    avatar: z.string(),
    userCount: z.int(),
    children: z.array(Contact),
  })
  .meta({ id: 'CompanyPeople' })

/** A department with those below it. `userCount` is of itself, `userContainChild` with everyone below it, each once. */
export const DepartmentNode = Department.extend({
  userCount: z.int(),
  userContainChild: z.int(),
  childDeptCount: z.int(),
  get children() {
    return z.array(DepartmentNode)
  },
}).meta({ id: 'DepartmentNode' })

export const listCompanies = call({
  method: 'GET',
  path: '/api/my_company_list',
  tag: 'Directory',
  summary: '我的公司',
  description: 'The companies that the viewer belongs to: the own one first, then those of other departments.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(Company),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const listCompanyContacts = call({
  method: 'GET',
  path: '/api/my_company_contact_list',
  tag: 'Directory',
  summary: '公司通讯录',
  weight: 20,
  description: 'Every company that the viewer may see, the own ones first, with its enabled people, by name.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(CompanyPeople),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const listContacts = call({
  method: 'GET',
  path: '/api/my_contact_list',
  tag: 'Directory',
  summary: '公司成员',
  weight: 10,
  description: 'The enabled people of a company, with their departments, by name.',
  query: z.object({ companyId: Id }),
  reply: z.array(Contact),
  says: '查询成功',
  failures: ['company.unknown'],
})

export const departmentTree = call({
  method: 'GET',
  path: '/api/dept_tree',
  tag: 'Directory',
  summary: '部门树',
  weight: 5,
  query: z.object({ companyId: Id }),
  reply: z.array(DepartmentNode),
  says: '查询成功',
  failures: ['company.unknown'],
})

/** An entry to a business system, as an administrator publishes it. */
export const Entry = z
  .object({
    id: z.int(),
    text: z.string(),
    avatar: z.string(),
    /** Where it leads: an http or https address. */
    redirect: z.string(),
    /**
     * 1: that origin is given tickets. Opened through `auth_url`, it knows who comes; others are opened as they are.
     */
    ticket: z.int(),
  })
  .meta({ id: 'Entry' })

/** A group that a search found. */
export const FoundGroup = z
  .object({
    id: z.int(),
    groupId: z.int(),
    text: z.string(),
    avatar: z.string(),
    note: z.string().nullable(),
    count: z.int(),
    type: z.int(),
    /** 1 where the viewer is in it. */
    member: z.int(),
  })
  .meta({ id: 'FoundGroup' })

export const findContacts = call({
  method: 'GET',
  path: '/api/search_my_contact',
  tag: 'Directory',
  summary: '搜索联系人、群和应用',
  weight: 10,
  description:
    'By name, pinyin (full or initials), username, phone and e-mail. Groups: own ones, and those of colleagues that can be found. '
    + 'Somebody who is neither colleague nor friend is found by the whole username, phone number or e-mail address only, so many an hour, and then with name and picture only. '
    + 'Whole matches first, then beginnings; 100 people and 50 groups at most.',
  acting: 'userId',
  query: z.object({
    userId: Id.optional(),
    keyword: z.string({ error: '应为搜索词' }).trim().max(limits.keywordLength, `最多 ${limits.keywordLength} 个字`),
  }),
  reply: z
    .object({
      cards: z.array(Entry),
      contacts: z.array(Contact),
      groups: z.array(FoundGroup),
      nodes: z.array(Entry),
    })
    .meta({ id: 'FoundContacts' }),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const findOnline = call({
  method: 'GET',
  path: '/api/find_online',
  tag: 'Directory',
  summary: '谁在线',
  weight: 2,
  description: 'Those of `ids` that are connected now and are colleagues or friends of the viewer; at most 500.',
  query: z.object({
    ids: z
      .string({ error: '应为用逗号隔开的用户 id' })
      .regex(/^\d{1,15}(,\d{1,15}){0,499}$/, '应为用逗号隔开的用户 id，最多 500 个')
      .transform(text => text.split(',').map(Number)),
  }),
  reply: z.array(z.int()),
  says: '查询成功',
  failures: [],
})

export const editUser = call({
  method: 'PUT',
  path: '/api/edit_user',
  tag: 'People',
  summary: '修改个人资料',
  weight: 20,
  description:
    "Only what is given changes; null or an empty text clears. `avatarFileId` is an uploaded image of one's own; null takes the picture away.",
  acting: 'userId',
  body: z.object({
    userId: Id.optional(),
    avatarFileId: Id.nullish(),
    sign: z.string().trim().max(limits.noteLength, `最多 ${limits.noteLength} 个字`).nullish(),
    /** 54 male, 55 female, 56 unknown. */
    sex: z
      .union(
        [
          z.literal(54),
          z.literal(55),
          z.literal(56),
          z.literal('54').transform(() => 54 as const),
          z.literal('55').transform(() => 55 as const),
          z.literal('56').transform(() => 56 as const),
        ],
        { error: '应为 54（男）、55（女）或 56（未知）' },
      )
      .optional(),
    birthday: z.union([z.iso.date({ error: '应为 YYYY-MM-DD' }), z.literal('')]).nullish(),
    email: Email.nullish(),
    phone: Phone.nullish(),
  }),
  reply: User,
  says: '修改成功',
  failures: [
    'viewer.mismatch',
    'file.unknown',
    'file.notYours',
    'file.typeRefused',
    'user.emailTaken',
    'user.phoneTaken',
  ],
})
