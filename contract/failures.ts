/**
 * Every failure that a client can see: its code and its words. Names are `subject.what`.
 * `{name}` in a text is filled in where the failure is thrown.
 */
export const failures = {
  'request.invalid': { code: 400, zh: '参数 {name} 不正确：{expected}', en: 'Parameter {name} is wrong: {expected}' },
  'request.notJson': { code: 400, zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON' },
  'request.tooLarge': {
    code: 413,
    zh: '请求内容过大，最多 {limit} 字节',
    en: 'The body is too large: {limit} bytes at most',
  },
  'request.unknownPath': { code: 404, zh: '没有这个接口', en: 'There is no such path' },
  'request.unsupportedType': {
    code: 415,
    zh: '不支持的内容类型，应为 {expected}',
    en: 'Content type not supported: it should be {expected}',
  },
  'request.crossSite': {
    code: 403,
    zh: '不接受来自其他网站的请求',
    en: 'Requests from pages of other sites are refused',
  },
  'request.tooMany': { code: 429, zh: '操作过于频繁，请稍后再试', en: 'Too many requests, try again later' },
  'server.fault': { code: 500, zh: '服务器出错了，请稍后再试', en: 'Something went wrong on the server' },
  'server.starting': {
    code: 503,
    zh: '服务正在启动或停止，请稍后再试',
    en: 'The server is starting or stopping, try again soon',
  },
  'server.overloaded': { code: 503, zh: '服务繁忙，请稍后再试', en: 'The server is busy, try again soon' },
  'server.storageAway': {
    code: 503,
    zh: '存储暂时不可用，内容没有保存，请稍后再试',
    en: 'Storage is not available for now, nothing was saved; try again later',
  },

  'token.missing': { code: 401, zh: '请先登录', en: 'Log in first' },
  'token.dead': { code: 401, zh: '登录已失效，请重新登录', en: 'This login is over, log in again' },
  'token.replaced': {
    code: 401,
    zh: '账号已在其他设备登录，请重新登录',
    en: 'This account logged in on another device, log in again',
  },
  'viewer.mismatch': {
    code: 403,
    zh: '参数 {name} 与登录用户不符',
    en: 'Parameter {name} is not the user who is logged in',
  },
  'login.wrong': { code: 403, zh: '账号或密码错误', en: 'Wrong account or password' },
  'login.locked': {
    code: 423,
    zh: '密码错误次数过多，请 {minutes} 分钟后再试',
    en: 'Too many wrong passwords, try again in {minutes} minutes',
  },
  'login.oneTimeEnded': {
    code: 403,
    zh: '一次性密码已过期，请联系管理员重置',
    en: 'This one-time password has expired, ask an administrator for another',
  },
  'login.otherSite': {
    code: 403,
    zh: '不接受从其他网站发起的登录',
    en: 'Logins started by another website are not accepted',
  },
  'password.mustChange': {
    code: 403,
    zh: '这是一次性密码，请先用浏览器打开本系统，换成自己的密码',
    en: 'This is a one-time password: open this system in a browser and choose one of your own first',
  },
  'password.same': { code: 400, zh: '新密码不能与原密码相同', en: 'The new password is the one you have' },
  'password.tooShort': {
    code: 400,
    zh: '新密码太短，至少 {min} 个字符',
    en: 'The new password is too short: {min} characters at least',
  },
  'password.sign': { code: 400, zh: '新密码含有不能使用的字符', en: 'The new password has a sign that cannot be used' },
  'password.ownName': {
    code: 400,
    zh: '新密码不能由你的姓名、用户名、手机号或邮箱组成',
    en: 'The new password must not be made of your name, username, phone number or e-mail address',
  },
  'password.tooEasy': {
    code: 400,
    zh: '这个密码太常见，容易被猜到，请换一个',
    en: 'This password is too common and easy to guess, choose another',
  },
  'password.changed': {
    code: 409,
    zh: '密码刚刚已被修改，请用新密码重新登录',
    en: 'The password was changed a moment ago: log in with the new one',
  },
  'login.disabled': { code: 403, zh: '账号已停用，请联系管理员', en: 'This account is disabled, ask an administrator' },

  'qr.unknown': { code: 404, zh: '二维码不存在', en: 'There is no such QR code' },
  'qr.expired': {
    code: 410,
    zh: '二维码已过期或已使用，请刷新后重试',
    en: 'This QR code has expired or was used, refresh it',
  },
  'qr.notScanned': { code: 409, zh: '请先扫描二维码', en: 'Scan the QR code first' },
  'qr.otherPhone': { code: 403, zh: '请用扫描时的账号确认', en: 'Confirm as the user who scanned the code' },
  'device.unknown': {
    code: 404,
    zh: '等待登录的设备不在线',
    en: 'The device that waits to be logged in is not connected',
  },
  'redirect.notAllowed': { code: 403, zh: '不允许跳转到这个地址', en: 'Redirects to that address are not allowed' },
  'ticket.otherOrigin': { code: 403, zh: '这张票据不是发给这个系统的', en: 'This ticket was made for another system' },
  'ticket.expired': { code: 410, zh: '票据已过期或已使用', en: 'This ticket has expired or was used' },

  'user.unknown': { code: 404, zh: '用户不存在', en: 'There is no such user' },
  'user.notReachable': {
    code: 403,
    zh: '你们还不是好友或同事，不能发送消息',
    en: 'You are neither friends nor colleagues',
  },
  'user.disabled': {
    code: 403,
    zh: '对方的账号已停用，不能发送消息',
    en: "That person's account is disabled: they get no messages any more",
  },
  'link.off': { code: 404, zh: '这台服务器没有开启链接预览', en: 'Link previews are not turned on here' },
  'status.ended': { code: 400, zh: '结束时间已经过了', en: 'The end you chose has already passed' },
  'user.emailTaken': { code: 409, zh: '这个邮箱已被使用', en: 'This e-mail address is taken' },
  'user.phoneTaken': { code: 409, zh: '这个手机号已被使用', en: 'This phone number is taken' },
  'user.usernameTaken': {
    code: 409,
    zh: '这个用户名已被使用，请换一个',
    en: 'This username is taken, choose another',
  },
  'user.usernameInvalid': {
    code: 400,
    zh: '用户名应为 2 到 40 个字，可以用文字、数字和 . _ -，不能全是数字',
    en: 'A username has 2 to 40 letters, digits and . _ - in it, and is not a number',
  },
  'admin.changedMeanwhile': {
    code: 409,
    zh: '这个人的资料刚被别人改过，请重新打开再改',
    en: 'Somebody else has just changed this person: open it again',
  },
  'admin.lastOne': {
    code: 409,
    zh: '至少要有一位启用的系统管理员',
    en: 'There must be an administrator of the system who is enabled',
  },
  'admin.notOneself': {
    code: 409,
    zh: '不能停用自己，也不能取消自己的管理员身份',
    en: 'You cannot disable yourself or end your own administration',
  },
  'admin.only': { code: 403, zh: '只有系统管理员可以这样做', en: 'Only an administrator of the system may do that' },
  'company.otherName': {
    code: 409,
    zh: '公司已经建立过，请填写它的名称：{names}',
    en: 'There is a company already, give its name: {names}',
  },
  'company.placed': { code: 409, zh: '你已经在一个公司里', en: 'You are in a company already' },
  'company.full': {
    code: 409,
    zh: '公司的人数已达上限，请联系管理员',
    en: 'The company has no seats left, ask its administrator',
  },
  'invitation.unknown': {
    code: 404,
    zh: '邀请链接不存在，请检查链接是否完整',
    en: 'There is no such invitation, check whether the link is whole',
  },
  'invitation.withdrawn': {
    code: 410,
    zh: '邀请链接已停用，请向邀请人要一个新的',
    en: 'This invitation was withdrawn, ask for another',
  },
  'invitation.over': {
    code: 410,
    zh: '邀请链接已过期，请向邀请人要一个新的',
    en: 'This invitation has expired, ask for another',
  },
  'invitation.usedUp': {
    code: 410,
    zh: '邀请链接的名额已用完，请向邀请人要一个新的',
    en: 'This invitation has been used up, ask for another',
  },
  'company.unknown': { code: 404, zh: '公司不存在', en: 'There is no such company' },
  'department.belowItself': {
    code: 409,
    zh: '部门不能移到它自己下面',
    en: 'A department cannot lie below itself',
  },
  'department.nameTaken': {
    code: 409,
    zh: '同一级已经有这个名称的部门',
    en: 'Another department beside it has this name',
  },
  'department.notEmpty': {
    code: 409,
    zh: '部门里还有人或下级部门，请先移走',
    en: 'Somebody is in it, or a department is below it: move them first',
  },
  'department.tooDeep': {
    code: 409,
    zh: '部门层级超过了许可允许的深度',
    en: 'The licence allows no department as deep as that',
  },
  'department.unknown': { code: 404, zh: '部门不存在', en: 'There is no such department' },

  'friend.self': {
    code: 400,
    zh: '参数 friendId 不正确：不能加自己为好友',
    en: 'Parameter friendId is wrong: it is yourself',
  },
  'friend.already': { code: 409, zh: '你们已经是好友', en: 'You are friends already' },
  'friend.noApplication': {
    code: 403,
    zh: '对方没有待处理的好友申请',
    en: 'That person has no open application to you',
  },
  'friend.tooMany': {
    code: 429,
    zh: '今天发送的好友申请太多，请明天再试',
    en: 'Too many applications today, try again tomorrow',
  },
  'application.unknown': { code: 404, zh: '申请不存在', en: 'There is no such application' },
  'application.notYours': { code: 403, zh: '不能处理这个申请', en: 'This application is not yours to decide' },
  'application.closed': { code: 409, zh: '申请已经处理过', en: 'This application was decided before' },

  'message.unknown': { code: 404, zh: '消息不存在', en: 'There is no such message' },
  'message.empty': { code: 400, zh: '参数 content 不正确：不能为空', en: 'Parameter content is wrong: it is empty' },
  'message.tooLong': {
    code: 400,
    zh: '参数 content 不正确：最多 {limit} 个字',
    en: 'Parameter content is wrong: {limit} characters at most',
  },
  'message.tooManyCopies': {
    code: 400,
    zh: '一次转发最多产生 {limit} 条消息（消息数 × 会话数），请减少消息或会话',
    en: 'One forwarding makes {limit} messages at most (messages times conversations): choose fewer',
  },
  'message.forwardTooLong': {
    code: 400,
    zh: '一次转发的内容最多 {limit} 个字（内容 × 会话数），请减少消息或会话',
    en: 'One forwarding carries {limit} characters at most (content times conversations): choose fewer',
  },
  'message.notYours': { code: 403, zh: '只能撤回自己的消息', en: 'You may recall only your own messages' },
  'message.tooLate': {
    code: 403,
    zh: '发送超过 {minutes} 分钟的消息不能撤回',
    en: 'Messages older than {minutes} minutes cannot be recalled',
  },
  'message.notEditable': {
    code: 403,
    zh: '只能编辑自己发送的文字消息',
    en: 'You may edit only text messages of your own',
  },
  'message.recalled': { code: 409, zh: '消息已撤回', en: 'This message was recalled' },
  'message.editTooLate': {
    code: 403,
    zh: '发送超过 {hours} 小时的消息不能编辑',
    en: 'Messages older than {hours} hours cannot be edited',
  },
  'message.tooManyReactions': {
    code: 409,
    zh: '这条消息的表情回应已满，最多 {limit} 种',
    en: 'This message has too many reactions: {limit} different ones at most',
  },
  'message.tooManyPins': {
    code: 409,
    zh: '置顶的消息已满，最多 {limit} 条',
    en: 'Too many pinned messages: {limit} at most',
  },
  'message.tooFarBack': {
    code: 409,
    zh: '只能从最近 {limit} 条消息起标为未读',
    en: 'Only the newest {limit} messages can be marked as unread',
  },
  'message.tooManySaved': {
    code: 409,
    zh: '收藏已满，最多 {limit} 条',
    en: 'Too many saved messages: {limit} at most',
  },
  'conversation.unknown': { code: 404, zh: '会话不存在', en: 'There is no such conversation' },
  'conversation.notMember': { code: 403, zh: '你不在这个会话中', en: 'You are not in this conversation' },
  'group.unknown': { code: 404, zh: '群不存在', en: 'There is no such group' },
  'group.notMember': { code: 403, zh: '你不在这个群里', en: 'You are not in this group' },
  'group.dissolved': { code: 403, zh: '群已解散', en: 'This group was dissolved' },
  'group.muted': { code: 403, zh: '群主已开启禁言', en: 'You are muted in this group' },
  'group.silenced': { code: 403, zh: '你已被禁言', en: 'You may not write in this group for now' },
  'group.notAllowed': { code: 403, zh: '只有群主或管理员可以这样做', en: 'Only the owner or a manager may do that' },
  'group.ownerOnly': { code: 403, zh: '只有群主可以这样做', en: 'Only the owner may do that' },
  'group.ownerStays': {
    code: 409,
    zh: '群主不能直接退群，请先转让群主或解散群',
    en: 'The owner must hand the group over or dissolve it first',
  },
  'group.alreadyMember': { code: 409, zh: '已经在群里', en: 'Already a member of this group' },
  'group.targetNotMember': { code: 404, zh: '对方不在这个群里', en: 'That person is not in this group' },
  'group.tooManyApplications': {
    code: 429,
    zh: '今天的入群申请或邀请太多，请明天再试',
    en: 'Too many requests to join groups today, try again tomorrow',
  },
  'group.refusedLately': {
    code: 429,
    zh: '申请刚被拒绝，请过些时候再试',
    en: 'You were refused lately, try again later',
  },
  'group.noApplication': {
    code: 403,
    zh: '对方没有待处理的入群申请',
    en: 'That person has no open application to this group',
  },
  'group.full': { code: 409, zh: '群成员已满，最多 {limit} 人', en: 'This group is full: {limit} members at most' },
  'group.cannotInvite': { code: 403, zh: '只能邀请同事或好友', en: 'You may invite only colleagues and friends' },
  'notice.unknown': { code: 404, zh: '公告不存在', en: 'There is no such notice' },

  'module.unknown': { code: 404, zh: '业务系统不存在', en: 'There is no such module' },
  'module.wrongKey': { code: 401, zh: '业务系统密钥不正确', en: 'The key of the module is wrong' },
  'module.noTargets': {
    code: 400,
    zh: '参数 targets 不正确：没有可以接收的人',
    en: 'Parameter targets is wrong: nobody would receive it',
  },
  'module.tooManyTargets': {
    code: 400,
    zh: '参数 targets 不正确：最多 {limit} 人',
    en: 'Parameter targets is wrong: {limit} people at most',
  },

  'file.unknown': { code: 404, zh: '文件不存在', en: 'There is no such file' },
  'file.notYours': { code: 403, zh: '不能发送这个文件', en: 'You may not send that file' },
  'file.missing': {
    code: 400,
    zh: '参数 file 不正确：请选择要上传的文件',
    en: 'Parameter file is wrong: choose a file',
  },
  'file.broken': {
    code: 400,
    zh: '参数 file 不正确：上传中断或格式错误',
    en: 'Parameter file is wrong: the upload broke off',
  },
  'file.tooLarge': { code: 413, zh: '文件过大，最大 {limit} MB', en: 'The file is too large: {limit} MB at most' },
  'file.tooManyUnsent': {
    code: 429,
    zh: '上传后未发送的文件太多，请先发送或稍后再试',
    en: 'You have uploaded too much without sending it: send it, or try again later',
  },
  'file.tooManyKept': {
    code: 413,
    zh: '你的文件占用的空间太大，请联系管理员',
    en: 'Your files take up too much space: ask an administrator',
  },
  'file.typeRefused': { code: 415, zh: '不允许上传这种文件', en: 'Files of this type are not allowed' },

  'push.unknown': { code: 404, zh: '这个浏览器没有打开推送', en: 'This browser has no push subscription' },
  'push.notAllowed': { code: 403, zh: '不支持这个推送地址', en: 'Pushes to that address are not allowed' },

  'frame.invalid': { code: 400, zh: '消息帧不正确：{expected}', en: 'Bad frame: {expected}' },
  'frame.unknownCode': { code: 400, zh: '不认识的消息帧 {name}', en: 'Unknown frame code {name}' },
  'frame.tooLarge': { code: 413, zh: '消息帧过大，最多 {limit} 字节', en: 'Frame too large: {limit} bytes at most' },
} as const satisfies Record<string, { code: number; zh: string; en: string }>

export type FailureName = keyof typeof failures

/** What fills the text of a failure, by the names in it. */
type FailureValues = Readonly<Record<string, string | number>>

/** What a client must see of something that went wrong; anything else that is thrown is a bug. */
export class Failure extends Error {
  readonly failure: FailureName
  readonly code: number
  /** What fills its text, by the names in it. */
  readonly values: FailureValues
  /** Seconds after which trying again makes sense, for 423, 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(failure: FailureName, values: FailureValues = {}, retryAfter?: number) {
    super(fillText(failures[failure].zh, values))
    this.name = 'Failure'
    this.failure = failure
    this.code = failures[failure].code
    this.values = values
    this.retryAfter = retryAfter
  }
}

/** A failure's text with its values filled in; a name without a value stays as it is. */
export const fillText = (text: string, values: FailureValues): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))
