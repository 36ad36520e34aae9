import { buffer } from 'node:stream/consumers'
import { Failure } from '../../../contract/failures.ts'
import { isImportProblem } from '../../../contract/import-problems.ts'
import type { ImportProblem } from '../../../contract/import-problems.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import type { ActingPerson } from '../../store/audit.ts'
import type { Files } from '../files/files.ts'
import type { createImport } from './import.ts'
import type { NewAccount } from './people.ts'
import { Refused } from './refused.ts'
import type { LineMistake, Refusal } from './refused.ts'

type Needs = {
  importing: ReturnType<typeof createImport>
  files: Pick<Files, 'find'>
  blobs: Pick<Blobs, 'read'>
  config: { oneTimeLife: number }
  clock: () => number
}

/** What is wrong on a line, counted from 1, or with the whole table. */
type Problem = { line: number | null; problem: ImportProblem; values: Record<string, string | number> }
type Result = {
  people: number
  problems: Problem[]
  created: string[]
  accounts: (NewAccount & { expiresAt: number })[]
}

/** MB of a table: some twenty thousand people. */
const mostMegabytes = 3
/** Problems that are told of: whoever has more mends those first. */
const mostProblems = 500

/** Imports a table that its administrator has uploaded. */
export function createUploadedImport({ importing, files, blobs, config, clock }: Needs) {
  /** Fails with `file.unknown`, `file.notYours`, `file.tooLarge`. */
  async function tableOf(viewerId: number, fileId: number): Promise<Uint8Array> {
    const file = await files.find(fileId)
    if (!file) throw new Failure('file.unknown')
    if (file.ownerId !== viewerId) throw new Failure('file.notYours')
    if (file.size > mostMegabytes * 1024 * 1024) throw new Failure('file.tooLarge', { limit: mostMegabytes })
    return buffer(blobs.read(file.blob))
  }

  /** All of the table or nothing; with `isDryRun` nothing. Fails as `tableOf` does. */
  return async function importUploaded(by: ActingPerson, fileId: number, isDryRun: boolean): Promise<Result> {
    const table = await tableOf(by.id, fileId)
    try {
      if (isDryRun) {
        const { length: people } = await importing.check(table)
        return { people, problems: [], created: [], accounts: [] }
      }
      const { created, accounts } = await importing.run(by, table)
      const expiresAt = clock() + config.oneTimeLife
      const shown = accounts.map(account => ({ ...account, expiresAt }))
      return { people: accounts.length, problems: [], created, accounts: shown }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return {
        people: 0,
        problems: error.refusals.flatMap(problemsOf).slice(0, mostProblems),
        created: [],
        accounts: [],
      }
    }
  }
}

function problemsOf(refusal: Refusal): Problem[] {
  switch (refusal.name) {
    case 'table.badLines':
      return refusal.mistakes.map(mistake => problemOf(mistake, mistake.line))
    case 'table.badHeader':
      return refusal.mistakes.map(mistake => problemOf(mistake, 1))
    default:
      return [problemOf(refusal, 'line' in refusal ? refusal.line : null)]
  }
}

function problemOf(reason: Refusal | LineMistake | { name: string }, line: number | null): Problem {
  const { name, ...fields } = 'limit' in reason ? { ...reason, ...reason.limit } : reason
  // An import has no other reasons; one without words for it would be a bug.
  if (!isImportProblem(name)) throw new Error(`the import has no words for ${name}`)
  const values: Problem['values'] = {}
  for (const [field, value] of Object.entries(fields))
    if (typeof value === 'string' || typeof value === 'number') values[field] = value
  return { line, problem: name, values }
}
