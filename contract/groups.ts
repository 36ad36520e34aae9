import { z } from 'zod'
import { call } from './call.ts'
import { FileInfo } from './files.ts'
import { ApplicationCode, ApplicationState, Decision } from './friends.ts'
import { limits } from './limits.ts'
import { Flag, Id, Ids, Name, Page, PageSize, Time, Whole } from './scalars.ts'

const GroupRole = z.enum(['owner', 'manager', 'member'])

/** What a group is. `type` 1: can be found by search. */
const about = {
  groupId: z.int(),
  text: z.string(),
  avatar: z.string(),
  note: z.string().nullable(),
  ownerId: z.int(),
  type: z.int(),
  /** People in it. */
  count: z.int(),
  createTime: z.int(),
  /** 1: who is invited by a member, or scans the group's code, needs the agreement of the owner or a manager. */
  approval: z.int(),
  /** 1: only the owner and managers may write. */
  muted: z.int(),
  /** 1: dissolved; its history stays readable. */
  dissolved: z.int(),
}

export const GroupInfo = z.object(about).meta({ id: 'GroupInfo' })

/** A group in the viewer's list. */
export const GroupRow = z.object({ id: z.int(), ...about, role: GroupRole }).meta({ id: 'GroupRow' })

export const GroupUser = z
  .object({
    id: z.int(),
    trueName: z.string(),
    avatar: z.string(),
    username: z.string(),
    role: GroupRole,
    /** Until when this person may not write, in ms; 0 for not at all. */
    mutedUntil: z.int(),
    pinyin: z.string(),
    initials: z.string(),
  })
  .meta({ id: 'GroupUser' })

const groupName = Name(limits.nameLength)
const groupNote = z.string().trim().max(limits.noteLength, `最多 ${limits.noteLength} 个字`)
const GroupType = Whole(0, 1)
/** Changes that only somebody in the group may ask for, or only its owner or managers. */
const inGroup = ['viewer.mismatch', 'group.unknown', 'group.notMember', 'group.dissolved'] as const
const byManagers = [...inGroup, 'group.notAllowed'] as const
const byOwner = [...inGroup, 'group.ownerOnly'] as const

export const saveGroup = call({
  method: 'POST',
  path: '/api/save_group',
  tag: 'Group',
  summary: '创建群',
  weight: 200,
  moreWeight: ({ body }) => 2 * body.targets.length,
  description:
    'The viewer owns it. `targets`: colleagues and friends who are in it from the start. `avatar` is the address of an uploaded image.',
  acting: 'userId',
  body: z.object({
    userId: Id.optional(),
    text: groupName,
    targets: Ids(limits.groupMembers).default([]),
    avatar: z.string().max(500).nullish(),
    note: groupNote.nullish(),
    type: GroupType.default(0),
    approval: Flag.default(0),
  }),
  reply: GroupInfo,
  says: '创建成功',
  failures: ['viewer.mismatch', 'user.unknown', 'group.cannotInvite', 'group.full'],
})

export const listGroups = call({
  method: 'GET',
  path: '/api/my_group_list',
  tag: 'Group',
  summary: '我的群',
  description: 'The groups the viewer is in and that are not dissolved, by name.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(GroupRow),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const groupInfo = call({
  method: 'GET',
  path: '/api/group_info',
  tag: 'Group',
  summary: '群资料和成员',
  weight: 3,
  description: 'For its members. The owner first, then managers, then the others by name.',
  query: z.object({ groupId: Id }),
  reply: z.object({ info: GroupInfo, users: z.array(GroupUser) }).meta({ id: 'GroupDetail' }),
  says: '查询成功',
  failures: ['group.unknown', 'group.notMember'],
})

export const editGroup = call({
  method: 'PUT',
  path: '/api/edit_group',
  tag: 'Group',
  summary: '修改群资料',
  weight: 20,
  description: 'Only what is given changes. Owner or manager.',
  acting: 'userId',
  sentBack: ['text', 'note'],
  query: z.object({
    id: Id,
    userId: Id.optional(),
    text: groupName.optional(),
    type: GroupType.optional(),
    avatar: z.string().max(500).optional(),
    note: groupNote.optional(),
    approval: Flag.optional(),
  }),
  reply: GroupInfo,
  says: '修改成功',
  failures: byManagers,
})

export const leaveGroup = call({
  method: 'DELETE',
  path: '/api/quit_group',
  tag: 'Group',
  summary: '退出群',
  weight: 20,
  description: 'The owner must hand over or dissolve first. Who has left already gets the same answer.',
  acting: 'userId',
  query: z.object({ userId: Id.optional(), groupId: Id }),
  reply: z.null(),
  says: '已退出',
  failures: [...inGroup, 'group.ownerStays'],
})

