import { z } from 'zod'
import { call } from './call.ts'
import { FileInfo } from './files.ts'
import { limits } from './limits.ts'
import { emojiOf, Flag, Id, MessageId, MiniType, Page, PageSize, Seq, Time, Whole } from './scalars.ts'

/** 1 text, 2 image, 3 file, 4 voice, 5 video. */
export const MessageType = Whole(1, 5)

/**
 * People mentioned: ids as a list, or as text with commas. 0 stands for everyone. Who is not in the conversation is
 * left out: the text is sent all the same.
 */
const AtIds = z.union(
  [
    z.array(Id).max(limits.mentions),
    z
      .string()
      .max(limits.mentions * 16)
      .regex(/^(\d{1,15}(,\d{1,15})*)?$/, '应为用逗号隔开的用户 id')
      .transform(text => (text === '' ? [] : text.split(',').map(Number))),
  ],
  { error: '应为用户 id 列表' },
)

/** A message as its sender hands it in. */
export const MessageDraft = z
  .object({
    id: MessageId,
    senderId: Id.optional(),
    receiverId: Id,
    type: MessageType,
    content: z
      .union([z.string(), z.null().transform(() => '')], { error: '应为字符串' })
      .default('')
      .refine(text => text.length <= limits.messageLength, `最多 ${limits.messageLength} 个字`),
    fileId: Id.nullish(),
    atIds: AtIds.nullish(),
    /** The place of the message that this one replies to, in the same conversation, where the sender can read it. */
    replySeq: Seq.nullish(),
  })
  .meta({ id: 'MessageDraft' })

/** What the sender is told: the message is durable, and this is its place. */
export const SentMessage = z
  .object({
    senderId: z.int(),
    receiverId: z.int(),
    content: z.string(),
    sendTime: z.int(),
    /** The message's place in its conversation, from 1 without gaps. */
    seq: z.int(),
    type: z.int(),
    fileId: z.int().nullable(),
    atIds: z.string().nullable(),
    device: z.string().nullable(),
    id: z.string(),
  })
  .meta({ id: 'SentMessage' })

/**
 * The message that a reply answers, as it is now: empty where it was recalled. Whoever reads the reply reads the quote.
 * Who hears that the original changed (3004, `afterChange`) changes the quotes of it.
 */
export const Quote = z
  .object({
    seq: z.int(),
    id: z.string(),
    senderId: z.int(),
    name: z.string(),
    type: z.int(),
    /** The beginning of the text, or the file's name. */
    content: z.string(),
    /** 6 where it was recalled. */
    state: z.int(),
  })
  .meta({ id: 'Quote' })

/** What one emoji was given by whom: emoji in the order of their first use, people in the order they came. */
export const Reaction = z.object({ emoji: z.string(), userIds: z.array(z.int()) }).meta({ id: 'Reaction' })

/** Who pinned a message to the top of its conversation, and when, in ms. */
export const Pin = z.object({ userId: z.int(), name: z.string(), time: z.int() }).meta({ id: 'Pin' })

/**
 * What the system says in a conversation. Such a row has `type` 1 and its Chinese words in `content`; it never counts
 * as unread.
 */
export const SystemEvent = z
  .object({
    what: z.enum([
      'joined',
      'left',
      'removed',
      'renamed',
      'owner',
      'manager',
      'notManager',
      'muted',
      'unmuted',
      'notice',
      'dissolved',
    ]),
    /** Who did it. */
    byId: z.int(),
    byName: z.string(),
    /** Whom it concerns, the first 20. */
    users: z.array(z.object({ id: z.int(), name: z.string() })),
    /** How many it concerns. */
    count: z.int(),
    /** The new name, or the notice. */
    text: z.string().nullable(),
  })
  .meta({ id: 'SystemEvent' })

/** Messages forwarded as one: what each was when it was forwarded. The row's `content` says the same as plain text. */
export const Merged = z
  .object({
    title: z.string(),
    items: z.array(
      z.object({
        name: z.string(),
        avatar: z.string(),
        sendTime: z.int(),
        type: z.int(),
        content: z.string(),
        file: FileInfo.nullable(),
      }),
    ),
  })
  .meta({ id: 'Merged' })

