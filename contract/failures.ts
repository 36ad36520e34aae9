/**
 * Every failure that a client can see: its code and its words. Names are `subject.what`.
 * `{name}` in a text is filled in where the failure is thrown.
 */
export const failures = {
  'request.invalid': { code: 400, zh: '参数 {name} 不正确：{expected}', en: 'Parameter {name} is wrong: {expected}' },
  'request.notJson': { code: 400, zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON' },
  'request.tooLarge': { code: 413, zh: '请求内容过大，最多 {limit} 字节', en: 'The body is too large: {limit} bytes at most' },
  'request.unknownPath': { code: 404, zh: '没有这个接口', en: 'There is no such path' },
  'request.unsupportedType': { code: 415, zh: '不支持的内容类型，应为 {expected}', en: 'Content type not supported: it should be {expected}' },
  'request.tooMany': { code: 429, zh: '操作过于频繁，请稍后再试', en: 'Too many requests, try again later' },
  'server.fault': { code: 500, zh: '服务器出错了，请稍后再试', en: 'Something went wrong on the server' },
  'server.starting': { code: 503, zh: '服务正在启动或停止，请稍后再试', en: 'The server is starting or stopping, try again soon' },
  'server.overloaded': { code: 503, zh: '服务繁忙，请稍后再试', en: 'The server is busy, try again soon' },
  'server.storageAway': { code: 503, zh: '存储暂时不可用，内容没有保存，请稍后再试', en: 'Storage is not available for now, nothing was saved; try again later' },

  'token.missing': { code: 401, zh: '请先登录', en: 'Log in first' },
  'token.dead': { code: 401, zh: '登录已失效，请重新登录', en: 'This login is over, log in again' },
  'viewer.mismatch': { code: 403, zh: '参数 {name} 与登录用户不符', en: 'Parameter {name} is not the user who is logged in' },
  'login.wrong': { code: 403, zh: '账号或密码错误', en: 'Wrong account or password' },
  'login.locked': { code: 423, zh: '密码错误次数过多，请 {minutes} 分钟后再试', en: 'Too many wrong passwords, try again in {minutes} minutes' },
  'login.disabled': { code: 403, zh: '账号已停用，请联系管理员', en: 'This account is disabled, ask an administrator' },

  'qr.unknown': { code: 404, zh: '二维码不存在', en: 'There is no such QR code' },
  'qr.expired': { code: 410, zh: '二维码已过期或已使用，请刷新后重试', en: 'This QR code has expired or was used, refresh it' },
  'qr.notScanned': { code: 409, zh: '请先扫描二维码', en: 'Scan the QR code first' },
  'qr.otherPhone': { code: 403, zh: '请用扫描时的账号确认', en: 'Confirm as the user who scanned the code' },
  'device.unknown': { code: 404, zh: '等待登录的设备不在线', en: 'The device that waits to be logged in is not connected' },
  'redirect.notAllowed': { code: 403, zh: '不允许跳转到这个地址', en: 'Redirects to that address are not allowed' },
  'ticket.expired': { code: 410, zh: '票据已过期或已使用', en: 'This ticket has expired or was used' },

  'user.unknown': { code: 404, zh: '用户不存在', en: 'There is no such user' },
  'user.notReachable': { code: 403, zh: '你们还不是好友或同事，不能发送消息', en: 'You are neither friends nor colleagues' },
  'user.notVisible': { code: 403, zh: '不能查看这个用户', en: 'You may not see that user' },
  'company.unknown': { code: 404, zh: '公司不存在', en: 'There is no such company' },

  'message.unknown': { code: 404, zh: '消息不存在', en: 'There is no such message' },
  'message.toSelf': { code: 400, zh: '参数 receiverId 不正确：不能给自己发消息', en: 'Parameter receiverId is wrong: it is yourself' },
  'message.empty': { code: 400, zh: '参数 content 不正确：不能为空', en: 'Parameter content is wrong: it is empty' },
  'message.tooLong': { code: 400, zh: '参数 content 不正确：最多 {limit} 个字', en: 'Parameter content is wrong: {limit} characters at most' },
  'message.notYours': { code: 403, zh: '只能撤回自己的消息', en: 'You may recall only your own messages' },
  'message.tooLate': { code: 403, zh: '发送超过 {minutes} 分钟的消息不能撤回', en: 'Messages older than {minutes} minutes cannot be recalled' },
  'conversation.notMember': { code: 403, zh: '你不在这个会话中', en: 'You are not in this conversation' },
  'group.unknown': { code: 404, zh: '群不存在', en: 'There is no such group' },
  'group.notMember': { code: 403, zh: '你不在这个群里', en: 'You are not in this group' },
  'group.dissolved': { code: 403, zh: '群已解散', en: 'This group was dissolved' },
  'group.muted': { code: 403, zh: '群主已开启禁言', en: 'You are muted in this group' },

  'file.unknown': { code: 404, zh: '文件不存在', en: 'There is no such file' },
  'file.notYours': { code: 403, zh: '不能发送这个文件', en: 'You may not send that file' },
  'file.missing': { code: 400, zh: '参数 file 不正确：请选择要上传的文件', en: 'Parameter file is wrong: choose a file' },
  'file.broken': { code: 400, zh: '参数 file 不正确：上传中断或格式错误', en: 'Parameter file is wrong: the upload broke off' },
  'file.tooLarge': { code: 413, zh: '文件过大，最大 {limit} MB', en: 'The file is too large: {limit} MB at most' },
  'file.typeRefused': { code: 415, zh: '不允许上传这种文件', en: 'Files of this type are not allowed' },

  'frame.invalid': { code: 400, zh: '消息帧不正确：{expected}', en: 'Bad frame: {expected}' },
  'frame.unknownCode': { code: 400, zh: '不认识的消息帧 {name}', en: 'Unknown frame code {name}' },
  'frame.tooLarge': { code: 413, zh: '消息帧过大，最多 {limit} 字节', en: 'Frame too large: {limit} bytes at most' },
} as const satisfies Record<string, { code: number, zh: string, en: string }>

export type FailureName = keyof typeof failures

/** What a client must see of something that went wrong; anything else that is thrown is a bug. */
export class Failure extends Error {
  readonly failure: FailureName
  readonly code: number
  /** Seconds after which trying again makes sense, for 423, 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(failure: FailureName, words: Record<string, string | number> = {}, retryAfter?: number) {
    super(fill(failures[failure].zh, words))
    this.name = 'Failure'
    this.failure = failure
    this.code = failures[failure].code
    this.retryAfter = retryAfter
  }
}

const fill = (text: string, words: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(words[name] ?? all))
