import { sql } from 'kysely'
import type { Files, StoredFile } from '../store.ts'
import { fileOf, isReadable, readChunks, spansOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'

const filesOf = (db: Db, ownerId: number) =>
  db.selectFrom('files').where('owner_id', '=', ownerId).where('released_at', 'is', null)

async function totalOf(files: ReturnType<typeof filesOf>): Promise<{ bytes: number; count: number }> {
  const row = await files
    .select(eb => [
      eb.fn.coalesce(eb.fn.sum<number>('size'), sql.lit(0)).as('bytes'),
      eb.fn.countAll<number>().as('count'),
    ])
    .executeTakeFirstOrThrow()
  return { bytes: Number(row.bytes), count: Number(row.count) }
}

export const fileReads = (
  db: Db,
): Pick<
  Files,
  'find' | 'findMany' | 'findByBlob' | 'maySend' | 'unsent' | 'kept' | 'blobsToRemove' | 'knownBlobs'
> => ({
  async find(id) {
    const row = await db
      .selectFrom('files')
      .selectAll()
      .where('id', '=', id)
      .where('released_at', 'is', null)
      .executeTakeFirst()
    return row && fileOf(row)
  },

  findMany: ids =>
    readChunks(ids, async some => {
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('id', 'in', some)
        .where('released_at', 'is', null)
        .execute()
      return rows.map(fileOf)
    }),

  async findByBlob(blob) {
    const row = await db
      .selectFrom('files')
      .selectAll()
      .where(eb => eb.or([eb('blob', '=', blob), eb('thumb_blob', '=', blob), eb('motion_blob', '=', blob)]))
      .where('released_at', 'is', null)
      .executeTakeFirst()
    return row && fileOf(row)
  },

  async maySend(fileId, userId) {
    const file = await db
      .selectFrom('files')
      .select('owner_id')
      .where('id', '=', fileId)
      .where('released_at', 'is', null)
      .executeTakeFirst()
    if (!file) return false
    if (file.owner_id === userId) return true
    const places = await db
      .selectFrom('messages')
      .innerJoin('members', 'members.conversation_id', 'messages.conversation_id')
      .select(['messages.seq', 'members.joined_seq', 'members.left_seq', 'members.past_spans'])
      .where('messages.file_id', '=', fileId)
      .where('messages.recalled_by', 'is', null)
      .where('members.user_id', '=', userId)
      .execute()
    return places.some(place =>
      isReadable(
        { joinedSeq: place.joined_seq, leftSeq: place.left_seq, pastSpans: spansOf(place.past_spans) },
        place.seq,
      ),
    )
  },

  unsent: ownerId => totalOf(filesOf(db, ownerId).where('is_unsent', '=', sql.lit(1))),
  kept: ownerId => totalOf(filesOf(db, ownerId)),

  async blobsToRemove(limit) {
    return (await db.selectFrom('blobs_to_remove').select('name').limit(limit).execute()).map(({ name }) => name)
  },

  async knownBlobs(names) {
    const known = async (some: string[]) => {
      const [files, leaving] = await Promise.all([
        db
          .selectFrom('files')
          .select(['blob', 'thumb_blob', 'motion_blob'])
          .where(eb => eb.or([eb('blob', 'in', some), eb('thumb_blob', 'in', some), eb('motion_blob', 'in', some)]))
          .execute(),
        db.selectFrom('blobs_to_remove').select('name').where('name', 'in', some).execute(),
      ])
      return [
        ...files.flatMap(row => [row.blob, row.thumb_blob, row.motion_blob]),
        ...leaving.map(({ name }) => name),
      ].filter(name => name !== null)
    }
    return new Set(await readChunks(names, known))
  },
})

export const fileWrites = {
  async create(tx: Tx, file: Omit<StoredFile, 'id'>): Promise<number> {
    const row = await tx
      .insertInto('files')
      .values({
        owner_id: file.ownerId,
        name: file.name,
        extension: file.extension,
        content_type: file.contentType,
        size: file.size,
        play_time: file.playTime,
        blob: file.blob,
        thumb_blob: file.thumbBlob,
        motion_blob: file.motionBlob ?? null,
        is_unsent: 1,
        created_at: file.createdAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async forgetBlobs(tx: Tx, names: readonly string[]): Promise<void> {
    await tx
      .deleteFrom('blobs_to_remove')
      .where('name', 'in', [...names])
      .execute()
  },
}
