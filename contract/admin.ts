import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { User } from './people.ts'
import { Email, Flag, Id, Line, Name, Page, Phone, Whole } from './scalars.ts'

/** The administrator's console: ours, no other client asks for it. */

const byAdministrators = { tag: 'Administration', by: 'administrator' } as const

/** A person with all that administrators may see and change. */
export const ManagedPerson = z
  .object({
    user: User,
    /** 1 for an administrator of the system. */
    admin: z.int(),
    /** 1 for who has yet to choose a password of their own. */
    invited: z.int(),
    /** The company that the person counts in by itself, without a department. */
    companyId: z.int().nullable(),
    /** What the person does, for who is in no department. */
    work: z.string().nullable(),
    /** Departments, the main one first; `path` has its name and those above it, from the top down. */
    posts: z.array(
      z.object({
        deptId: z.int(),
        companyId: z.int(),
        path: z.array(z.string()),
        position: z.string().nullable(),
      }),
    ),
    /** Unix ms; `usedAt` is when a login of theirs was last in use, null if they are logged in nowhere. */
    createdAt: z.int(),
    usedAt: z.int().nullable(),
    /** To be given back with a change: another one if somebody else changed the person meanwhile. */
    revision: z.string(),
  })
  .meta({ id: 'ManagedPerson' })

export type ManagedPerson = z.output<typeof ManagedPerson>

/** A one-time password: its owner must choose another one. Shown once, kept nowhere. */
const OneTimePassword = z
  .object({
    username: z.string(),
    password: z.string(),
    /** Unix ms. */
    expiresAt: z.int(),
  })
  .meta({ id: 'OneTimePassword' })

export type OneTimePassword = z.output<typeof OneTimePassword>

const Position = Line(limits.nameLength)
const personFields = {
  trueName: Name(limits.nameLength),
  username: z
    .string({ error: '应为用户名' })
    .trim()
    .min(1, '应为用户名')
    .max(limits.usernameMax)
    .transform(name => name.toLowerCase()),
  phone: Phone.nullable(),
  email: Email.nullable(),
  companyId: Id.nullable(),
  work: Position.nullable(),
  /** All departments, the main one first. */
  posts: z
    .array(z.object({ deptId: Id, position: Position.nullable().default(null) }))
    .max(limits.postsOfOne, `最多 ${limits.postsOfOne} 个部门`),
  admin: Flag,
}

const personFailures = [
  'user.usernameInvalid',
  'user.usernameTaken',
  'user.phoneTaken',
  'user.emailTaken',
  'company.unknown',
  'company.full',
  'department.unknown',
] as const

export const listManagedPeople = call({
  ...byAdministrators,
  method: 'GET',
  path: '/api/admin/people',
  summary: '人员列表',
  weight: 5,
  description:
    'By name. `keyword` is looked for in names, pinyin, usernames, phone numbers and e-mail addresses; `companyId` and `deptId` narrow it '
    + '(`deptId` to who is in that very department). `state`: `enabled`, `disabled`, `invited` (have yet to choose a password), `administrators`.',
  query: z.object({
    keyword: z.string().trim().max(limits.keywordLength).optional(),
    companyId: Id.optional(),
    deptId: Id.optional(),
    state: z
      .enum(['enabled', 'disabled', 'invited', 'administrators'], {
        error: '应为 enabled、disabled、invited 或 administrators',
      })
      .optional(),
    page: Page.default(1),
    size: Whole(1, limits.pageSize).default(50),
  }),
  reply: z.object({ total: z.int(), people: z.array(ManagedPerson) }).meta({ id: 'ManagedPeople' }),
  says: '查询成功',
  failures: ['admin.only'],
})

export const addPerson = call({
  ...byAdministrators,
  method: 'POST',
  path: '/api/admin/people',
  summary: '添加人员',
  weight: 50,
  description: 'With a one-time password. Who is put into a company is in its group of everybody too.',
  body: z.object({ ...personFields, posts: personFields.posts.default([]) }).partial({
    phone: true,
    email: true,
    companyId: true,
    work: true,
    admin: true,
  }),
  reply: z.object({ person: ManagedPerson, oneTime: OneTimePassword }).meta({ id: 'AddedPerson' }),
  says: '操作成功！',
  failures: ['admin.only', ...personFailures],
})

