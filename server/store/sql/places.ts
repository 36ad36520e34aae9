import type { Search } from '../search.ts'
import { conversationOf, memberOf } from './rows.ts'
import type { Db } from './schema.ts'

export const placeReads = (db: Db): Pick<Search, 'places'> => ({
  async places(userId) {
    const rows = await db
      .selectFrom('members as m')
      .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
      .selectAll(['c', 'm'])
      .where('m.user_id', '=', userId)
      .execute()
    return rows.map(row => ({ conversation: conversationOf(row), member: memberOf(row) }))
  },
})
