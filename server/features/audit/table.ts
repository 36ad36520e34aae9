import { csvLines, csvMark } from '../../../contract/csv.ts'
import type { AuditEntry } from '../../store/audit.ts'

const columns = [
  'id',
  'time',
  'actorKind',
  'actorId',
  'actor',
  'action',
  'subjectKind',
  'subjectId',
  'subject',
  'details',
  'hash',
]

/** The first line of a table of entries. */
export const tableHead = csvMark + csvLines([columns])

/** Entries as lines of a table; times in UTC. */
export const tableLines = (entries: readonly AuditEntry[]): string =>
  csvLines(
    entries.map(({ id, at, actor, action, subject, details, hash }) => [
      String(id),
      new Date(at).toISOString(),
      actor.kind,
      String(actor.id ?? ''),
      actor.name,
      action,
      subject?.kind ?? '',
      String(subject?.id ?? ''),
      subject?.name ?? '',
      JSON.stringify(details),
      hash,
    ]),
  )
