import type { Acting, GroupNotice, Groups } from '../groups.ts'
import { allowed, doneWith, type Lines } from './group-acting.ts'
import type { Db, Tx } from './schema.ts'

export const groupNoticeReads = (db: Db): Pick<Groups, 'notices'> => ({
  async notices(groupId) {
    const rows = await db
      .selectFrom('group_notices')
      .selectAll()
      .where('group_id', '=', groupId)
      .orderBy('id', 'desc')
      .execute()
    return rows.map((row): GroupNotice => ({
      id: row.id,
      groupId,
      senderId: row.sender_id,
      content: row.content,
      url: row.url,
      sentAt: row.sent_at,
    }))
  },
})

export const groupNoticeWrites = (line: Lines) => ({
  async publishNotice(
    tx: Tx,
    acting: Acting,
    { content, url }: { content: string; url: string | null },
  ): ReturnType<Groups['publishNotice']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const { groupId, by, at } = acting
    const { id } = await tx
      .insertInto('group_notices')
      .values({ group_id: groupId, sender_id: by, content, url, sent_at: at })
      .returning('id')
      .executeTakeFirstOrThrow()
    const said = await line(tx, acting, { what: 'notice', byId: by, text: content })
    return { ...(await doneWith(tx, groupId, said)), notice: { id, groupId, senderId: by, content, url, sentAt: at } }
  },

  async deleteNotice(tx: Tx, acting: Acting, id: number): ReturnType<Groups['deleteNotice']> {
    const may = await allowed(tx, acting, { dissolved: true })
    if (may.outcome !== 'allowed') return may
    const gone = await tx
      .deleteFrom('group_notices')
      .where('id', '=', id)
      .where('group_id', '=', acting.groupId)
      .returning('id')
      .execute()
    return gone.length === 0 ? { outcome: 'noNotice' } : doneWith(tx, acting.groupId, undefined)
  },
})
