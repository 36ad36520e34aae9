import type { Cache } from './cache.ts'
import { keyOfSession } from './conversation-key.ts'
import type { Hub } from './hub.ts'
import type { SessionRow } from './row.ts'
import { topOf } from './spans.ts'

/** What an earlier version of this client kept lacks what rows have had since. */
const completed = (row: SessionRow): SessionRow => ({
  ...row,
  unreadSeq: (row as Partial<SessionRow>).unreadSeq ?? 0,
  notify: (row as Partial<SessionRow>).notify ?? (row.mute === 1 ? 'mentions' : 'all'),
})

/**
 * Tells this tab what the device holds: the last list that was read, and what came after it. So the numbers are right
 * without a line too.
 */
export async function recallHeld({
  cache,
  hub,
  viewerId,
}: {
  cache: Cache
  hub: Hub
  viewerId: number
}): Promise<void> {
  const [sessions, logs, drafts, faces] = await Promise.all([
    cache.sessions(),
    cache.logs(),
    cache.drafts(),
    cache.faces(),
  ])
  if (faces.length > 0) hub.tellHere({ type: 'faces', faces })
  if (sessions.length > 0) hub.tellHere({ type: 'sessions', rows: sessions.map(completed), isKept: true })
  const rows = new Map(sessions.map(row => [keyOfSession(row), row]))
  for (const log of logs) {
    const listed = rows.get(log.key)
    if (!listed) continue
    const own = log.positions[viewerId]
    if (own) hub.tellHere({ type: 'positions', key: log.key, positions: [{ userId: viewerId, ...own }] })
    if (topOf(log.spans) > listed.seq) {
      const since = await cache.rows(log.key, [listed.seq + 1, topOf(log.spans)])
      hub.tellHere({ type: 'rows', key: log.key, rows: since.rows })
    }
  }
  for (const { key, ...draft } of drafts) hub.tellHere({ type: 'draft', key, draft })
}
