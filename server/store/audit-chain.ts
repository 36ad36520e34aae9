import { createHash } from 'node:crypto'
import type { AuditPlace } from './audit.ts'

/** An entry as the table has it. */
export type AuditRow = {
  id: number
  at: number
  actor_kind: string
  actor_id: number | null
  actor_name: string
  action: string
  subject_kind: string | null
  subject_id: number | null
  subject_name: string | null
  details: string
  hash: string
}

/** What the first entry of all is chained to. */
export const beginning: AuditPlace = { id: 0, hash: '0'.repeat(64) }

/** The hash of an entry that follows one with the hash `previous`: SHA-256, hex, over both as one JSON list. */
export function chained(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const { id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name, details } = row
  const whole = [
    previous,
    id,
    at,
    actor_kind,
    actor_id,
    actor_name,
    action,
    subject_kind,
    subject_id,
    subject_name,
    details,
  ]
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex')
}

/** A place as `settings` keeps it. */
export const placeText = ({ id, hash }: AuditPlace) => `${id} ${hash}`

export function placeIn(text: string | undefined): AuditPlace | undefined {
  const [, id, hash] = /^(\d{1,15}) ([0-9a-f]{64})$/.exec(text ?? '') ?? []
  return id === undefined || hash === undefined ? undefined : { id: Number(id), hash }
}

/**
 * Walks a chain from `anchor`, entry by entry, to `head`. `follow` says what is wrong with the next entry, `end` what
 * is missing after the last; undefined where all is well. Nothing after the first fault can be relied on.
 */
export function createWalk(anchor: AuditPlace | undefined, head: AuditPlace | undefined) {
  let last = anchor ?? beginning
  const missing = (from: number, to: number) =>
    from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`
  return {
    /** The entry that was followed last. */
    last: () => last,

    follow(row: AuditRow): string | undefined {
      if (row.id > last.id + 1) return missing(last.id + 1, row.id - 1)
      if (row.id <= last.id) return `entry ${row.id} stands before the beginning`
      if (chained(last.hash, row) !== row.hash)
        return `entry ${row.id} (${row.action}, ${new Date(row.at).toISOString()}) is not as it was written`
      last = { id: row.id, hash: row.hash }
      return undefined
    },

    end(): string | undefined {
      if (!anchor || !head) return 'where it begins and ends is not known any more'
      if (last.id < head.id) return missing(last.id + 1, head.id)
      if (last.id > head.id) return `entry ${head.id + 1} was written by something else`
      return last.hash === head.hash ? undefined : `entry ${last.id} is not the one that was written`
    },
  }
}