export const dissolveGroup = call({
  method: 'DELETE',
  path: '/api/dissolu_group',
  tag: 'Group',
  summary: '解散群',
  weight: 50,
  description: 'History stays readable to members. Dissolving again gets the same answer.',
  acting: 'senderId',
  query: z.object({ senderId: Id.optional(), groupId: Id }),
  reply: z.null(),
  says: '群已解散',
  failures: ['viewer.mismatch', 'group.unknown', 'group.notMember', 'group.ownerOnly'],
})

export const removeGroupUser = call({
  method: 'POST',
  path: '/api/del_group_user',
  tag: 'Group',
  summary: '移出群成员',
  weight: 20,
  moreWeight: ({ body }) => 2 * body.remark.length,
  description:
    '`remark`: ids of those to remove. Managers may not remove the owner or each other. Who is not in it is passed over.',
  acting: 'senderId',
  body: z.object({ groupId: Id, remark: Ids(limits.peopleAtOnce), senderId: Id.optional() }),
  reply: z.null(),
  says: '移除成功',
  failures: [...byManagers, 'group.ownerOnly'],
})

export const inviteToGroup = call({
  method: 'POST',
  path: '/api/send_group_invite_msg',
  tag: 'Group',
  summary: '邀请加入群',
  weight: 20,
  moreWeight: ({ body }) => 2 * body.targets.length,
  description:
    "Colleagues and friends of the viewer. They join at once; where the group's setting asks for approval and the viewer is an ordinary member, "
    + 'the owner and managers are asked (frame 11017). Who is invited is told by 11017 too. Who is in it already is passed over.',
  acting: 'userId',
  body: z.object({ groupId: Id, targets: Ids(limits.peopleAtOnce), userId: Id.optional() }),
  reply: z
    .object({
      /** Who joined by this call, and whose joining waits for agreement. */
      joined: z.array(z.int()),
      waiting: z.array(z.int()),
    })
    .meta({ id: 'Invited' }),
  says: '邀请已发送',
  failures: [...inGroup, 'user.unknown', 'group.cannotInvite', 'group.full', 'group.tooManyApplications'],
})

export const joinGroup = call({
  method: 'POST',
  path: '/api/join_group',
  tag: 'Group',
  summary: '申请加入群，或同意申请',
  weight: 20,
  description:
    'With the own `userId`: asks the owner and managers (frame 11017); asking again changes nothing and is not pushed. Only a group that search finds, '
    + 'or that one was in: every other is `group.unknown`. 50 in 24 hours, and none in the 24 hours (configurable) after a refusal by that group. '
    + 'With the `userId` of somebody whose application is open, by the owner or a manager: lets that person in; again is the same answer.',
  body: z.object({ groupId: Id, userId: Id, content: groupNote.nullish() }),
  reply: z.null(),
  says: '操作成功！',
  failures: [
    'viewer.mismatch',
    'group.unknown',
    'group.dissolved',
    'group.alreadyMember',
    'group.tooManyApplications',
    'group.refusedLately',
    'group.noApplication',
    'group.full',
  ],
})

/** An application or an invitation to a group, in the viewer's group assistant. */
export const GroupApplication = z
  .object({
    code: z.string(),
    groupId: z.int(),
    /** Who wants to join; of an invitation, who invited. */
    senderId: z.int(),
    /** The name and picture of that person. */
    otherName: z.string(),
    otherAvatar: z.string(),
    /** The group's name and picture. */
    text: z.string(),
    avatar: z.string(),
    content: z.string(),
    sendTime: z.int(),
    state: ApplicationState,
    /** `apply`: somebody wants in. `invite`: the viewer was invited. */
    kind: z.enum(['apply', 'invite']),
    /** 1 where it is the viewer's to decide. */
    mine: z.int(),
  })
  .meta({ id: 'GroupApplication' })

