import { frameCodes } from '../../contract/frame-codes.ts'
import type { Frame } from '../../contract/frames.ts'
import type { Change, Face, Shown, UserEvent } from '../bus/bus.ts'
import { faceUrl } from '../lib/avatar.ts'
import { forDrawing } from '../lib/for-drawing.ts'
import { type Url, urlsOn } from '../lib/route.ts'
import type { Notice } from '../store/modules.ts'
import type { Message } from '../store/messages.ts'
import type { LiveSocket } from './socket.ts'

/** The row of a message as histories and pushes have it; `state` as the one who gets it sees it, and as its client takes it. */
export type MessageRowOf = (shown: Shown, state: number, url: Url, isOurs: boolean) => object

export type EncodeNeeds = {
  messageRow: MessageRowOf
  /** Data of frame 3003. */
  changeData(change: Change, url: Url): object
  /** Data of frame 11021. */
  noticeData(notice: Notice, url: Url): object
}

/** In how many ways one event is written: as everyone gets it, as its sender does, as the existing client, or there as the person it is about. */
type Variant = 'plain' | 'own' | 'existing' | 'existingOwn'
/** For whom a frame is finished: as it is, with what the existing client needs of every frame, or escaped besides. */
type Finish = 'asItIs' | 'existing' | 'html'

const platformNames: Record<string, string> = {
  windows: 'windows', mac: 'mac', linux: 'linux', android: 'android', ios: 'ios', web: '网页',
}

/** A whole text frame of the protocol, unmasked, as a server sends it. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = 0x81
  if (head === 2) {
    frame[1] = length
  } else if (head === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, head)
  return frame
}

/** A ping without a payload. */
export const pingFrame = Buffer.from([0x89, 0])

export const encodeFrame = (frame: Frame) => textFrame(JSON.stringify(frame))

/** COMPAT: frames that nobody counts: who they are from does not matter, and 1003 is exact (docs/protocol.md, section 3). */
const uncounted: readonly number[] = [frameCodes.connected, frameCodes.loginOver, frameCodes.accepted, frameCodes.heartbeatAnswer, frameCodes.refused]

/** COMPAT: it takes a frame without `senderId` for its own user's, and counts nothing. */
function withSender({ code, msg, data }: Frame, senderId: number | null): Frame {
  const hasNone = typeof data === 'object' && data !== null && !('senderId' in data) && !uncounted.includes(code)
  return { code, msg, data: hasNone ? { senderId, ...data } : data }
}

function finish(frame: Frame, way: Finish, senderId: number | null): Frame {
  if (way === 'asItIs') return frame
  const whole = withSender(frame, senderId)
  return way === 'html' ? forDrawing(whole) : whole
}

const finishFor = ({ from, isDrawnAsHtml }: LiveSocket): Finish => from.isOurs ? 'asItIs' : isDrawnAsHtml ? 'html' : 'existing'

/** One frame for one socket, as its client takes it. */
export const encodeFor = (socket: LiveSocket, frame: Frame): Buffer => encodeFrame(finish(frame, finishFor(socket), null))

/**
 * What each socket gets of an event: undefined for nothing, else the frame, which is written once for all sockets
 * that get the same.
 */
export function framesOf(event: UserEvent, needs: EncodeNeeds): (socket: LiveSocket) => Buffer | undefined {
  const made: { variant: Variant, way: Finish, origin: string, frame: Buffer }[] = []
  return socket => {
    const variant = variantFor(event, socket)
    if (variant === undefined) return undefined
    const origin = socket.from.origin
    const way = wayOf(event, socket)
    for (const one of made) if (one.variant === variant && one.way === way && one.origin === origin) return one.frame
    const senderId = event.type === 'command' ? socket.viewer?.user.id ?? null : null
    const frame = encodeFrame(finish(frameOf(event, variant, urlsOn(origin), needs), way, senderId))
    made.push({ variant, way, origin, frame })
    return frame
  }
}

/** Messages and receipts have their sender: everyone gets the same frame of them. */
function wayOf(event: UserEvent, socket: LiveSocket): Finish {
  const way = finishFor(socket)
  return way === 'existing' && (event.type === 'message' || event.type === 'receipt') ? 'asItIs' : way
}

