import { z } from 'zod'
import { call } from './call.ts'
import { Entry } from './directory.ts'
import { limits } from './limits.ts'
import { Id, Ids, Page, PageSize, Whole } from './scalars.ts'

/** The module that stands for all of them: its list holds the notices of every business system. */
export const everyModule = 1

/** A notice of a business system, as one of its receivers sees it. */
export const ModuleNotice = z
  .object({
    /** Of this notice: what `change_module_state` calls `moduleId`. */
    id: z.int(),
    /** Made by the business system; the same code again is the same notice. */
    code: z.string(),
    moduleId: z.int(),
    actionText: z.string(),
    /** The business system's name. */
    senderName: z.string(),
    avatar: z.string(),
    content: z.string(),
    url: z.string().nullable(),
    /**
     * 1: that origin is given tickets. Opened through `auth_url`, it knows who comes; others are opened as they are.
     */
    ticket: z.int(),
    sendTime: z.int(),
    /** 1 unread, 2 read. */
    state: z.int(),
  })
  .meta({ id: 'ModuleNotice' })

export const ModuleNoticePage = z
  .object({
    totalElements: z.int(),
    totalPages: z.int(),
    /** COMPAT: page 1 holds the newest, and inside a page the oldest comes first. */
    data: z.array(ModuleNotice),
  })
  .meta({ id: 'ModuleNoticePage' })

const NoticeState = Whole(1, 2)

export const listCards = call({
  method: 'GET',
  path: '/api/find_card',
  tag: 'Module',
  summary: '首页卡片',
  description: "Entries that administrators publish for the viewer's companies, in their order.",
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(Entry),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const listNodes = call({
  method: 'GET',
  path: '/api/my_node',
  tag: 'Module',
  summary: '我的应用',
  description: "Entries that administrators publish for the viewer's companies, in their order.",
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(Entry),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const listNotices = call({
  method: 'POST',
  path: '/api/find_module_msg',
  tag: 'Module',
  summary: '业务系统消息',
  description:
    'Page 1 holds the newest; inside a page the oldest comes first. Module 1 is the analysis assistant: the notices of every business system.',
  acting: 'userId',
  body: z.object({
    moduleId: Id,
    page: Page.default(1),
    size: PageSize.default(20),
    userId: Id.optional(),
    state: NoticeState.nullish(),
  }),
  reply: ModuleNoticePage,
  says: '查询成功',
  failures: ['viewer.mismatch', 'module.unknown'],
})

export const setNoticeState = call({
  method: 'PUT',
  path: '/api/change_module_state',
  tag: 'Module',
  summary: '标记一条业务消息',
  description:
    '`moduleId` is the id of the notice. Answers page 1 of its module (of the analysis assistant), as `find_module_msg` gives it.',
  acting: 'userId',
  query: z.object({ userId: Id.optional(), moduleId: Id, state: NoticeState }),
  reply: ModuleNoticePage,
  says: '操作成功！',
  failures: ['viewer.mismatch', 'notice.unknown'],
})

export const readAllNotices = call({
  method: 'PUT',
  path: '/api/update_module_state_all',
  tag: 'Module',
  summary: '全部标记为已读',
  acting: 'userId',
  query: z.object({ userId: Id.optional(), moduleId: Id }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['viewer.mismatch', 'module.unknown'],
})

export const sendNotice = call({
  method: 'POST',
  path: '/api/module_msg',
  tag: 'Module',
  summary: '业务系统发送消息',
  caller: 'system',
  description:
    'By a business system: its own key stands in the header `Authorization`. `targets`: user ids (with commas, or a list), or '
    + "`{users, departments, companies}`; a department counts with those below it. Who is unknown or disabled is passed over, and who is not of the module's company, where it has one. `code` makes it once only: the same code again gets the first answer and is not pushed again.",
  access: 'public',
  body: z.object({
    moduleId: Id,
    targets: z.union(
      [
        Ids(limits.noticeReceivers).transform(users => ({
          users,
          departments: [] as number[],
          companies: [] as number[],
        })),
        z.object({
          users: Ids(limits.noticeReceivers).default([]),
          departments: Ids(1000).default([]),
          companies: Ids(1000).default([]),
        }),
      ],
      { error: '应为用户 id 列表，或 {users, departments, companies}' },
    ),
    code: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,64}$/, '应为 1 到 64 个字母、数字或 _ . : -')
      .optional(),
    actionText: z.string({ error: '应为标题' }).trim().min(1, '不能为空').max(200, '最多 200 个字'),
    content: z.string({ error: '应为内容' }).max(limits.noticeLength, `最多 ${limits.noticeLength} 个字`),
    url: z
      .url({ protocol: /^https?$/, error: '应为 http 或 https 地址' })
      .max(2000)
      .nullish(),
  }),
  reply: z
    .object({ id: z.int(), code: z.string(), sendTime: z.int(), /** People who got it. */ receivers: z.int() })
    .meta({ id: 'SentNotice' }),
  says: '发送成功',
  failures: ['module.unknown', 'module.wrongKey', 'module.noTargets', 'module.tooManyTargets'],
})
