import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { MessageRow, MessageType } from './messages.ts'
import { Id, MiniType, Page, PageSize, Time } from './scalars.ts'

/** A message that a search found, and the conversation it stands in, as the viewer's session row names it. */
export const SearchHit = MessageRow.extend({
  miniType: z.int(),
  /** The peer, or the group. */
  targetId: z.int(),
  otherName: z.string(),
  otherAvatar: z.string(),
}).meta({ id: 'SearchHit' })

export const searchMsg = call({
  method: 'GET',
  path: '/api/search_msg',
  tag: 'Message',
  summary: '搜索消息',
  weight: 20,
  description:
    "Hits newest first, in everything that the viewer may read, or in one conversation (`miniType` and `targetId`). Every word must stand in the text or in the file's name; "
    + 'a "quoted phrase" as it is. Chinese is found by any part of it, one character or more; traditional and simplified characters are the same; other words by their beginning, and by what follows where letters and digits meet. Where texts would have to be looked into for too long, the answer is what was found until then. Without `keyword`, `senderId` or a file `type` must be given.',
  query: z.object({
    keyword: z
      .string({ error: '应为搜索词' })
      .trim()
      .max(limits.keywordLength, `最多 ${limits.keywordLength} 个字`)
      .default(''),
    miniType: MiniType.optional(),
    targetId: Id.optional(),
    /** Who wrote it. */
    senderId: Id.optional(),
    type: MessageType.optional(),
    /** Sent at or after, and at or before. */
    from: Time.optional(),
    to: Time.optional(),
    page: Page.default(1),
    size: PageSize.default(20),
  }),
  reply: z
    .object({
      /** How many there are; exact up to 10,000. */
      totalElements: z.int(),
      totalPages: z.int(),
      data: z.array(SearchHit),
    })
    .meta({ id: 'SearchPage' }),
  says: '查询成功',
  failures: ['conversation.unknown'],
})
