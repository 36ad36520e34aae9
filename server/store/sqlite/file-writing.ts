import type { Tx } from '../sql/schema.ts'
import type { FileLife } from './file-life.ts'

type Write = (tx: Tx, ...args: never[]) => Promise<unknown>

/** Writes whose arguments may name a file by its address: as a picture of somebody, or in a notice. */
const naming = new Set([
  'createUser', 'createUsers', 'changeUser', 'createCompany', 'createGroup', 'foundGroup', 'editGroup', 'createModule', 'changeModule', 'createEntry',
])
const notices: Record<string, 'notice' | 'moduleNotice'> = { publishNotice: 'notice', createNotice: 'moduleNotice' }

/** The writes of the life of files, and what other writes do to it. */
export function fileWriting(files: FileLife) {
  const sweeping = {
    releaseUnused: async (_tx: Tx, after: number, page: { before: number, at: number, limit: number }) => files.releasePage(after, page),
    releaseUnsent: async (_tx: Tx, page: { before: number, at: number, limit: number }) => files.releaseUnsent(page),
    removeReleased: async (_tx: Tx, before: number, limit: number) => files.removeReleased(before, limit),
  }

  function watch(name: string, write: Write): Write {
    const kind = notices[name]
    if (kind) {
      return async (tx, ...args) => {
        const result = await write(tx, ...args)
        const id = idOf(result)
        if (id !== undefined) files.hold({ kind, id, place: 0 }, files.adoptIn(JSON.stringify(args)))
        return result
      }
    }
    if (name === 'deleteNotice') {
      return async (tx, ...args) => {
        const result = await write(tx, ...args)
        const [, id] = args as unknown[]
        if ((result as { outcome: string }).outcome !== 'noNotice' && typeof id === 'number') files.letGo({ kind: 'notice', id, place: 0 })
        return result
      }
    }
    if (!naming.has(name)) return write
    return (tx, ...args) => {
      files.adoptIn(JSON.stringify(args))
      return write(tx, ...args)
    }
  }

  return {
    sweeping,
    watched: (writes: Record<string, Write>): Record<string, Write> =>
      Object.fromEntries(Object.entries(writes).map(([name, write]) => [name, watch(name, write)])),
  }
}

/** Of the notice that was written. */
function idOf(result: unknown): number | undefined {
  const { notice, id } = result as { notice?: { id: number }, id?: number }
  return notice?.id ?? id
}
