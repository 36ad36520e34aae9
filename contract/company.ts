import { z } from 'zod'
import { Login } from './accounts.ts'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { Company } from './people.ts'
import { Id, Name, Whole } from './scalars.ts'

/** How a company begins, and how people come into it by themselves: ours, no other client asks for it. */

const Code = z.string({ error: '应为邀请码' }).min(1, '应为邀请码').max(100)

/** A link by which people make an account of their own; times in Unix ms. */
export const Invitation = z
  .object({
    id: z.int(),
    /** The end of the link: `/join/<code>`. */
    code: z.string(),
    uses: z.int(),
    used: z.int(),
    createdAt: z.int(),
    expiresAt: z.int(),
    /** Why it lets nobody in any more; null while it does. */
    closed: z.enum(['withdrawn', 'over', 'usedUp']).nullable(),
  })
  .meta({ id: 'Invitation' })

export const foundCompany = call({
  method: 'POST',
  path: '/api/company/found',
  tag: 'Company',
  by: 'administrator',
  summary: '建立公司，或加入已有的公司（管理员）',
  description:
    'For an administrator who is in no company. Where there is none yet, the company of this name is made, with a group of everybody in it that '
    + 'the administrator owns; else it must be the name of one that there is.',
  body: z.object({ name: Name(limits.nameLength) }),
  reply: z
    .object({
      company: Company,
      /** The group of everybody; null if the company has none. */
      groupId: z.int().nullable(),
    })
    .meta({ id: 'FoundedCompany' }),
  says: '操作成功！',
  failures: ['admin.only', 'company.placed', 'company.otherName', 'company.full'],
})

export const listInvitations = call({
  method: 'GET',
  path: '/api/company/invitations',
  tag: 'Company',
  by: 'administrator',
  summary: '公司的邀请链接（管理员）',
  description:
    'Newest first, a hundred at most. Links begin with `origin`: where others in the network reach this server, also for who opened it on the '
    + 'machine itself; null if it listens for nobody else.',
  reply: z
    .object({ company: Company, invitations: z.array(Invitation), origin: z.string().nullable() })
    .meta({ id: 'Invitations' }),
  says: '查询成功',
  failures: ['admin.only', 'company.unknown'],
})

export const createInvitation = call({
  method: 'POST',
  path: '/api/company/invitations',
  tag: 'Company',
  by: 'administrator',
  summary: '创建邀请链接（管理员）',
  weight: 5,
  body: z.object({
    uses: Whole(1, limits.invitationUses).default(limits.invitationUsesDefault),
    days: Whole(1, limits.invitationDays).default(limits.invitationDaysDefault),
  }),
  reply: Invitation,
  says: '操作成功！',
  failures: ['admin.only', 'company.unknown'],
})

export const withdrawInvitation = call({
  method: 'DELETE',
  path: '/api/company/invitations',
  tag: 'Company',
  by: 'administrator',
  summary: '停用邀请链接（管理员）',
  description: 'Nobody comes in by it any more; who came stays. Again is no change.',
  query: z.object({ id: Id }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['admin.only', 'company.unknown', 'invitation.unknown'],
})

const closedFailures = ['invitation.unknown', 'invitation.withdrawn', 'invitation.over', 'invitation.usedUp'] as const

export const openInvitation = call({
  method: 'GET',
  path: '/auth/invitation',
  tag: 'Company',
  summary: '查看邀请链接',
  weight: 5,
  access: 'public',
  query: z.object({ code: Code }),
  reply: z
    .object({
      /** Its name and picture. */
      company: z.object({ name: z.string(), avatar: z.string() }),
      /** The name of who invites. */
      inviter: z.string(),
    })
    .meta({ id: 'OpenInvitation' }),
  says: '查询成功',
  failures: [...closedFailures],
})

export const acceptInvitation = call({
  method: 'POST',
  path: '/auth/invitation',
  tag: 'Company',
  summary: '通过邀请链接注册并登录',
  weight: 50,
  description:
    'Makes an account in the company of the invitation, puts it into the group of everybody, and logs in. The password follows the rules of '
    + '`/api/edit_password`. Refused to a page of another site.',
  access: 'public',
  body: z.object({
    code: Code,
    trueName: Name(limits.nameLength),
    username: z.string({ error: '应为用户名' }).trim().min(1, '应为用户名').max(limits.usernameMax),
    password: z
      .string({ error: '应为密码' })
      .min(1, '应为密码')
      .max(limits.passwordMax, `最多 ${limits.passwordMax} 个字符`),
  }),
  reply: z
    .object({
      login: Login,
      /** The group of everybody, if the newcomer is in it. */
      groupId: z.int().nullable(),
    })
    .meta({ id: 'AcceptedInvitation' }),
  says: '注册成功',
  failures: [
    ...closedFailures,
    'login.otherSite',
    'user.usernameInvalid',
    'user.usernameTaken',
    'company.full',
    'password.tooShort',
    'password.sign',
    'password.ownName',
    'password.tooEasy',
  ],
})