/** One row of a history. */
export const MessageRow = z
  .object({
    senderId: z.int(),
    /** The other person of a direct conversation, or the group. */
    receiverId: z.int(),
    content: z.string(),
    sendTime: z.int(),
    /** 0 sent, 1 delivered, 2 read, 6 recalled. */
    state: z.int(),
    type: z.int(),
    platform: z.string().nullable(),
    name: z.string(),
    avatar: z.string(),
    id: z.string(),
    seq: z.int(),
    /** Number of the last change of this row (recall, edit, reaction), 0 where it never changed. */
    change: z.int(),
    fileId: z.int().nullable(),
    file: FileInfo.nullable(),
    /** User ids with commas, `0` for everyone; null where nobody is mentioned. */
    atIds: z.string().nullable(),
    /** Who recalled it; null where nobody did. */
    recallerId: z.int().nullable(),
    reply: Quote.nullable(),
    reactions: z.array(Reaction),
    /** Set where it is pinned: see `pin_msg`. */
    pin: Pin.nullable(),
    /** When it was last edited, in ms; null where it never was. */
    editTime: z.int().nullable(),
    /** Set where the system says this, not a person. */
    event: SystemEvent.nullable(),
    /** Set where this is several messages, forwarded as one. */
    merged: Merged.nullable(),
  })
  .meta({ id: 'MessageRow' })

/** How far a member of a direct conversation has got and read. */
export const Position = z
  .object({
    userId: z.int(),
    deliveredSeq: z.int(),
    readSeq: z.int(),
  })
  .meta({ id: 'Position' })

export const MessagePage = z
  .object({
    totalElements: z.int(),
    totalPages: z.int(),
    data: z.array(MessageRow),
    /** The number of the newest change that `data` reflects: pass it as `afterChange` to be told what changed since. */
    change: z.int(),
    /** Both people's positions in a direct conversation; empty for a group. */
    positions: z.array(Position),
  })
  .meta({ id: 'MessagePage' })

const paging = {
  page: Page.default(1),
  size: PageSize.default(20),
  /** The `size` messages just before this place; with `afterSeq` those of them that lie between the two. */
  beforeSeq: Seq.optional(),
  /** The `size` messages next after this place. */
  afterSeq: Seq.optional(),
  /** In place of `afterSeq`: the `size` messages that were sent at this time, or next after it. */
  fromTime: Time.optional(),
  /** Rows that changed after this change number (recalled, edited, reacted to, or read by the other side). */
  afterChange: Seq.optional(),
}

const readingRules =
  'Rows are newest first. With `afterSeq` and `beforeSeq` together: what lies between them, the newest `size` of it. Pages above 1 count from what was newest when this login last asked for page 1. '
  + 'With `afterChange`: the rows that changed since (recalled, edited, reacted to, or got and read by the other side), each as it is now, and in `change` '
  + 'the number to ask from next; ask until it stands still. '
  + 'Who has left a group reads what stood when they left: no later edit, no later reaction, nothing by `afterChange` from then on. Only a recall empties the message for them too.'

export const findDirect = call({
  method: 'POST',
  path: '/api/find_single_msg',
  tag: 'Message',
  summary: '获取单聊消息',
  description: readingRules,
  body: z.object({ senderId: Id, receiverId: Id, ...paging }),
  reply: MessagePage,
  says: '操作成功！',
  failures: ['viewer.mismatch', 'user.unknown'],
})

export const findGroup = call({
  method: 'POST',
  path: '/api/find_group_msg',
  tag: 'Message',
  summary: '获取群聊消息',
  description: readingRules,
  acting: 'userId',
  body: z.object({ groupId: Id, userId: Id.optional(), ...paging }),
  reply: MessagePage,
  says: '操作成功！',
  failures: ['viewer.mismatch', 'group.unknown'],
})

/** See `Call.weight`. */
export const messageWeight = 5

const sendFailures = [
  'viewer.mismatch',
  'message.unknown',
  'message.empty',
  'message.tooLong',
  'file.unknown',
  'file.notYours',
  'server.storageAway',
] as const

