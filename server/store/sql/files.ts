import type { Files, StoredFile } from '../store.ts'
import { fileOf, isReadable, readChunks, spansOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

export const fileReads = (db: Db): Pick<Files, 'find' | 'findMany' | 'findByBlob' | 'maySend'> => ({
  async find(id) {
    const row = await db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()
    return row && fileOf(row)
  },

  findMany: ids => readChunks(ids, async some => {
    const rows = await db.selectFrom('files').selectAll().where('id', 'in', some).execute()
    return rows.map(fileOf)
  }),

  async findByBlob(blob) {
    const row = await db.selectFrom('files').selectAll()
      .where(eb => eb.or([eb('blob', '=', blob), eb('thumb_blob', '=', blob)])).executeTakeFirst()
    return row && fileOf(row)
  },

  async maySend(fileId, userId) {
    const file = await db.selectFrom('files').select('owner_id').where('id', '=', fileId).executeTakeFirst()
    if (!file) return false
    if (file.owner_id === userId) return true
    const places = await db.selectFrom('messages')
      .innerJoin('members', 'members.conversation_id', 'messages.conversation_id')
      .select(['messages.seq', 'members.joined_seq', 'members.left_seq', 'members.past_spans'])
      .where('messages.file_id', '=', fileId).where('messages.recalled_by', 'is', null).where('members.user_id', '=', userId)
      .execute()
    return places.some(place => isReadable(
      { joinedSeq: place.joined_seq, leftSeq: place.left_seq, pastSpans: spansOf(place.past_spans) }, place.seq))
  },
})

export const fileWrites = {
  async createFile(tx: Tx, file: Omit<StoredFile, 'id'>): Promise<number> {
    const row = await tx.insertInto('files').values({
      owner_id: file.ownerId,
      name: file.name,
      extension: file.extension,
      content_type: file.contentType,
      size: file.size,
      play_time: file.playTime,
      blob: file.blob,
      thumb_blob: file.thumbBlob,
      created_at: file.createdAt,
    }).returning('id').executeTakeFirstOrThrow()
    return row.id
  },
}