export const editPerson = call({
  ...byAdministrators,
  method: 'PUT',
  path: '/api/admin/people',
  summary: '修改人员',
  weight: 10,
  description:
    'Only what is given changes, all of it or nothing; null clears. `revision` is the one of the list. `enable` 0 ends every login of the person, '
    + 'and their groups get another owner.',
  body: z
    .object({ id: Id, revision: z.string().max(40) })
    .extend(z.object({ ...personFields, enable: Flag }).partial().shape),
  reply: ManagedPerson,
  says: '修改成功',
  failures: [
    'admin.only',
    'admin.notOneself',
    'admin.lastOne',
    'admin.changedMeanwhile',
    'user.unknown',
    ...personFailures,
  ],
})

export const giveOneTimePassword = call({
  ...byAdministrators,
  method: 'POST',
  path: '/api/admin/one_time_password',
  summary: '重置为一次性密码',
  weight: 50,
  description: 'Ends every login of this person. Not for oneself: `/api/edit_password` is.',
  body: z.object({ id: Id }),
  reply: OneTimePassword,
  says: '操作成功！',
  failures: ['admin.only', 'admin.notOneself', 'user.unknown'],
})

/** A company with all of its departments, each after the one it lies below. */
export const ManagedCompany = z
  .object({
    id: z.int(),
    text: z.string(),
    /** The company above it. */
    pid: z.int().nullable(),
    departments: z.array(
      z.object({
        id: z.int(),
        text: z.string(),
        pid: z.int().nullable(),
        /** 1 at the top. */
        level: z.int(),
        /** Who is in it, those below not counted. */
        userCount: z.int(),
      }),
    ),
  })
  .meta({ id: 'ManagedCompany' })

export type ManagedCompany = z.output<typeof ManagedCompany>

export const managedOrganisation = call({
  ...byAdministrators,
  method: 'GET',
  path: '/api/admin/organisation',
  summary: '公司与部门',
  weight: 5,
  reply: z.array(ManagedCompany),
  says: '查询成功',
  failures: ['admin.only'],
})

export const saveDepartment = call({
  ...byAdministrators,
  method: 'POST',
  path: '/api/admin/departments',
  summary: '新建、改名或移动部门',
  weight: 10,
  description: 'A new one without `id`; at the top of its company without `pid`. What lies below it moves along.',
  body: z.object({
    id: Id.optional(),
    companyId: Id,
    pid: Id.nullable().default(null),
    text: Name(limits.nameLength).refine(name => !/[/;；]/.test(name), '不能有 / 和 ;'),
  }),
  reply: z.object({ id: z.int() }),
  says: '操作成功！',
  failures: [
    'admin.only',
    'company.unknown',
    'department.unknown',
    'department.belowItself',
    'department.nameTaken',
    'department.tooDeep',
  ],
})

export const removeDepartment = call({
  ...byAdministrators,
  method: 'DELETE',
  path: '/api/admin/departments',
  summary: '删除空部门',
  query: z.object({ id: Id }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['admin.only', 'department.unknown', 'department.notEmpty'],
})

/** What became of a table of people: nothing if there are problems, or if it was only looked at. */
export const ImportResult = z
  .object({
    /** People in it; 0 if it could not be read. */
    people: z.int(),
    /** All that is wrong, by line (1 is the header; null: with the whole table). See `import-problems.ts`. */
    problems: z.array(
      z.object({
        line: z.int().nullable(),
        problem: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    /** Companies and departments that were made. */
    created: z.array(z.string()),
    accounts: z.array(OneTimePassword),
  })
  .meta({ id: 'ImportResult' })

export type ImportResult = z.output<typeof ImportResult>

export const importPeople = call({
  ...byAdministrators,
  method: 'POST',
  path: '/api/admin/import',
  summary: '导入人员表',
  weight: 200,
  description:
    'A CSV table that was uploaded (`/api/file_upload`) and not sent: columns `username`/用户名, `trueName`/姓名, and if wanted `phone`/手机, `email`/邮箱, '
    + '`company`/公司, `department`/部门 (`研发中心/平台部`, several with `;`), `position`/职位. All of it or nothing. With `dryRun` 1 it is only looked at.',
  body: z.object({ fileId: Id, dryRun: Flag.default(0) }),
  reply: ImportResult,
  says: '操作成功！',
  failures: ['admin.only', 'file.unknown', 'file.notYours', 'file.tooLarge'],
})