export const sendDirect = call({
  method: 'POST',
  path: '/api/save_single_msg',
  tag: 'Message',
  summary: '发送单聊消息',
  weight: messageWeight,
  description:
    "To oneself too: a place for notes and files that all of one's devices have, where everything is read. The same `id` again gets the first answer, and nothing is stored or pushed twice. `replySeq` that the sender cannot read: `message.unknown`. "
    + '`atIds` of people who are not in the conversation are left out.',
  acting: 'senderId',
  body: MessageDraft,
  reply: SentMessage,
  says: '消息发送成功',
  failures: [...sendFailures, 'user.unknown', 'user.notReachable', 'user.disabled'],
})

export const sendGroup = call({
  method: 'POST',
  path: '/api/save_group_msg',
  tag: 'Message',
  summary: '发送群聊消息',
  weight: messageWeight,
  description:
    '`receiverId` is the group. The same `id` again gets the first answer. `replySeq` and `atIds` as in `save_single_msg`; `atIds` 0 is everyone.',
  acting: 'senderId',
  body: MessageDraft,
  reply: SentMessage,
  says: '消息发送成功',
  failures: [...sendFailures, 'group.unknown', 'group.notMember', 'group.dissolved', 'group.muted', 'group.silenced'],
})

export const deliver = call({
  method: 'POST',
  path: '/api/deliver',
  tag: 'Message',
  summary: '发送消息（单聊或群聊）',
  weight: messageWeight,
  body: z.object({ code: MiniType, data: MessageDraft }),
  reply: SentMessage,
  says: '消息发送成功',
  failures: [...sendDirect.failures, ...sendGroup.failures],
})

/** Which conversation, how far, and whether delivered or read. The conversation is found by `id` where there is one. */
export const Receipt = z
  .object({
    id: z.union([MessageId, z.null(), z.literal('')]).optional(),
    endTime: Time.nullish(),
    miniType: Whole(0, 99_999).nullish(),
    senderId: Id.nullish(),
    receiverId: Id.nullish(),
    state: Whole(1, 2).default(2),
  })
  .meta({ id: 'Receipt' })

export const updateReceipt = call({
  method: 'POST',
  path: '/api/update_chat_state_time',
  tag: 'Message',
  summary: '回执：已送达（1）或已读（2）',
  description: 'Everything in the conversation up to that message, or up to `endTime`, is delivered or read.',
  body: Receipt,
  reply: z.null(),
  says: '操作成功！',
  failures: ['message.unknown', 'conversation.notMember'],
})

const Recall = z.object({
  id: MessageId,
  state: z.union([z.literal(6), z.literal('6')], { error: '应为 6（撤回）' }),
  senderId: Id.nullish(),
  receiverId: Id.nullish(),
})
const recallFailures = ['message.unknown', 'message.notYours', 'message.tooLate'] as const

export const recallDirect = call({
  method: 'POST',
  path: '/api/update_singlechat_state',
  tag: 'Message',
  summary: '撤回单聊消息',
  weight: 5,
  body: Recall,
  reply: MessageRow,
  says: '撤回成功',
  failures: recallFailures,
})

export const recallGroup = call({
  method: 'POST',
  path: '/api/update_groupchat_state',
  tag: 'Message',
  summary: '撤回群聊消息',
  weight: 5,
  description: "The sender within 2 minutes (configurable), the group's owner and managers at any time.",
  body: Recall,
  reply: MessageRow,
  says: '撤回成功',
  failures: recallFailures,
})

export const ReadList = z
  .object({
    id: z.string(),
    readCount: z.int(),
    unreadCount: z.int(),
    readUsers: z.array(z.object({ id: z.int(), trueName: z.string(), avatar: z.string() })),
    unreadUsers: z.array(z.object({ id: z.int(), trueName: z.string(), avatar: z.string() })),
  })
  .meta({ id: 'ReadList' })

export const findReadList = call({
  method: 'GET',
  path: '/api/find_read_list',
  tag: 'Message',
  summary: '谁读了这条消息，谁没有',
  weight: 5,
  description:
    'For members of the conversation; the sender is in neither list. Who joined later, or left before, is not counted.',
  query: z.object({ id: MessageId, miniType: MiniType.optional() }),
  reply: ReadList,
  says: '查询成功',
  failures: ['message.unknown', 'conversation.notMember'],
})

const place = { miniType: MiniType, /** The peer, or the group. */ targetId: Id }

