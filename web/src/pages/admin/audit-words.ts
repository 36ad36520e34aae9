import type { AuditEntry } from '../../../../contract/audit.ts'
import { audit, labelOf, platformText, reasonText, sentenceOf } from '../../text/audit.ts'
import { language } from '../../text/language.ts'
import { fullTime } from '../../text/time-words.ts'

/** Details that the sentence has said, or that nobody reads. */
const unsaid = new Set(['way', 'count', 'madeCount', 'ownerId', 'others', 'actor', 'subject', 'action', 'cut'])
const moments = new Set(['expiresAt', 'since', 'before', 'from', 'to'])
/** Places in the log, and not moments, by these actions. */
const isPlace = (action: string, name: string) => action === 'audit.remove' && name !== 'before'

/** Who did it, as a sentence begins. */
function actorName({ actor: { kind, name } }: AuditEntry): string {
  if (kind === 'commandLine') return audit.commandLine(name)
  if (kind === 'system') return audit.system(name)
  return kind === 'server' ? audit.server : name
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberOf = (value: unknown): string => (typeof value === 'number' ? String(value) : '')

/** What was done, in the language of the page. */
export function actSentence(entry: AuditEntry): string {
  const { action, subject, details } = entry
  const times =
    typeof details['times'] === 'number' && details['times'] > 1 ? audit.times(String(details['times'])) : ''
  const sentence = sentenceOf(action, {
    who: actorName(entry),
    what: subject?.name ?? '',
    count: numberOf(details['count']),
    way: textOf(details['way']),
    owner: textOf(details['owner']),
  })
  return sentence + times
}

type DetailRow = { label: string; text: string; isHash?: true }

/** Everything else that is known of it, name by name. */
export function detailRows({ id, hash, action, details }: AuditEntry): DetailRow[] {
  const rows = Object.entries(details).flatMap(([name, value]): DetailRow[] => {
    if (name === 'changes') return changeRows(value)
    if (unsaid.has(name) || value === null || value === '') return []
    return [{ label: labelOf(name), text: detailText(action, name, value, details) }]
  })
  return [
    ...rows.filter(({ text }) => text !== ''),
    { label: audit.entry, text: String(id) },
    { label: audit.hash, text: hash, isHash: true },
  ]
}

function changeRows(changes: unknown): DetailRow[] {
  if (typeof changes !== 'object' || changes === null) return []
  return Object.entries(changes).map(([name, both]) => {
    const [before, after] = Array.isArray(both) ? (both as unknown[]) : []
    return { label: labelOf(name), text: `${plain(before) || audit.none} → ${plain(after) || audit.none}` }
  })
}

function detailText(action: string, name: string, value: unknown, details: AuditEntry['details']): string {
  if (name === 'reason') return reasonText(textOf(value))
  if (name === 'platform') return platformText(textOf(value))
  if (typeof value === 'number' && moments.has(name) && !isPlace(action, name)) return fullTime(value, language.value)
  const text = plain(value)
  const { count } = details
  if (name === 'people' && Array.isArray(value) && typeof count === 'number' && count > value.length)
    return audit.andMore(text, String(count))
  return text
}

/** A value as a line. */
function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? audit.yes : audit.no
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  const between = language.value === 'zh' ? '、' : ', '
  if (Array.isArray(value)) return value.map(plain).join(between)
  if (typeof value === 'object' && value !== null && 'name' in value) return textOf(value.name)
  return ''
}
