import { z } from 'zod'
import { call } from './call.ts'
import { Id } from './scalars.ts'
import { User } from './people.ts'

const QrUrl = z.object({ url: z.string() }).meta({ id: 'QrUrl', description: 'The address to draw as a QR code; `{userId}` stands in it literally.' })
const platform = z.string().max(40).optional()
const Code = z.string().max(64)
const CodeAndUser = z.object({ code: Code, userId: z.string().max(40) })

export const cnbiScanUrl = call({
  method: 'GET', path: '/auth/cnbi_scan', tag: 'QR', summary: '获取(群)二维码的生成地址',
  description: 'A group\'s code is for its members to show, lives 7 days and can be used by many; a user\'s code is one\'s own and lives 2 minutes.',
  query: z.object({ platform, type: z.enum(['group', 'user'], { error: '应为 group 或 user' }), targetId: Id }),
  reply: QrUrl, says: '获取生成二维码地址成功！',
  failures: ['group.unknown', 'group.notMember', 'group.dissolved', 'viewer.mismatch'],
})

export const scanLoginUrl = call({
  method: 'GET', path: '/auth/scan_login_url', tag: 'QR', summary: '获取登录二维码url',
  access: 'public',
  query: z.object({ platform, device: z.string({ error: '应为设备号' }).min(1, '应为设备号').max(200) }),
  reply: QrUrl, says: '获取扫一扫登录二维码',
  failures: ['device.unknown'],
})

export const ScannedTarget = z.object({
  type: z.enum(['group', 'user']),
  /** What is behind the code: a group, or a person's card. */
  group: z.object({
    groupId: z.int(), text: z.string(), avatar: z.string(), count: z.int(),
    /** Whether the viewer is in it; true after joining by this very call. */
    isMember: z.boolean(),
    /** Whether the viewer's request to join waits for the owner. */
    isWaiting: z.boolean(),
  }).nullable(),
  user: User.nullable(),
}).meta({ id: 'ScannedTarget' })

export const openCnbiScan = call({
  method: 'GET', path: '/auth/cnbi_scan/:code/:userId', tag: 'QR', summary: '手机扫描群或个人二维码',
  description: 'A browser (`Accept: text/html`) gets the phone page. Joins the group, or asks its owner, as the group\'s setting says.',
  access: 'optional',
  params: CodeAndUser,
  reply: ScannedTarget, says: '操作成功！',
  failures: ['viewer.mismatch', 'qr.unknown', 'qr.expired', 'group.dissolved'],
})

export const ScannedLogin = z.object({
  code: z.string(),
  platform: z.string(),
  /** Address of the device that waits. */
  ip: z.string(),
  /** When its code was made, in ms. */
  time: z.int(),
}).meta({ id: 'ScannedLogin', description: 'What a person must check before confirming.' })

export const openScanLogin = call({
  method: 'GET', path: '/auth/scan_login/:code/:userId', tag: 'QR', summary: '手机扫描登录二维码',
  description: 'Marks the code scanned and tells the waiting device (frame 10010). A browser (`Accept: text/html`) gets the phone page.',
  access: 'optional',
  params: CodeAndUser,
  reply: ScannedLogin, says: '扫描成功',
  failures: ['viewer.mismatch', 'qr.unknown', 'qr.expired', 'qr.otherPhone'],
})

export const confirmScanLogin = call({
  method: 'POST', path: '/auth/scan_login/:code/confirm', tag: 'QR', summary: '确认扫码登录',
  description: 'Logs the waiting device in as the viewer (frame 10011).',
  params: z.object({ code: Code }),
  reply: z.null(), says: '登录成功',
  failures: ['qr.unknown', 'qr.expired', 'qr.notScanned', 'qr.otherPhone', 'device.unknown'],
})

export const cancelScanLogin = call({
  method: 'POST', path: '/auth/scan_login/:code/cancel', tag: 'QR', summary: '取消扫码登录',
  params: z.object({ code: Code }),
  reply: z.null(), says: '已取消',
  failures: ['qr.unknown', 'qr.expired', 'qr.notScanned', 'qr.otherPhone'],
})
