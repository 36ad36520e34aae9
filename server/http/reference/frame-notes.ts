import type { frameCodes } from '../../../contract/frame-codes.ts'

type Note = { from: 'server' | 'client' | 'both'; zh: string; en: string }

/** What each frame means, for the reference (docs/protocol.md, section 3). */
export const frameNotes: Record<keyof typeof frameCodes, Note> = {
  connected: {
    from: 'server',
    zh: '已连接，`data.token` 是设备号',
    en: 'connected: `{token: <device number>}`, to be sent back in the header `device`',
  },
  loggedInElsewhere: {
    from: 'server',
    zh: '账号在别处登录',
    en: 'this account logged in elsewhere on the same kind of platform',
  },
  loginOver: { from: 'server', zh: '登录已失效', en: 'this login is over; `data` is `{}`' },
  online: { from: 'server', zh: '联系人上线', en: 'a contact came online: `{user}`' },
  offline: { from: 'server', zh: '联系人下线', en: 'a contact went offline: `{user}`' },
  receipt: {
    from: 'both',
    zh: '回执：已送达或已读',
    en: 'receipt `{id, endTime, miniType, senderId, receiverId, state}`: everything up to that message',
  },
  readUntil: { from: 'client', zh: '到 `endTime` 为止全部已读', en: 'everything up to `endTime` is read' },
  direct: { from: 'both', zh: '单聊消息', en: 'a message between two people; sent with the body of `save_single_msg`' },
  group: { from: 'both', zh: '群聊消息', en: 'a message in a group; sent with the body of `save_group_msg`' },
  accepted: { from: 'server', zh: '消息已持久保存', en: 'accepted and durable: `{id, seq, sendTime, miniType, …}`' },
  heartbeat: { from: 'client', zh: '心跳', en: 'heartbeat' },
  heartbeatAnswer: { from: 'server', zh: '心跳应答', en: 'the answer to a heartbeat' },
  command: { from: 'both', zh: '发给自己其他设备的指令', en: "a command to the same user's other devices" },
  commandReceipt: { from: 'both', zh: '指令回执', en: 'the receipt of a command' },
  scanned: { from: 'server', zh: '登录二维码已被扫描', en: 'the login code was scanned' },
  scanLoggedIn: { from: 'server', zh: '扫码登录成功，`data` 同登录', en: "logged in by QR: `data` as login's" },
  scanCancelled: { from: 'server', zh: '手机上取消了登录，二维码失效', en: 'refused on the phone: the code is dead' },
  friendApplication: { from: 'server', zh: '新的好友申请', en: 'a new application for friendship' },
  groupApplication: { from: 'server', zh: '入群申请或邀请', en: 'a new application or invitation to a group' },
  moduleNotice: { from: 'server', zh: '业务系统消息', en: 'a message of a business system' },
  typing: {
    from: 'both',
    zh: '正在输入，仅限 100 人以内的群（`v=1`）',
    en: 'typing, never stored; in groups of up to 100 members (`v=1`)',
  },
  conversationChanged: {
    from: 'server',
    zh: '会话有变化（`v=1`）',
    en: "a conversation changed: members, name, dissolved, one's own settings of it; an application was answered on another device (`v=1`)",
  },
  messageChanged: {
    from: 'server',
    zh: '消息有变化：撤回、编辑、表情回应（`v=1`）',
    en: 'a message changed: recalled, edited, reacted to; the whole row, to be taken where its `change` is newer (`v=1`)',
  },
  refused: {
    from: 'server',
    zh: '消息帧未被接受',
    en: 'the frame could not be taken: `{code, id?, failure, values, retryAfter?}` and `msg`, like the failure of a call; the socket stays',
  },
}