export const editMessage = call({
  method: 'POST',
  path: '/api/edit_msg',
  tag: 'Message',
  summary: '编辑消息',
  weight: 5,
  description:
    'The sender, where they could send now, text only, within 24 hours (configurable). Text and mentions are replaced; without `atIds` those stay whose `@name` stands in the new text; '
    + 'the same again changes nothing. It stays as read as it was. A numbered change of the log: frame 3004.',
  body: z.object({ id: MessageId, content: MessageDraft.shape.content, atIds: AtIds.nullish() }),
  reply: MessageRow,
  says: '编辑成功',
  failures: [
    'message.unknown',
    'message.empty',
    'message.tooLong',
    'message.notEditable',
    'message.recalled',
    'message.editTooLate',
    'conversation.notMember',
    'user.notReachable',
    'user.disabled',
    'group.dissolved',
    'group.muted',
    'group.silenced',
  ],
})

export const reactMessage = call({
  method: 'POST',
  path: '/api/react_msg',
  tag: 'Message',
  summary: '表情回应',
  weight: 5,
  description:
    'Exactly one emoji, or one emoticon `[/name]`; ❤ and ❤️ are one. '
    + '`state` 1 adds, 0 takes away; again changes nothing. Not on what the system says. A numbered change of the log: frame 3004.',
  body: z.object({
    ...place,
    seq: Seq,
    emoji: z
      .string({ error: '应为一个表情' })
      .max(limits.reactionLength, '应为一个表情')
      .transform((text, context) => {
        const emoji = emojiOf(text)
        if (emoji === undefined) context.addIssue({ code: 'custom', message: '应为一个表情' })
        return emoji ?? ''
      }),
    state: Flag.default(1),
  }),
  reply: MessageRow,
  says: '操作成功！',
  failures: [
    'user.unknown',
    'user.notReachable',
    'user.disabled',
    'group.unknown',
    'group.dissolved',
    'conversation.notMember',
    'message.unknown',
    'message.recalled',
    'message.tooManyReactions',
  ],
})

export const forwardMessages = call({
  method: 'POST',
  path: '/api/forward_msg',
  tag: 'Message',
  summary: '转发消息',
  weight: 20,
  // Every copy is a message.
  moreWeight({ body: { targets, seqs, merged } }) {
    const conversations = new Set(targets.map(({ miniType, targetId }) => `${miniType} ${targetId}`)).size
    return messageWeight * conversations * (merged ? 1 : new Set(seqs).size)
  },
  description:
    'Messages that the viewer can read, to conversations in which the viewer may write: one by one, or merged into one message for each target. '
    + 'In the order of the log, whatever the order of `seqs`; without reply and mentions. A recalled message, and what the system says, is `message.unknown`. '
    + 'Each message and each target counts once, however often it is named. Messages times targets: 200 at most (`message.tooManyCopies`); '
    + 'the characters of all copies: 1,000,000 at most (`message.forwardTooLong`). '
    + 'The new messages get the ids `<id>-<target>-<message>`, counted from 0: the same `id` again gets the first answers. A target that refuses is in `refused`, with its failure.',
  body: z.object({
    id: z.string({ error: '应为字符串' }).regex(/^[A-Za-z0-9_-]{1,48}$/, '应为 1 到 48 个字母、数字、下划线或连字符'),
    from: z.object(place),
    seqs: z.array(Seq).min(1, '应有要转发的消息').max(limits.forwardMessages, `最多 ${limits.forwardMessages} 条`),
    targets: z
      .array(z.object(place))
      .min(1, '应有转发对象')
      .max(limits.forwardTargets, `最多 ${limits.forwardTargets} 个`),
    merged: Flag.default(0),
  }),
  reply: z
    .object({
      sent: z.array(SentMessage.extend({ miniType: z.int() })),
      refused: z.array(z.object({ miniType: z.int(), targetId: z.int(), code: z.int(), msg: z.string() })),
    })
    .meta({ id: 'Forwarded' }),
  says: '转发成功',
  failures: [
    'user.unknown',
    'group.unknown',
    'message.unknown',
    'message.tooLong',
    'message.tooManyCopies',
    'message.forwardTooLong',
  ],
})
