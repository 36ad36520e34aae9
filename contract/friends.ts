import { z } from 'zod'
import { call } from './call.ts'
import { Contact } from './directory.ts'
import { limits } from './limits.ts'
import { Id } from './scalars.ts'

/** 0 open, 3 refused, 4 agreed. */
export const ApplicationState = z.literal([0, 3, 4])

/** The decision of an application: 3 refuse, 4 agree. */
export const Decision = z.union(
  [z.literal(3), z.literal(4), z.literal('3').transform(() => 3 as const), z.literal('4').transform(() => 4 as const)],
  { error: '应为 3（拒绝）或 4（同意）' },
)

/** `code` names the application where it is decided. */
export const ApplicationCode = z.string({ error: '应为申请的 code' }).min(1, '应为申请的 code').max(64)

/** An application for friendship. `name` and `avatar` are the other person's, whichever of the two the viewer is. */
export const FriendApplication = z
  .object({
    id: z.int(),
    code: z.string(),
    senderId: z.int(),
    receiverId: z.int(),
    name: z.string(),
    avatar: z.string(),
    content: z.string(),
    sendTime: z.int(),
    state: ApplicationState,
  })
  .meta({ id: 'FriendApplication' })

export const listFriends = call({
  method: 'GET',
  path: '/api/my_friend_list',
  tag: 'Friend',
  summary: '好友列表',
  description: 'By name.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(Contact),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const applyForFriendship = call({
  method: 'POST',
  path: '/api/send_friend_msg',
  tag: 'Friend',
  summary: '申请加为好友',
  weight: 50,
  description:
    'Of colleagues, of who was found by a search or a code, of who shares a group or a conversation with the viewer; others are unknown. Pushes frame 11016 to every device of that person. While an application is open, asking again changes nothing and is not pushed.',
  acting: 'userId',
  body: z.object({
    userId: Id.optional(),
    friendId: Id,
    content: z
      .string()
      .trim()
      .max(limits.noteLength, `最多 ${limits.noteLength} 个字`)
      .nullish()
      .transform(text => text ?? ''),
  }),
  reply: FriendApplication,
  says: '申请已发送',
  failures: ['viewer.mismatch', 'user.unknown', 'friend.self', 'friend.already', 'friend.tooMany'],
})

export const listFriendApplications = call({
  method: 'GET',
  path: '/api/new_friend_list',
  tag: 'Friend',
  summary: '好友申请列表',
  description: 'Applications both ways, newest first, the 200 newest.',
  acting: 'userId',
  query: z.object({ userId: Id.optional() }),
  reply: z.array(FriendApplication),
  says: '查询成功',
  failures: ['viewer.mismatch'],
})

export const acceptFriend = call({
  method: 'POST',
  path: '/api/save_friend',
  tag: 'Friend',
  summary: '同意好友申请',
  weight: 10,
  description: "Agrees to that person's open application: friends both ways. Who is a friend already stays one.",
  acting: 'userId',
  body: z.object({ userId: Id.optional(), friendId: Id }),
  reply: z.null(),
  says: '添加成功',
  failures: ['viewer.mismatch', 'user.unknown', 'friend.self', 'friend.noApplication'],
})

export const refuseFriend = call({
  method: 'GET',
  path: '/api/refuse_friend',
  tag: 'Friend',
  summary: '处理好友申请',
  description:
    'COMPAT: a GET that changes something. 4 after `save_friend` changes nothing; the same decision again gets the same answer.',
  query: z.object({ code: ApplicationCode, state: Decision }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['application.unknown', 'application.notYours', 'application.closed'],
})

export const endFriendship = call({
  method: 'DELETE',
  path: '/api/del_friend',
  tag: 'Friend',
  summary: '删除好友',
  weight: 10,
  description: 'Ends the friendship both ways; the conversation stays. Who is no friend gets the same answer.',
  query: z.object({ friendId: Id }),
  reply: z.null(),
  says: '删除成功',
  failures: [],
})