/** COMPAT: clients that did not say `v=1` get nothing of their own user's, nor any code that they do not know. */
function variantFor(event: UserEvent, socket: LiveSocket): Variant | undefined {
  const { isOurs } = socket.from
  const userId = socket.viewer?.user.id
  switch (event.type) {
    case 'message':
      // COMPAT: a system line is no news to the other client; it finds it in the history.
      if (event.message.extra?.event) return !isOurs ? undefined : userId === event.message.senderId ? 'own' : 'plain'
      if (userId === event.message.senderId) return isOurs && socket.device !== event.fromDevice ? 'own' : undefined
      return isOurs || hasWords(event) ? 'plain' : 'existing'
    case 'messageChanged':
      if (!isOurs) return undefined
      return userId === event.message.senderId ? 'own' : 'plain'
    case 'receipt':
      return userId === event.readerId && (!isOurs || socket.device === event.fromDevice) ? undefined : 'plain'
    case 'typing':
      return isOurs && userId !== event.senderId ? 'plain' : undefined
    case 'conversationChanged':
      return isOurs ? 'plain' : undefined
    case 'command':
      return socket.device === event.fromDevice ? undefined : 'plain'
    case 'presence':
      if (userId !== event.user.id) return 'plain'
      return socket.viewer?.token.platform === event.platform ? undefined : isOurs ? 'plain' : 'existingOwn'
    case 'moduleNotice':
      return 'plain'
    case 'application':
      // COMPAT: one pop-up for each: that somebody else was answered is none.
      return isOurs || event.state === 0 || userId === event.receiverId || event.kind === 'friend' ? 'plain' : undefined
  }
}

function frameOf(event: UserEvent, variant: Variant, url: Url, needs: EncodeNeeds): Frame {
  switch (event.type) {
    case 'message': {
      const { message, sender, group } = event
      const row = needs.messageRow(event, stateFor(message, variant), url, variant !== 'existing')
      const code = codeOf(message)
      return { code, msg: `${sender.name}发来一条消息`, data: { ...row, miniType: code, ...groupFields(group, url) } }
    }
    case 'messageChanged': {
      const { message, group } = event
      const row = needs.messageRow(event, message.kind === 'direct' ? event.state : stateFor(message, variant), url, true)
      return { code: frameCodes.messageChanged, msg: '消息有变化', data: { ...row, miniType: codeOf(message), ...groupFields(group, url) } }
    }
    case 'receipt':
      // Neither id of the message says who read it: it may be one's own, or the other's.
      return { code: frameCodes.receipt, msg: '消息回执', data: { ...event.receipt, readerId: event.readerId } }
    case 'typing':
      return { code: frameCodes.typing, msg: '正在输入', data: { senderId: event.senderId, receiverId: event.receiverId, miniType: event.miniType } }
    case 'conversationChanged':
      return { code: frameCodes.conversationChanged, msg: '会话有变化', data: needs.changeData(event.change, url) }
    case 'command':
      return { code: event.code, msg: event.code === frameCodes.command ? '设备指令' : '设备指令回执', data: event.data }
    case 'presence':
      return presenceFrame(event, variant, url)
    case 'moduleNotice': {
      const { notice } = event
      return { code: frameCodes.moduleNotice, msg: `${notice.module.name}：${notice.actionText}`, data: needs.noticeData(notice, url) }
    }
    case 'application':
      return applicationFrame(event, url)
  }
}

function presenceFrame({ user, platform, isOnline }: Extract<UserEvent, { type: 'presence' }>, variant: Variant, url: Url): Frame {
  const where = platformNames[platform] ?? platform
  const what = isOnline ? '上线了' : '下线了'
  return {
    code: isOnline ? frameCodes.online : frameCodes.offline,
    // COMPAT: of its own user it says 你刚刚在 before that.
    msg: variant === 'existingOwn' ? `${where} ${what}` : `${user.trueName} 在 ${where} ${what}`,
    data: { user: { id: user.id, trueName: user.trueName, avatar: faceUrl(url, { id: user.id, name: user.trueName, avatar: user.avatar }), username: user.username } },
  }
}

function applicationFrame(event: Extract<UserEvent, { type: 'application' }>, url: Url): Frame {
  const { kind, sender, receiverId, group, content, at, state } = event
  const code = kind === 'friend' ? frameCodes.friendApplication : frameCodes.groupApplication
  const applicant = { code: event.code, senderId: sender.id, receiverId, name: sender.name, avatar: faceUrl(url, sender), content, sendTime: at, state, miniType: code }
  if (!group) return { code, msg: state === 4 ? `${sender.name} 同意了你的好友申请` : `${sender.name} 请求添加你为好友`, data: applicant }
  const answer = state === 4 ? `已同意：${content}` : `已拒绝：${content}`
  return {
    code,
    msg: kind === 'invite' || state === 0 ? content : answer,
    data: { ...applicant, kind, groupId: group.id, text: group.name, avatar: faceUrl(url, group), otherName: sender.name, otherAvatar: faceUrl(url, sender) },
  }
}

const codeOf = (message: Message) => message.kind === 'group' ? frameCodes.group : frameCodes.direct

/** In a direct conversation a state is the receiver's; in a group the viewer's own, and who sends has read. */
const stateFor = (message: Message, variant: Variant) => message.kind === 'group' && variant === 'own' ? 2 : 0

const groupFields = (group: Face | null, url: Url) =>
  group ? { otherName: group.name, otherAvatar: faceUrl(url, group) } : { otherName: '', otherAvatar: null }

/** Whether the existing client finds words of its own in it: see `pushedRow`. */
const hasWords = ({ message, quoted }: Shown) => quoted === null && message.content.trim() !== ''
