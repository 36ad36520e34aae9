import type { DatabaseSync } from 'node:sqlite'
import type { Merged } from '../messages.ts'

type Row = { id: number; blob: string; thumb_blob: string | null; motion_blob: string | null }
type Holder = { kind: 'merged' | 'notice' | 'moduleNotice'; id: number; place: number }

/** The name in each address of a file that stands in a text. */
const addressed = /\/files\/([\w.-]+)/g

export type FileLife = ReturnType<typeof createFileLife>

/**
 * Which files are in use, inside the commit that is open: a file that nothing uses is released, and from then on nobody
 * can open or send it.
 */
export function createFileLife(db: DatabaseSync) {
  const take = db.prepare('UPDATE files SET is_unsent = 0 WHERE id = ? AND released_at IS NULL RETURNING id')
  const isNamed = '(blob = ?1 OR thumb_blob = ?1 OR motion_blob = ?1)'
  const adopt = db.prepare(`UPDATE files SET is_unsent = 0 WHERE ${isNamed} AND released_at IS NULL RETURNING id`)
  const revive = db.prepare(`UPDATE files SET is_unsent = 0, released_at = NULL WHERE ${isNamed}`)
  const addUse = db.prepare('INSERT OR IGNORE INTO file_uses (file_id, kind, holder_id, place) VALUES (?, ?, ?, ?)')
  const endUses = db.prepare('DELETE FROM file_uses WHERE kind = ? AND holder_id = ? AND place = ? RETURNING file_id')
  const release = db.prepare('UPDATE files SET released_at = ? WHERE id = ? AND released_at IS NULL')
  const keep = db.prepare('UPDATE files SET released_at = NULL, is_unsent = 0 WHERE id = ?')
  const remove = db.prepare('DELETE FROM files WHERE id = ?')
  const addBlob = db.prepare('INSERT OR IGNORE INTO blobs_to_remove (name) VALUES (?)')
  const findRow = db.prepare('SELECT id, blob, thumb_blob, motion_blob FROM files WHERE id = ?')
  const inMessage = db.prepare('SELECT 1 FROM messages WHERE file_id = ? LIMIT 1')
  const inSomething = db.prepare('SELECT 1 FROM file_uses WHERE file_id = ? LIMIT 1')
  const asPicture =
    db.prepare(`SELECT 1 WHERE EXISTS (SELECT 1 FROM users WHERE avatar = ?1) OR EXISTS (SELECT 1 FROM groups WHERE avatar = ?1)
    OR EXISTS (SELECT 1 FROM companies WHERE instr(avatar, ?1)) OR EXISTS (SELECT 1 FROM modules WHERE instr(avatar, ?1))
    OR EXISTS (SELECT 1 FROM entries WHERE instr(avatar, ?1))`)
  const page = db.prepare(
    'SELECT id, blob, thumb_blob, motion_blob FROM files WHERE id > ? AND created_at < ? AND released_at IS NULL ORDER BY id LIMIT ?',
  )
  const unsent = db.prepare(`SELECT id, blob, thumb_blob, motion_blob FROM files INDEXED BY files_unsent
    WHERE is_unsent = 1 AND created_at < ? AND released_at IS NULL LIMIT ?`)
  const released = db.prepare('SELECT id, blob, thumb_blob, motion_blob FROM files WHERE released_at < ? LIMIT ?')

  const blobsOf = ({ blob, thumb_blob: thumb, motion_blob: motion }: Row) =>
    [blob, thumb, motion].filter(name => name !== null)
  // A recalled message has lost its file.
  const isUsed = (row: Row) =>
    inMessage.get(row.id) !== undefined
    || inSomething.get(row.id) !== undefined
    || blobsOf(row).some(name => asPicture.get(`/files/${name}`) !== undefined)

  /** Takes into use the files whose addresses stand in a text, none that was released: anybody may write it. */
  const adoptIn = (text: string): number[] =>
    [...text.matchAll(addressed)].flatMap(([, name]) => adopt.all(name ?? '').map(row => Number(row['id'])))

  const hold = (holder: Holder, fileIds: readonly number[]) => {
    for (const id of fileIds) addUse.run(id, holder.kind, holder.id, holder.place)
  }

  return {
    adoptIn,
    hold,

    /** Keeps a file that becomes a picture in the moment in which it is released: whose it is was looked at. */
    keepPicture(address: string): void {
      for (const [, name] of address.matchAll(addressed)) revive.run(name ?? '')
    },

    /** Whether all of these are still there; then they count as sent. */
    send: (fileIds: readonly number[]): boolean => fileIds.every(id => take.get(id) !== undefined),

    /** What messages that were bound together show: their files and the pictures of their people. */
    holdMerged(conversationId: number, seq: number, { items }: Merged): void {
      const pictures = items.map(({ avatar }) => avatar ?? '').join(' ')
      hold({ kind: 'merged', id: conversationId, place: seq }, [
        ...items.flatMap(({ fileId }) => fileId ?? []),
        ...adoptIn(pictures),
      ])
    },

    /** Ends what one thing used; the files that it did. */
    letGo: (holder: Holder): number[] =>
      endUses.all(holder.kind, holder.id, holder.place).map(row => Number(row['file_id'])),

    /** Releases those of these that nothing uses. */
    releaseUnused(fileIds: readonly number[], at: number): number[] {
      return [...new Set(fileIds)].filter(id => {
        const row = findRow.get(id) as Row | undefined
        return row !== undefined && !isUsed(row) && release.run(at, id).changes > 0
      })
    },

    /**
     * One page of all files by id: releases those made before `before` that nothing uses. `next` is undefined at the
     * end.
     */
    releasePage(
      after: number,
      { before, at, limit }: { before: number; at: number; limit: number },
    ): { released: number[]; next: number | undefined } {
      const rows = page.all(after, before, limit) as Row[]
      const unused = rows.filter(row => !isUsed(row))
      for (const { id } of unused) release.run(at, id)
      return { released: unused.map(({ id }) => id), next: rows.length < limit ? undefined : rows.at(-1)?.id }
    },

    /**
     * Releases up to `limit` files made before `before` that were never sent; those that something uses all the same
     * count as sent.
     */
    releaseUnsent({ before, at, limit }: { before: number; at: number; limit: number }): number[] {
      const unused = (unsent.all(before, limit) as Row[]).filter(row => !isUsed(row) || keep.run(row.id).changes === 0)
      for (const { id } of unused) release.run(at, id)
      return unused.map(({ id }) => id)
    },

    /**
     * Removes the rows of what was released before `before`, but for what came into use again; their blobs are noted
     * first.
     */
    removeReleased(before: number, limit: number): void {
      for (const row of released.all(before, limit) as Row[]) {
        if (isUsed(row)) {
          keep.run(row.id)
          continue
        }
        for (const name of blobsOf(row)) addBlob.run(name)
        remove.run(row.id)
      }
    },
  }
}
