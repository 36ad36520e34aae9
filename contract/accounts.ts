import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { Company, Department, License, Role, User } from './people.ts'

export const Device = z
  .object({
    brand: z.string(),
    /** The device number that frame 1001 gave, or one made for this login. */
    device: z.string(),
    platform: z.enum(['windows', 'mac', 'linux', 'android', 'ios', 'web']),
  })
  .meta({ id: 'Device' })

export const Login = z
  .object({
    user: User,
    dept: Department.nullable(),
    role: Role.nullable(),
    company: Company.nullable(),
    license: License.nullable(),
    deviceVo: Device,
    /** The token: send it raw in the header `Authorization`. */
    authorization: z.string(),
    /**
     * Ours: true where the password was given by an administrator, and the person should choose one of their own now.
     */
    mustChangePassword: z.boolean().optional(),
  })
  .meta({ id: 'Login' })

const Credentials = z.object({
  account: z.string({ error: '应为用户名、手机号或邮箱' }).trim().min(1, '应为用户名、手机号或邮箱').max(200),
  password: z.string({ error: '应为密码' }).min(1, '应为密码').max(limits.passwordMax),
})

export const login = call({
  method: 'POST',
  path: '/auth/login',
  tag: 'Login',
  summary: '客户端帐号密码登录',
  weight: 5,
  description:
    '`account` (username, phone or e-mail) and `password`, in the query or in a JSON body. Refused to a page of another site, '
    + 'unless its origin is allowed.',
  access: 'public',
  query: Credentials.partial(),
  body: Credentials.partial().optional(),
  reply: Login,
  says: '登录成功',
  failures: ['login.wrong', 'login.locked', 'login.disabled', 'login.oneTimeEnded', 'login.otherSite'],
})

export const logout = call({
  method: 'GET',
  path: '/auth/logout',
  tag: 'Login',
  summary: '客户端登出',
  description: 'Ends the token of the header, or of the query `authorization`.',
  beforeOwnPassword: true,
  query: z.object({ authorization: z.string().optional() }),
  reply: z.string(),
  says: '退出成功',
  failures: [],
})

export const editPassword = call({
  method: 'PUT',
  path: '/api/edit_password',
  tag: 'Login',
  summary: '修改密码',
  weight: 100,
  description:
    "Needs the old password; ends every other session of the account. 8 characters or more, not the old one, not one's own name or number, "
    + 'none of the commonest; no rules about which signs. Of several changes at once one succeeds. What is typed in another Unicode form is the same (RFC 8265). '
    + 'A login by a one-time password (`mustChangePassword`) may do nothing else, besides logging out and reading its own card, and is a full one after it.',
  beforeOwnPassword: true,
  body: z.object({
    oldPassword: z.string({ error: '应为原密码' }).min(1, '应为原密码').max(limits.passwordMax),
    password: z
      .string({ error: '应为新密码' })
      .min(1, '应为新密码')
      .max(limits.passwordMax, `最多 ${limits.passwordMax} 个字符`),
  }),
  reply: z.null(),
  says: '密码修改成功',
  failures: [
    'login.wrong',
    'login.locked',
    'login.oneTimeEnded',
    'password.tooShort',
    'password.sign',
    'password.same',
    'password.ownName',
    'password.tooEasy',
    'password.changed',
  ],
})

/** One of the viewer's own logins. */
export const OwnLogin = z
  .object({
    /** Names the login to `endLogin`; nobody logs in with it. */
    id: z.string(),
    platform: Device.shape.platform,
    /** The program that logged in, as `Chrome`. */
    brand: z.string(),
    /** The network address that it logged in from. */
    address: z.string(),
    /** Unix ms; the use is noted every five minutes. */
    createdAt: z.int(),
    usedAt: z.int(),
    /** 1: the login that asks. */
    current: z.int(),
  })
  .meta({ id: 'OwnLogin' })

export type OwnLogin = z.output<typeof OwnLogin>

export const listLogins = call({
  method: 'GET',
  path: '/api/my_logins',
  tag: 'Login',
  summary: '我的登录设备',
  description: 'Ours. Where one is logged in: the login that asks first, then those used last.',
  reply: z.array(OwnLogin),
  says: '查询成功',
  failures: [],
})

export const endLogin = call({
  method: 'POST',
  path: '/api/end_login',
  tag: 'Login',
  summary: '让其他设备退出登录',
  description:
    'Ours. Ends one of the logins of `my_logins`, or without `id` all but the one that asks: their sockets get frame 1003, their pushes end. '
    + 'One that has ended already is no failure.',
  body: z.object({
    id: z
      .string()
      .regex(/^[0-9a-f]{32}$/, '应为 my_logins 给出的 id')
      .optional(),
  }),
  reply: z.null(),
  says: '操作成功！',
  failures: [],
})

export const authUrl = call({
  method: 'GET',
  path: '/auth/auth_url/:token/',
  tag: 'Login',
  summary: '带一次性票据跳转到业务系统',
  weight: 5,
  description:
    'Redirects (302) to `redirectUrl` with the query parameter `ticket`. Only to allow-listed origins, '
    + 'and without a ticket to entries that an administrator published for the person. Of one login the last 16 are good. '
    + 'Who is refused sees a page where the browser asks for one (`Accept: text/html`).',
  access: 'public',
  answers: 'redirect',
  params: z.object({ token: z.string().max(200) }),
  query: z.object({
    companyId: z.string().max(20).optional(),
    redirectUrl: z.url({ protocol: /^https?$/, error: '应为 http 或 https 地址' }).max(2000),
  }),
  reply: z.null(),
  says: '跳转',
  failures: ['token.dead', 'password.mustChange', 'redirect.notAllowed'],
})

export const redeemTicket = call({
  method: 'POST',
  path: '/auth/ticket',
  tag: 'Login',
  summary: '业务系统兑换一次性票据',
  caller: 'system',
  description:
    'Once, within 60 s of the redirect, and only for the `origin` that the ticket was made for. Give the origin of your own system: '
    + 'a ticket that another system got is refused then, and stays as it is. The answer names the origin.',
  access: 'public',
  body: z.object({
    ticket: z.string({ error: '应为票据' }).min(1, '应为票据').max(200),
    origin: z
      .url({ protocol: /^https?$/, error: '应为 http 或 https 地址' })
      .max(2000)
      .transform(text => new URL(text).origin)
      .optional(),
  }),
  reply: User.extend({ origin: z.string() }).meta({ id: 'TicketHolder' }),
  says: '操作成功！',
  failures: ['ticket.expired', 'ticket.otherOrigin'],
})
