import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { MessageRow } from './messages.ts'
import { Id, MiniType, PageSize, Seq } from './scalars.ts'

const place = { miniType: MiniType, /** The peer, or the group. */ targetId: Id }

export const countReplies = call({
  method: 'POST',
  path: '/api/count_reply',
  tag: 'Message',
  summary: '这些消息各有多少条回复',
  weight: 2,
  // Each is counted up to its bound.
  moreWeight: ({ body: { seqs } }) => seqs.length / 10,
  description: `Replies that the viewer may read and that were not recalled, up to ${limits.repliesCounted} each. Messages without any are left out, and those that the viewer may not read.`,
  body: z.object({
    ...place,
    seqs: z.array(Seq).min(1, '应有消息').max(limits.repliesAsked, `最多 ${limits.repliesAsked} 条`),
  }),
  reply: z.object({ data: z.array(z.object({ seq: z.int(), count: z.int() })) }).meta({ id: 'ReplyCounts' }),
  says: '查询成功',
  failures: ['user.unknown', 'group.unknown'],
})

export const findReplies = call({
  method: 'POST',
  path: '/api/find_reply_msg',
  tag: 'Message',
  summary: '一条消息和对它的回复',
  weight: 3,
  description:
    'The message at `seq`, and the messages that reply to it, newest first: the `size` newest, or those just before `beforeSeq`. Recalled replies are left out. '
    + 'Further ones come as every message does.',
  body: z.object({
    ...place,
    seq: Seq,
    beforeSeq: Seq.optional(),
    size: PageSize.default(30),
  }),
  reply: z
    .object({
      message: MessageRow,
      data: z.array(MessageRow),
      /** Whether there are older ones. */
      hasOlder: z.boolean(),
    })
    .meta({ id: 'Replies' }),
  says: '查询成功',
  failures: ['user.unknown', 'group.unknown', 'message.unknown'],
})
