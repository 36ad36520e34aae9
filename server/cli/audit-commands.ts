import { appendFile, open } from 'node:fs/promises'
import { auditActions } from '../../contract/audit.ts'
import type { Core } from '../core.ts'
import type { Actor, AuditEntry, AuditQuestion } from '../store/audit.ts'
import { only, parsed } from './arguments.ts'
import { CommandRefused } from './command-refused.ts'

const options = {
  actor: { type: 'string' },
  person: { type: 'string' },
  action: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  text: { type: 'string' },
  before: { type: 'string' },
  limit: { type: 'string' },
} as const
type Values = { [Name in keyof typeof options]?: string | undefined }

const shownUnlessSaid = 50
const mostShown = 1000
const day = 24 * 60 * 60 * 1000

/** Actors that are no people. */
const others = new Map([
  ['command-line', 'commandLine'],
  ['system', 'system'],
  ['server', 'server'],
] as const)

/** Commands about the log of what administrators did. */
export function createAuditCommands({ audit, admin: { people } }: Pick<Core, 'audit' | 'admin'>, by: Actor) {
  async function questionIn({ actor, person, action, from, to, text, before }: Values) {
    const question: Omit<AuditQuestion, 'limit'> = {}
    if (actor !== undefined) {
      const kind = others.get(actor as 'server')
      question.actor = kind ? { kind } : { kind: 'person', id: (await people.find(actor)).id }
    }
    if (person !== undefined) question.subject = { kind: 'person', id: (await people.find(person)).id }
    if (action !== undefined) question.action = actionIn(action)
    if (from !== undefined) question.from = dayIn('from', from)
    if (to !== undefined) question.to = dayIn('to', to) + day
    if (text) question.text = text
    if (before !== undefined) question.before = numberIn('before', before)
    return question
  }

  return {
    async list(args: string[]): Promise<string> {
      const { values, positionals } = parsed(args, options)
      if (positionals.length > 0) throw new CommandRefused('audit list takes options alone.')
      const question = await questionIn(values)
      const limit = Math.min(values.limit === undefined ? shownUnlessSaid : numberIn('limit', values.limit), mostShown)
      const found: AuditEntry[] = []
      let next = question.before
      do {
        const page = await audit.list({
          ...question,
          ...(next !== undefined && { before: next }),
          limit: limit - found.length,
        })
        found.push(...page.entries)
        next = page.next ?? undefined
      } while (next !== undefined && found.length < limit)
      const more = next === undefined ? [] : [`Older ones: --before ${next}`]
      return [...found.map(lineOf), ...more].join('\n') || 'There is no such entry.'
    },

    async exportTable(args: string[]): Promise<string> {
      const { values, positionals } = parsed(args, options)
      const path = only(positionals, 'a file that is not there yet')
      const question = await questionIn(values)
      const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
        throw new CommandRefused(`${path} cannot be made: ${error instanceof Error ? error.message : String(error)}`)
      })
      await file.close()
      let entries = 0
      for (let next: number | null | undefined; next !== null;) {
        const part = await audit.exportPart(
          by,
          { ...question, ...(next !== undefined && { before: next }) },
          next === undefined,
        )
        await appendFile(path, part.csv)
        entries += part.count
        next = part.next
      }
      return `${entries} entries were written to ${path}.`
    },
  }
}

function lineOf({ id, at, actor, action, subject, details }: AuditEntry): string {
  const who = actor.kind === 'person' ? `${actor.name} (${actor.id})` : `${actor.kind} ${actor.name}`.trim()
  const what = subject ? `  ${subject.kind} ${subject.name} (${subject.id})` : ''
  return `${id}  ${new Date(at).toISOString()}  ${who}  ${action}${what}  ${JSON.stringify(details)}`
}

function actionIn(text: string): string {
  if (auditActions.some(action => action === text || action.startsWith(`${text}.`))) return text
  throw new CommandRefused(`--action: one of ${auditActions.join(', ')} is expected, or its first word.`)
}

/** The beginning of that day here, in ms. */
function dayIn(option: string, text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00`).getTime() : Number.NaN
  if (Number.isNaN(time)) throw new CommandRefused(`--${option}: a day such as 2026-01-31 is expected.`)
  return time
}

function numberIn(option: string, text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new CommandRefused(`--${option}: a whole number from 1 is expected.`)
  return Number(text)
}
