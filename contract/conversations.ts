import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { SystemEvent } from './messages.ts'
import { NotifyLevel } from './notify-level.ts'
import { Flag, Id, MiniType, Seq } from './scalars.ts'

/** A row of the session list: an assistant (11016, 11017, 11021) or a conversation (1100, 1101). */
export const SessionRow = z
  .object({
    /** 1100: the peer. 1101: the last speaker, null where that is the viewer. Assistants: null. */
    senderId: z.int().nullable(),
    /** 1100: the viewer. 1101: the group. */
    receiverId: z.int().nullable(),
    content: z.string().nullable(),
    sendTime: z.int().nullable(),
    state: z.int(),
    type: z.int().nullable(),
    platform: z.string().nullable(),
    name: z.string(),
    avatar: z.string(),
    otherAvatar: z.string().nullable(),
    otherName: z.string().nullable(),
    miniType: z.int(),
    /** Exact unread number. */
    count: z.int(),
    /** Of the last message. */
    id: z.string().nullable(),
    /** Place of the last message that the viewer can read; 0 where there is none. */
    seq: z.int(),
    readSeq: z.int(),
    /** For the viewer alone, unread again from this place on; 0 for not. The numbers of what is unread say so. */
    unreadSeq: z.int(),
    /** Number of the conversation's newest change: see `afterChange`. */
    change: z.int(),
    /** 1 pinned. */
    top: z.int(),
    /** 1: not every message disturbs; which do says `notify`. */
    mute: z.int(),
    /** Which messages disturb; all of them count. */
    notify: NotifyLevel,
    /** Unread messages that mention the viewer, or everyone; they disturb but where `notify` is `none`. */
    atCount: z.int(),
    /** 1: marked as unread by hand. Reading takes it away. */
    marked: z.int(),
    /** Set where the last line is what the system says. */
    event: SystemEvent.nullable(),
  })
  .meta({ id: 'SessionRow' })

export const listConversations = call({
  method: 'GET',
  path: '/api/my_session',
  tag: 'Session',
  summary: '获取我的消息会话列表',
  weight: 3,
  description: 'The three assistants first, then conversations, pinned ones before others, newest first.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(SessionRow),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

const target = { miniType: MiniType, /** The peer, or the group. */ targetId: Id }

export const setConversation = call({
  method: 'PUT',
  path: '/api/set_session',
  tag: 'Session',
  summary: '置顶、消息提醒、标为未读',
  description:
    'Only what is given changes. `notify` says which messages disturb; `mute` 1 is `notify=mentions`, 0 `notify=all`. `unread` 1 marks as unread and moves no position; 0 takes the mark away, as reading and sending do. '
    + `\`unreadSeq\` makes what was read unread again from this place on, one of the newest ${limits.unreadAgain}, for the viewer alone: who wrote it goes on seeing it read, and \`readSeq\` stays. Reading takes it forward, sending away, and so does 0. `
    + "Pinning and marking bring a hidden conversation back into the list. The viewer's other devices hear of it by frame 3003 (`settings`).",
  query: z.object({
    ...target,
    top: Flag.optional(),
    mute: Flag.optional(),
    notify: NotifyLevel.optional(),
    unread: Flag.optional(),
    unreadSeq: Seq.optional(),
  }),
  reply: SessionRow,
  says: '设置成功',
  failures: ['conversation.unknown', 'conversation.notMember', 'message.unknown', 'message.tooFarBack'],
})

export const hideConversation = call({
  method: 'DELETE',
  path: '/api/del_session',
  tag: 'Session',
  summary: '从列表中移除会话',
  description:
    'Hidden until the next message; nothing is deleted, and what was unread counts as read: who wrote it is told by 1006. '
    + "The viewer's other devices hear of it by frame 3003 (`settings`).",
  query: z.object(target),
  reply: z.null(),
  says: '删除成功',
  failures: ['conversation.unknown', 'conversation.notMember'],
})
