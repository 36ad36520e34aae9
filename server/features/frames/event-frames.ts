import { frameCodes } from '../../../contract/frame-codes.ts'
import { frameOf } from '../../../contract/frame-texts.ts'
import type { Frame } from '../../../contract/frames.ts'
import type { Face, UserEvent } from '../../bus/bus.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Notice } from '../../store/modules.ts'
import { changeWire } from '../groups/wire.ts'
import { pushedRow } from '../messages/wire-existing.ts'
import type { Variant } from './audience.ts'

export type EventFrameNeeds = {
  /** Data of frame 11021. */
  noticeData(notice: Notice, url: Url): object
}

const platformNames: Record<string, string> = {
  windows: 'windows',
  mac: 'mac',
  linux: 'linux',
  android: 'android',
  ios: 'ios',
  web: '网页',
}

/** The frame that tells an event. */
export const createEventFrames =
  ({ noticeData }: EventFrameNeeds) =>
  (event: UserEvent, variant: Variant, url: Url): Frame => {
    switch (event.type) {
      case 'message':
        return messageFrame(event, variant, url)
      case 'messageChanged':
        return messageChangedFrame(event, variant, url)
      case 'receipt':
        // Neither id of the message says who read it: it may be one's own, or the other's.
        return frameOf(frameCodes.receipt, { ...event.receipt, readerId: event.readerId })
      case 'typing': {
        const { senderId, receiverId, miniType } = event
        return frameOf(frameCodes.typing, { senderId, receiverId, miniType })
      }
      case 'conversationChanged':
        return frameOf(frameCodes.conversationChanged, changeWire(event.change, url))
      case 'command':
        return frameOf(event.code, event.data)
      case 'presence':
        return presenceFrame(event, variant, url)
      case 'moduleNotice': {
        const { notice } = event
        return {
          code: frameCodes.moduleNotice,
          msg: `${notice.module.name}：${notice.actionText}`,
          data: noticeData(notice, url),
        }
      }
      case 'application':
        return applicationFrame(event, url)
    }
  }

type EventOf<Type extends UserEvent['type']> = Extract<UserEvent, { type: Type }>

function messageFrame(event: EventOf<'message'>, variant: Variant, url: Url): Frame {
  const { message, sender, group } = event
  const row = pushedRow(event, stateFor(message, variant), url, variant !== 'existing')
  const code = codeOf(message)
  return { code, msg: `${sender.name}发来一条消息`, data: { ...row, miniType: code, ...groupFields(group, url) } }
}

function messageChangedFrame(event: EventOf<'messageChanged'>, variant: Variant, url: Url): Frame {
  const { message, group } = event
  const row = pushedRow(event, message.kind === 'direct' ? event.state : stateFor(message, variant), url, true)
  return frameOf(frameCodes.messageChanged, { ...row, miniType: codeOf(message), ...groupFields(group, url) })
}

function presenceFrame({ user, platform, isOnline }: EventOf<'presence'>, variant: Variant, url: Url): Frame {
  const where = platformNames[platform] ?? platform
  const what = isOnline ? '上线了' : '下线了'
  const avatar = faceUrl(url, { id: user.id, name: user.trueName, avatar: user.avatar })
  return {
    code: isOnline ? frameCodes.online : frameCodes.offline,
    // COMPAT: of its own user it says 你刚刚在 before that.
    msg: variant === 'existingOwn' ? `${where} ${what}` : `${user.trueName} 在 ${where} ${what}`,
    data: { user: { id: user.id, trueName: user.trueName, avatar, username: user.username } },
  }
}

function applicationFrame(event: EventOf<'application'>, url: Url): Frame {
  const { kind, sender, receiverId, group, content, at, state } = event
  const code = kind === 'friend' ? frameCodes.friendApplication : frameCodes.groupApplication
  const applicant = {
    code: event.code,
    senderId: sender.id,
    receiverId,
    name: sender.name,
    avatar: faceUrl(url, sender),
    content,
    sendTime: at,
    state,
    miniType: code,
  }
  if (!group)
    return {
      code,
      msg: state === 4 ? `${sender.name} 同意了你的好友申请` : `${sender.name} 请求添加你为好友`,
      data: applicant,
    }
  const answer = state === 4 ? `已同意：${content}` : `已拒绝：${content}`
  return {
    code,
    msg: kind === 'invite' || state === 0 ? content : answer,
    data: {
      ...applicant,
      kind,
      groupId: group.id,
      text: group.name,
      avatar: faceUrl(url, group),
      otherName: sender.name,
      otherAvatar: faceUrl(url, sender),
    },
  }
}

const codeOf = (message: Message) => (message.kind === 'group' ? frameCodes.group : frameCodes.direct)

/** In a direct conversation a state is the receiver's; in a group the viewer's own, and who sends has read. */
const stateFor = (message: Message, variant: Variant) => (message.kind === 'group' && variant === 'own' ? 2 : 0)

const groupFields = (group: Face | null, url: Url) =>
  group ? { otherName: group.name, otherAvatar: faceUrl(url, group) } : { otherName: '', otherAvatar: null }
