import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { SearchHit } from './search.ts'
import { Flag, Id, MiniType, Page, PageSize, Seq, Time } from './scalars.ts'

const SavedMessage = SearchHit.extend({
  /** When the viewer saved it, in ms. */
  savedTime: z.int(),
}).meta({ id: 'SavedMessage' })

export const saveMessage = call({
  method: 'POST',
  path: '/api/save_msg',
  tag: 'Message',
  summary: '收藏消息、取消收藏',
  weight: 3,
  description:
    `For the viewer alone: \`state\` 1 saves a message that they may read, 0 takes it out again; again changes nothing. ${limits.savedMessages} at most. `
    + 'Not what the system says. A recalled message is no longer saved.',
  body: z.object({ miniType: MiniType, /** The peer, or the group. */ targetId: Id, seq: Seq, state: Flag.default(1) }),
  reply: z.null(),
  says: '操作成功！',
  failures: ['user.unknown', 'group.unknown', 'message.unknown', 'message.recalled', 'message.tooManySaved'],
})

export const findSaved = call({
  method: 'GET',
  path: '/api/find_saved_msg',
  tag: 'Message',
  summary: '我收藏的消息',
  weight: 10,
  description:
    'What was saved last comes first; each as the viewer may read it now. To go on, `to` is when the last one shown was saved.',
  query: z.object({
    /** Saved at or before. */
    to: Time.optional(),
    page: Page.default(1),
    size: PageSize.default(30),
  }),
  reply: z.object({ data: z.array(SavedMessage), hasOlder: z.boolean() }).meta({ id: 'SavedMessages' }),
  says: '查询成功',
  failures: [],
})
