import { z } from 'zod'
import { call } from './call.ts'
import { GroupNotice } from './groups.ts'
import { limits } from './limits.ts'
import { MessageRow } from './messages.ts'
import { Flag, Id, MiniType, Seq } from './scalars.ts'

const place = { miniType: MiniType, /** The peer, or the group. */ targetId: Id }

export const pinMessage = call({
  method: 'POST',
  path: '/api/pin_msg',
  tag: 'Message',
  summary: '置顶消息、取消置顶',
  weight: 5,
  description:
    `To the top of the conversation, for everybody in it: \`state\` 1 pins, 0 takes it down; again changes nothing. ${limits.pins} at most. `
    + 'Both in a talk of two, the owner and managers in a group; not what the system says. A recalled message is no longer pinned. A numbered change of the log: frame 3004.',
  body: z.object({ ...place, seq: Seq, state: Flag.default(1) }),
  reply: MessageRow,
  says: '操作成功！',
  failures: [
    'user.unknown',
    'user.notReachable',
    'user.disabled',
    'group.unknown',
    'group.dissolved',
    'group.notAllowed',
    'conversation.notMember',
    'message.unknown',
    'message.recalled',
    'message.tooManyPins',
  ],
})

export const findPinned = call({
  method: 'GET',
  path: '/api/find_pinned_msg',
  tag: 'Message',
  summary: '会话顶部：置顶的消息与最新公告',
  weight: 3,
  description:
    'What stands atop a conversation: pinned messages that the viewer may read, the one pinned last first, and the newest notice of a group unless the viewer put it away. '
    + 'Nothing for who has left. Changes of it are told by the frames 3004 (`pin` of the row) and 3003 (`notice`, `noticeDeleted`, `noticeHidden`).',
  query: z.object(place),
  reply: z.object({ data: z.array(MessageRow), notice: GroupNotice.nullable() }).meta({ id: 'PinnedMessages' }),
  says: '查询成功',
  failures: ['user.unknown', 'group.unknown'],
})

export const hideNotice = call({
  method: 'PUT',
  path: '/api/hide_group_notice',
  tag: 'Group',
  summary: '不再在会话顶部显示这条群公告',
  description:
    "For the viewer alone: this notice and older ones no longer stand atop the conversation. The viewer's devices hear of it by frame 3003 (`noticeHidden`).",
  query: z.object({ groupId: Id, /** The notice. */ id: Id }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['group.unknown', 'group.notMember'],
})
