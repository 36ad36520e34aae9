import { frameCodes } from '../../contract/frame-codes.ts'
import type { Frame } from '../../contract/frames.ts'
import type { Change, Face, Shown, UserEvent } from '../bus/bus.ts'
import { faceUrl } from '../lib/avatar.ts'
import { type Url, urlsOn } from '../lib/route.ts'
import type { Notice } from '../store/modules.ts'
import type { Message } from '../store/messages.ts'
import type { LiveSocket } from './socket.ts'

/** The row of a message as histories and pushes have it; `state` as the one who gets it sees it. */
export type MessageRowOf = (shown: Shown, state: number, url: Url) => object

export type EncodeNeeds = {
  messageRow: MessageRowOf
  /** Data of frame 3003. */
  changeData(change: Change, url: Url): object
  /** Data of frame 11021. */
  noticeData(notice: Notice, url: Url): object
  /** Escape HTML in contents for clients that did not say `v=1`. */
  escapeHtml: boolean
}

/** In how many ways one event is written: as everyone gets it, escaped, or as the one who caused it. */
type Variant = 'plain' | 'escaped' | 'own'

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

/**
 * What each socket gets of an event: undefined for nothing, else the frame, which is written once for all sockets
 * that get the same.
 */
export function framesOf(event: UserEvent, needs: EncodeNeeds): (socket: LiveSocket) => Buffer | undefined {
  const made: { variant: Variant, origin: string, frame: Buffer }[] = []
  return socket => {
    const variant = variantFor(event, socket, needs.escapeHtml)
    if (variant === undefined) return undefined
    const origin = socket.from.origin
    for (const one of made) if (one.variant === variant && one.origin === origin) return one.frame
    const frame = encodeFrame(frameOf(event, variant, urlsOn(origin), needs))
    made.push({ variant, origin, frame })
    return frame
  }
}

/** COMPAT: clients that did not say `v=1` get nothing of their own user's, nor any code that they do not know. */
function variantFor(event: UserEvent, socket: LiveSocket, escapeHtml: boolean): Variant | undefined {
  const { isOurs } = socket.from
  const userId = socket.viewer?.user.id
  switch (event.type) {
    case 'message':
      // COMPAT: a system line is no news to the other client; it finds it in the history.
      if (event.message.extra?.event) return !isOurs ? undefined : userId === event.message.senderId ? 'own' : 'plain'
      if (userId === event.message.senderId) return isOurs && socket.device !== event.fromDevice ? 'own' : undefined
      return escapeHtml && !isOurs ? 'escaped' : 'plain'
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
      return userId === event.user.id && socket.viewer?.token.platform === event.platform ? undefined : 'plain'
    case 'moduleNotice':
      return escapeHtml && !isOurs ? 'escaped' : 'plain'
    case 'application':
      // COMPAT: one pop-up for each: that somebody else was answered is none.
      return isOurs || event.state === 0 || userId === event.receiverId || event.kind === 'friend' ? 'plain' : undefined
  }
}

function frameOf(event: UserEvent, variant: Variant, url: Url, needs: EncodeNeeds): Frame {
  switch (event.type) {
    case 'message': {
      const { message, sender, group } = event
      const shown = variant === 'escaped' ? { ...event, message: { ...message, content: escaped(message.content) } } : event
      const row = needs.messageRow(shown, stateFor(message, variant), url)
      const code = codeOf(message)
      return { code, msg: `${sender.name}发来一条消息`, data: { ...row, miniType: code, ...groupFields(group, url) } }
    }
    case 'messageChanged': {
      const { message, group } = event
      const row = needs.messageRow(event, message.kind === 'direct' ? event.state : stateFor(message, variant), url)
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
      return presenceFrame(event, url)
    case 'moduleNotice': {
      const { notice } = event
      const shown = variant === 'escaped' ? { ...notice, actionText: escaped(notice.actionText), content: escaped(notice.content) } : notice
      return { code: frameCodes.moduleNotice, msg: `${notice.module.name}：${notice.actionText}`, data: needs.noticeData(shown, url) }
    }
    case 'application':
      return applicationFrame(event, url)
  }
}

function presenceFrame({ user, platform, isOnline }: Extract<UserEvent, { type: 'presence' }>, url: Url): Frame {
  return {
    code: isOnline ? frameCodes.online : frameCodes.offline,
    msg: `${user.trueName} 在 ${platformNames[platform] ?? platform} ${isOnline ? '上线了' : '下线了'}`,
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

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, char => entities[char] ?? char)
