import { frameCodes } from './frame-codes.ts'
import type { Frame } from './frames.ts'

/** `msg` of the frames that always say the same (docs/protocol.md, section 3). */
const texts = {
  [frameCodes.connected]: '连接成功',
  [frameCodes.loggedInElsewhere]: '你的账号在其他设备登录',
  [frameCodes.loginOver]: '登录已失效，请重新登录',
  [frameCodes.receipt]: '消息回执',
  [frameCodes.accepted]: '消息发送成功',
  [frameCodes.heartbeatAnswer]: '心跳',
  [frameCodes.command]: '设备指令',
  [frameCodes.commandReceipt]: '设备指令回执',
  [frameCodes.scanned]: '扫描成功，请在手机上确认登录',
  [frameCodes.scanLoggedIn]: '登录成功',
  [frameCodes.scanCancelled]: '已在手机上取消登录',
  [frameCodes.typing]: '正在输入',
  [frameCodes.conversationChanged]: '会话有变化',
  [frameCodes.messageChanged]: '消息有变化',
} as const

/** A frame that always says the same, with its data. */
export const frameOf = (code: keyof typeof texts, data: unknown = {}): Frame => ({ code, msg: texts[code], data })
