import type { Admin } from '../features/admin/admin.ts'
import type { Actor } from '../store/audit.ts'
import type { Module } from '../store/modules.ts'
import type { Company } from '../store/people.ts'
import { idIn, only, parsed } from './arguments.ts'
import { CommandRefused } from './command-refused.ts'

const options = { avatar: { type: 'string' }, company: { type: 'string' } } as const

/** Commands about business systems, and the entries to them. */
export function createModuleCommands({ modules, organisation }: Pick<Admin, 'modules' | 'organisation'>, by: Actor) {
  const companyIn = async (name: string | undefined): Promise<Company | undefined> =>
    name === undefined ? undefined : organisation.company(name)
  const find = (args: string[]) => modules.find(idIn(only(args, 'the id of a module'), 'module'))

  /** Says of whom something is, if it is not for everyone. */
  async function createScope(): Promise<(companyId: number | null) => string> {
    const names = new Map((await organisation.companies()).map(({ id, name }) => [id, name]))
    return companyId => (companyId === null ? '' : `  (${names.get(companyId) ?? companyId} only)`)
  }

  const setEnabled =
    (isEnabled: boolean) =>
    async (args: string[]): Promise<string> => {
      const module = await find(args)
      await modules.setEnabled(by, module, isEnabled)
      return `The module "${module.name}" is ${isEnabled ? 'enabled' : 'disabled'}.`
    }

  return {
    enable: setEnabled(true),
    disable: setEnabled(false),

    async add(args: string[]): Promise<string> {
      const {
        values,
        positionals: [given, ...rest],
      } = parsed(args, options)
      const name = given?.trim()
      if (!name || rest.length > 0) {
        throw new CommandRefused(
          'module add <name> [--avatar url] [--company name] is expected; ' + 'put names with spaces in quotes.',
        )
      }
      const { id, key } = await modules.add(by, {
        name,
        avatar: values.avatar,
        company: await companyIn(values.company),
      })
      return `The module "${name}" was added: id ${id}. Its key, shown only now: ${key}`
    },

    async renewKey(args: string[]): Promise<string> {
      const module = await find(args)
      const key = await modules.renewKey(by, module)
      return `The module "${module.name}" has a new key, shown only now; the old one is dead: ${key}`
    },

    async list(): Promise<string> {
      const scope = await createScope()
      const lineOf = ({ id, name, companyId, isEnabled }: Module) =>
        `${id}  ${name}${scope(companyId)}${isEnabled ? '' : '  disabled'}`
      const lines = (await modules.list()).map(lineOf)
      return lines.join('\n') || 'There is no module.'
    },

    async addEntry(args: string[]): Promise<string> {
      const {
        values,
        positionals: [kind, given, redirect, ...rest],
      } = parsed(args, options)
      const name = given?.trim()
      if ((kind !== 'card' && kind !== 'node') || !name || rest.length > 0) {
        throw new CommandRefused(
          'entry add card|node <text> <url> [--avatar url] [--company name] is expected; '
            + 'put texts with spaces in quotes.',
        )
      }
      if (redirect === undefined) throw new CommandRefused('The address that the entry leads to is missing.')
      const company = await companyIn(values.company)
      const id = await modules.addEntry(by, { kind, name, avatar: values.avatar, redirect, company })
      return `The ${kind} "${name}" was added: id ${id}, for ${company?.name ?? 'everyone'}.`
    },

    async listEntries(): Promise<string> {
      const scope = await createScope()
      const lines = (await modules.listEntries()).map(
        ({ id, kind, name, redirect, companyId }) => `${id}  ${kind}  ${name}  ${redirect}${scope(companyId)}`,
      )
      return lines.join('\n') || 'There is no entry.'
    },

    async removeEntry(args: string[]): Promise<string> {
      const id = idIn(only(args, 'the id of an entry'), 'entry')
      await modules.removeEntry(by, id)
      return `The entry ${id} was removed.`
    },
  }
}
