import type { Selectable } from 'kysely'
import type { Acting, GroupNotice, Groups } from '../groups.ts'
import { allowed, doneWith, type Lines } from './group-acting.ts'
import type { Db, Schema, Tx } from './schema.ts'

export const groupNoticeReads = (db: Db): Pick<Groups, 'notices' | 'shownNotice'> => ({
  async notices(groupId) {
    const rows = await db
      .selectFrom('group_notices')
      .selectAll()
      .where('group_id', '=', groupId)
      .orderBy('id', 'desc')
      .execute()
    return rows.map(noticeOf)
  },

  async shownNotice(groupId, userId) {
    const [notice, hidden] = await Promise.all([
      db
        .selectFrom('group_notices')
        .selectAll()
        .where('group_id', '=', groupId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
      hiddenIn(db, groupId, userId),
    ])
    return notice && notice.id > hidden ? noticeOf(notice) : undefined
  },
})

const noticeOf = (row: Selectable<Schema['group_notices']>): GroupNotice => ({
  id: row.id,
  groupId: row.group_id,
  senderId: row.sender_id,
  content: row.content,
  url: row.url,
  sentAt: row.sent_at,
})

/** The newest notice that this person hid; 0 for none. */
const hiddenIn = async (db: Db | Tx, groupId: number, userId: number): Promise<number> =>
  (
    await db
      .selectFrom('hidden_notices')
      .select('notice_id')
      .where('user_id', '=', userId)
      .where('group_id', '=', groupId)
      .executeTakeFirst()
  )?.notice_id ?? 0

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

  async hideNotice(
    tx: Tx,
    { groupId, userId, noticeId }: Parameters<Groups['hideNotice']>[0],
  ): ReturnType<Groups['hideNotice']> {
    if ((await hiddenIn(tx, groupId, userId)) >= noticeId) return false
    await tx
      .insertInto('hidden_notices')
      .values({ user_id: userId, group_id: groupId, notice_id: noticeId })
      .onConflict(conflict => conflict.columns(['user_id', 'group_id']).doUpdateSet({ notice_id: noticeId }))
      .execute()
    return true
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
