import { z } from 'zod'
import { call } from './call.ts'
import { SearchHit } from './search.ts'
import { Page, PageSize, Time } from './scalars.ts'

export const findMentions = call({
  method: 'GET',
  path: '/api/find_mention_msg',
  tag: 'Message',
  summary: '提到我的消息',
  weight: 20,
  description:
    "Messages of others that mention the viewer, or everyone, in all of the viewer's conversations, newest first; of what the viewer may read. "
    + 'What was recalled, or edited so that it mentions them no more, is left out. To go on, `to` is when the last one shown was sent.',
  query: z.object({
    /** Sent at or before. */
    to: Time.optional(),
    page: Page.default(1),
    size: PageSize.default(30),
  }),
  reply: z.object({ data: z.array(SearchHit), hasOlder: z.boolean() }).meta({ id: 'Mentions' }),
  says: '查询成功',
  failures: [],
})