export const listGroupApplications = call({
  method: 'GET',
  path: '/api/help_group_msg',
  tag: 'Group',
  summary: '群助手：申请和邀请',
  description:
    'Applications to groups that the viewer owns or manages, invitations of the viewer, and decided applications of the viewer; newest first, the 200 newest.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(GroupApplication),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const refuseGroup = call({
  method: 'PUT',
  path: '/api/refuse_group',
  tag: 'Group',
  summary: '处理入群申请',
  weight: 10,
  description:
    '4 lets the person in (also after `join_group` did), 3 refuses. The same decision again gets the same answer.',
  query: z.object({ code: ApplicationCode, state: Decision }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['application.unknown', 'application.notYours', 'application.closed', 'group.dissolved', 'group.full'],
})

export const GroupNotice = z
  .object({
    id: z.int(),
    content: z.string(),
    url: z.string().nullable(),
    sendTime: z.int(),
    /** Who wrote it. */
    name: z.string(),
    senderId: z.int(),
  })
  .meta({ id: 'GroupNotice' })

export const listGroupNotices = call({
  method: 'GET',
  path: '/api/find_group_notice',
  tag: 'Group',
  summary: '群公告',
  description: 'Newest first.',
  acting: 'userId',
  query: z.object({ groupId: Id, userId: Id.optional() }),
  reply: z.object({ noticeList: z.array(GroupNotice) }).meta({ id: 'GroupNotices' }),
  says: '查询成功',
  failures: ['viewer.mismatch', 'group.unknown', 'group.notMember'],
})

export const saveGroupNotice = call({
  method: 'POST',
  path: '/api/save_group_notice',
  tag: 'Group',
  summary: '发布群公告',
  weight: 50,
  acting: 'userId',
  body: z.object({
    groupId: Id,
    userId: Id.optional(),
    content: z
      .string({ error: '应为公告内容' })
      .trim()
      .min(1, '不能为空')
      .max(limits.noticeLength, `最多 ${limits.noticeLength} 个字`),
    url: z
      .url({ protocol: /^https?$/, error: '应为 http 或 https 地址' })
      .max(2000)
      .nullish(),
  }),
  reply: GroupNotice,
  says: '发布成功',
  failures: byManagers,
})

export const deleteGroupNotice = call({
  method: 'DELETE',
  path: '/api/del_group_notice',
  tag: 'Group',
  summary: '删除群公告',
  query: z.object({ groupId: Id, id: Id }),
  reply: z.null(),
  says: '删除成功',
  failures: ['group.unknown', 'group.notMember', 'group.notAllowed', 'notice.unknown'],
})

/** A file or image that was sent in the group. */
export const GroupFile = z
  .object({
    /** The message it came in, and its place. */
    id: z.string(),
    seq: z.int(),
    senderId: z.int(),
    name: z.string(),
    sendTime: z.int(),
    file: FileInfo,
  })
  .meta({ id: 'GroupFile' })

export const GroupFiles = z
  .object({ totalElements: z.int(), totalPages: z.int(), data: z.array(GroupFile) })
  .meta({ id: 'GroupFiles' })
const whichFiles = z.object({
  groupId: Id,
  /** Sent at or before. */
  to: Time.optional(),
  page: Page.default(1),
  size: PageSize.default(20),
})

export const listGroupFiles = call({
  method: 'POST',
  path: '/api/find_group_file',
  tag: 'Group',
  summary: '群文件',
  weight: 3,
  description: 'Files that the viewer can read in the group, newest first.',
  body: whichFiles,
  reply: GroupFiles,
  says: '查询成功',
  failures: ['group.unknown'],
})

export const listGroupImages = call({
  method: 'POST',
  path: '/api/find_group_img',
  tag: 'Group',
  summary: '群图片',
  weight: 3,
  description: 'Images that the viewer can read in the group, newest first.',
  body: whichFiles,
  reply: GroupFiles,
  says: '查询成功',
  failures: ['group.unknown'],
})

export const setGroupManager = call({
  method: 'PUT',
  path: '/api/set_group_manager',
  tag: 'Group',
  summary: '设置或取消群管理员',
  weight: 20,
  acting: 'userId',
  query: z.object({ groupId: Id, userId: Id.optional(), targets: Ids(100), manager: Flag }),
  reply: z.null(),
  says: '设置成功',
  failures: [...byOwner, 'group.targetNotMember'],
})

export const changeGroupOwner = call({
  method: 'PUT',
  path: '/api/change_group_owner',
  tag: 'Group',
  summary: '转让群主',
  weight: 20,
  description: 'The old owner becomes an ordinary member.',
  acting: 'userId',
  query: z.object({ groupId: Id, userId: Id.optional(), targetId: Id }),
  reply: GroupInfo,
  says: '转让成功',
  failures: [...byOwner, 'group.targetNotMember'],
})

export const setGroupMute = call({
  method: 'PUT',
  path: '/api/set_group_mute',
  tag: 'Group',
  summary: '禁言',
  weight: 20,
  description:
    'Without `targets`: everyone but the owner and managers. With: those people, for `minutes` (0: until it is lifted). The owner cannot be muted, a manager only by the owner.',
  acting: 'userId',
  query: z.object({
    groupId: Id,
    userId: Id.optional(),
    mute: Flag,
    targets: Ids(100).optional(),
    minutes: Whole(0, 366 * 24 * 60).default(0),
  }),
  reply: z.null(),
  says: '设置成功',
  failures: [...byManagers, 'group.ownerOnly', 'group.targetNotMember'],
})
