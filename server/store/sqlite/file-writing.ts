import type { Tx } from '../sql/schema.ts'
import type { FileLife } from './file-life.ts'
import type { NamedWrites, WriteName } from './writes.ts'

export type TableWrite = (tx: Tx, ...args: never[]) => Promise<unknown>

/** Writes whose arguments may name a file by its address, as the picture of somebody or something. */
const naming = new Set<WriteName>([
  'users.create',
  'users.createMany',
  'users.change',
  'directory.createCompany',
  'groups.create',
  'groups.edit',
  'modules.create',
  'modules.createEntry',
  'administration.addPerson',
  'administration.addCompany',
  'administration.createGroup',
  'administration.addModule',
  'administration.addEntry',
])
const notices = new Map<WriteName, 'notice' | 'moduleNotice'>([
  ['groups.publishNotice', 'notice'],
  ['modules.createNotice', 'moduleNotice'],
])

/** The same writes, each with what it does to the life of files. */
export function withFileLife(files: FileLife, writes: NamedWrites<TableWrite>): NamedWrites<TableWrite> {
  function withLife(name: WriteName, write: TableWrite): TableWrite {
    const kind = notices.get(name)
    if (kind) {
      return async (tx, ...args) => {
        const result = await write(tx, ...args)
        const id = idOf(result)
        if (id !== undefined) files.hold({ kind, id, place: 0 }, files.adoptIn(JSON.stringify(args)))
        return result
      }
    }
    if (name === 'groups.deleteNotice') {
      return async (tx, ...args) => {
        const result = await write(tx, ...args)
        const [, id] = args as unknown[]
        if ((result as { outcome: string }).outcome !== 'noNotice' && typeof id === 'number')
          files.letGo({ kind: 'notice', id, place: 0 })
        return result
      }
    }
    if (!naming.has(name)) return write
    return (tx, ...args) => {
      for (const address of picturesIn(args)) files.keepPicture(address)
      return write(tx, ...args)
    }
  }
  return Object.fromEntries(Object.entries(writes).map(([name, write]) => [name, withLife(name as WriteName, write)]))
}

/** Every `avatar` that is given: other texts, which anybody writes, keep no file. */
const picturesIn = (args: readonly unknown[]): string[] =>
  args.flat().flatMap(arg => {
    const { avatar } = (arg ?? {}) as { avatar?: unknown }
    return typeof avatar === 'string' ? [avatar] : []
  })

/** Of the notice that was written. */
function idOf(result: unknown): number | undefined {
  const { notice, id } = result as { notice?: { id: number }; id?: number }
  return notice?.id ?? id
}
