import type { z } from 'zod'
import type { ConversationChange } from '../../../contract/frames.ts'
import type {
  GroupApplication,
  GroupFiles,
  GroupInfo,
  GroupNotice,
  GroupRow,
  GroupUser,
} from '../../../contract/groups.ts'
import type { Change, MemberFace, NoticeFace } from '../../bus/bus.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Group, MemberRole } from '../../store/conversations.ts'
import { fileWire } from '../files/wire.ts'
import { statusWire } from '../statuses/wire.ts'
import type { ShownApplication } from './applications.ts'
import type { SentFile } from './group-queries.ts'

const bit = (fact: boolean) => (fact ? 1 : 0)

export const groupInfoWire = (group: Group, count: number, url: Url): z.output<typeof GroupInfo> => ({
  groupId: group.id,
  text: group.name,
  avatar: faceUrl(url, group),
  note: group.note,
  ownerId: group.ownerId,
  type: bit(group.isPublic),
  count,
  createTime: group.createdAt,
  approval: bit(group.needsApproval),
  muted: bit(group.isMuted),
  dissolved: bit(group.isDissolved),
})

export const groupRowWire = (
  { group, role, count }: { group: Group; role: MemberRole; count: number },
  url: Url,
): z.output<typeof GroupRow> => ({ id: group.id, ...groupInfoWire(group, count, url), role })

export const groupApplicationWire = (
  { application, group, sender, content, isMine }: ShownApplication,
  url: Url,
): z.output<typeof GroupApplication> => ({
  code: String(application.id),
  groupId: group.id,
  senderId: sender.id,
  otherName: sender.name,
  otherAvatar: faceUrl(url, sender),
  text: group.name,
  avatar: faceUrl(url, group),
  content,
  sendTime: application.sentAt,
  state: application.state,
  kind: application.kind,
  mine: bit(isMine),
})

export const groupFilesWire = (
  { found, total }: { found: readonly SentFile[]; total: number },
  size: number,
  url: Url,
): z.output<typeof GroupFiles> => ({
  totalElements: total,
  totalPages: Math.ceil(total / size),
  data: found.map(({ message, sender, file }) => ({
    id: message.id,
    seq: message.seq,
    senderId: sender.id,
    name: sender.name,
    sendTime: message.sentAt,
    file: fileWire(file, url),
  })),
})

export const groupUserWire = (member: MemberFace, url: Url): z.output<typeof GroupUser> => ({
  id: member.id,
  trueName: member.name,
  avatar: faceUrl(url, member),
  username: member.username,
  role: member.role,
  mutedUntil: member.silencedUntil,
  pinyin: member.pinyin,
  initials: member.initials,
})

export const groupNoticeWire = ({ id, content, url, sentAt, sender }: NoticeFace): z.output<typeof GroupNotice> => ({
  id,
  content,
  url,
  sendTime: sentAt,
  name: sender.name,
  senderId: sender.id,
})

/** Data of frame 3003. */
export function changeWire(change: Change, url: Url): z.output<typeof ConversationChange> {
  if (change.what === 'friend' || change.what === 'application') return { ...change }
  if (change.what === 'status') return { ...change, status: change.status && statusWire(change.status) }
  if (change.what === 'module') {
    return {
      what: change.what,
      moduleId: change.moduleId,
      noticeId: change.noticeId,
      state: change.isRead ? 2 : 1,
      count: change.unread,
    }
  }
  if (change.what === 'settings') {
    const { what, miniType, targetId, readSeq, unreadSeq } = change
    return {
      what,
      miniType,
      targetId,
      readSeq,
      unreadSeq,
      top: bit(change.isPinned),
      mute: bit(change.notify !== 'all'),
      notify: change.notify,
      marked: bit(change.isMarked),
      hidden: bit(change.isHidden),
    }
  }
  const where = { miniType: 1101 as const, groupId: change.groupId }
  switch (change.what) {
    case 'joined':
      return {
        ...where,
        what: change.what,
        users: change.members.map(member => groupUserWire(member, url)),
        count: change.count,
      }
    case 'left':
      return { ...where, what: change.what, userIds: [...change.userIds], count: change.count }
    case 'members':
      return { ...where, what: change.what, users: change.members.map(member => groupUserWire(member, url)) }
    case 'info':
      return { ...where, what: change.what, info: groupInfoWire(change.group, change.count, url) }
    case 'notice':
      return { ...where, what: change.what, notice: groupNoticeWire(change.notice) }
    case 'noticeDeleted':
    case 'noticeHidden':
      return { ...where, what: change.what, noticeId: change.noticeId }
  }
}
