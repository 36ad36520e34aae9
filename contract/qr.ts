import { z } from 'zod'
import { call } from './call.ts'
import { Id } from './scalars.ts'
import { User } from './people.ts'

const QrUrl = z
  .object({ url: z.string() })
  .meta({ id: 'QrUrl', description: 'The address to draw as a QR code; `{userId}` stands in it literally.' })
const platform = z.string().max(40).optional()
const Code = z.string().max(64)
const CodeAndUser = z.object({ code: Code, userId: z.string().max(40) })

export const createCardCode = call({
  method: 'GET',
  path: '/auth/cnbi_scan',
  tag: 'QR',
  summary: '获取(群)二维码的生成地址',
  weight: 50,
  description:
    "A group's code is for its members to show, lives 7 days and can be used by many; a user's code is one's own and lives 2 minutes. "
    + 'Asked again, the same code is answered while half of its life is left.',
  query: z.object({ platform, type: z.enum(['group', 'user'], { error: '应为 group 或 user' }), targetId: Id }),
  reply: QrUrl,
  says: '获取生成二维码地址成功！',
  failures: ['group.unknown', 'group.notMember', 'group.dissolved', 'viewer.mismatch'],
})

export const createLoginCode = call({
  method: 'GET',
  path: '/auth/scan_login_url',
  tag: 'QR',
  summary: '获取登录二维码url',
  weight: 10,
  description:
    'Only for a device that waits here (frame 1001). A device has one code at a time: a new one ends the former.',
  access: 'public',
  query: z.object({ platform, device: z.string({ error: '应为设备号' }).min(1, '应为设备号').max(200) }),
  reply: QrUrl,
  says: '获取扫一扫登录二维码',
  failures: ['device.unknown'],
})

export const ScannedTarget = z
  .object({
    type: z.enum(['group', 'user']),
    /** What is behind the code: a group, or a person's card. */
    group: z
      .object({
        groupId: z.int(),
        text: z.string(),
        avatar: z.string(),
        count: z.int(),
        /** Whether the viewer is in it; true after joining by this very call. */
        isMember: z.boolean(),
        /** Whether the viewer's request to join waits for the owner. */
        isWaiting: z.boolean(),
      })
      .nullable(),
    user: User.nullable(),
  })
  .meta({ id: 'ScannedTarget' })

export const openCardCode = call({
  method: 'GET',
  path: '/auth/cnbi_scan/:code/:userId',
  tag: 'QR',
  summary: '手机扫描群或个人二维码',
  weight: 5,
  description:
    "A browser (`Accept: text/html`) is sent to the client's page, which only shows. With a token: joins the group, or asks its owner, as the group's setting says; "
    + 'refused where a page of another site asks.',
  access: 'optional',
  params: CodeAndUser,
  reply: ScannedTarget,
  says: '操作成功！',
  failures: ['viewer.mismatch', 'qr.unknown', 'qr.expired', 'group.dissolved', 'request.crossSite'],
})

export const showCardCode = call({
  method: 'GET',
  path: '/auth/cnbi_scan/:code',
  tag: 'QR',
  summary: '查看群或个人二维码是什么',
  description:
    'Changes nothing. A group: its name and picture. A person: name and picture alone; the card comes with `enter`.',
  params: z.object({ code: Code }),
  reply: ScannedTarget,
  says: '查询成功',
  failures: ['qr.unknown', 'qr.expired', 'group.dissolved'],
})

export const enterCardCode = call({
  method: 'POST',
  path: '/auth/cnbi_scan/:code/enter',
  tag: 'QR',
  summary: '加入群，或查看个人名片',
  description:
    "After a press: joins the group, or asks its owner, as the group's setting says; of a person, answers the card.",
  params: z.object({ code: Code }),
  reply: ScannedTarget,
  says: '操作成功！',
  failures: ['qr.unknown', 'qr.expired', 'group.dissolved'],
})

export const ScannedLogin = z
  .object({
    code: z.string(),
    platform: z.string(),
    /** Address of the device that waits. */
    ip: z.string(),
    /** When its code was made, in ms. */
    time: z.int(),
    /**
     * 1 where that device and the asking phone are in one network, as far as their addresses tell; 0 is a reason to
     * warn.
     */
    sameNetwork: z.int(),
  })
  .meta({ id: 'ScannedLogin', description: 'What a person must check before confirming.' })

export const openScanLogin = call({
  method: 'GET',
  path: '/auth/scan_login/:code/:userId',
  tag: 'QR',
  summary: '手机扫描登录二维码',
  weight: 5,
  description:
    "Marks the code scanned and tells the waiting device (frame 10010). A browser (`Accept: text/html`) is sent to the client's page, which only shows. "
    + 'Refused where a page of another site asks.',
  access: 'optional',
  params: CodeAndUser,
  reply: ScannedLogin,
  says: '扫描成功',
  failures: ['viewer.mismatch', 'qr.unknown', 'qr.expired', 'qr.otherPhone', 'request.crossSite'],
})

export const showScanLogin = call({
  method: 'GET',
  path: '/auth/scan_login/:code',
  tag: 'QR',
  summary: '查看登录二维码是什么',
  description: 'Changes nothing, and tells the waiting device nothing.',
  params: z.object({ code: Code }),
  reply: ScannedLogin,
  says: '查询成功',
  failures: ['qr.unknown', 'qr.expired', 'qr.otherPhone'],
})

export const markScanLogin = call({
  method: 'POST',
  path: '/auth/scan_login/:code/scan',
  tag: 'QR',
  summary: '扫描登录二维码',
  description: 'After a press: marks the code scanned and tells the waiting device (frame 10010).',
  params: z.object({ code: Code }),
  reply: ScannedLogin,
  says: '扫描成功',
  failures: ['qr.unknown', 'qr.expired', 'qr.otherPhone'],
})

export const confirmScanLogin = call({
  method: 'POST',
  path: '/auth/scan_login/:code/confirm',
  tag: 'QR',
  summary: '确认扫码登录',
  weight: 20,
  description: 'Logs the waiting device in as the viewer (frame 10011).',
  params: z.object({ code: Code }),
  reply: z.null(),
  says: '登录成功',
  failures: ['qr.unknown', 'qr.expired', 'qr.notScanned', 'qr.otherPhone', 'device.unknown'],
})

export const cancelScanLogin = call({
  method: 'POST',
  path: '/auth/scan_login/:code/cancel',
  tag: 'QR',
  summary: '取消扫码登录',
  params: z.object({ code: Code }),
  reply: z.null(),
  says: '已取消',
  failures: ['qr.unknown', 'qr.expired', 'qr.notScanned', 'qr.otherPhone'],
})
