import { parseArgs } from 'node:util'
import { everyModule } from '../../contract/modules.ts'
import { newModuleKey } from '../features/modules/keys.ts'
import type { Module } from '../store/modules.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused, only } from './command-refused.ts'
import { checkName } from './name-check.ts'
import { createOrganisation } from './organisation.ts'

/** Commands about business systems. Their keys are shown once: only what they hash to is stored. */
export function createModuleCommands({ store }: { store: Store }) {
  const organisation = createOrganisation(store)

  async function add(args: string[]): Promise<string> {
    const { values, positionals: [name, ...rest] } = parse(args)
    if (!name?.trim() || rest.length > 0) throw new CommandRefused('module add <name> [--avatar url] [--company name] is expected; put names with spaces in quotes.')
    checkName(name)
    const company = values.company === undefined ? undefined : await organisation.findCompany(values.company)
    const { key, keyHash } = newModuleKey()
    const id = await store.modules.create({ name: name.trim(), avatar: webAddress(values.avatar), companyId: company?.id ?? null, keyHash, createdAt: Date.now() })
    return `The module "${name.trim()}" was added: id ${id}. Its key, shown only now: ${key}`
  }

  async function renewKey(args: string[]): Promise<string> {
    const { id, name } = await find(args)
    const { key, keyHash } = newModuleKey()
    await store.modules.change(id, { keyHash })
    return `The module "${name}" has a new key, shown only now; the old one is dead: ${key}`
  }

  const setEnabled = (isEnabled: boolean) => async (args: string[]): Promise<string> => {
    const { id, name } = await find(args)
    await store.modules.change(id, { isEnabled })
    return `The module "${name}" is ${isEnabled ? 'enabled' : 'disabled'}.`
  }

  async function list(): Promise<string> {
    const companies = new Map((await store.directory.companies()).map(({ id, name }) => [id, name]))
    const lines = (await store.modules.list()).filter(({ id }) => id !== everyModule)
      .map(({ id, name, companyId, isEnabled }) => `${id}  ${name}${companyId === null ? '' : `  (${companies.get(companyId) ?? companyId} only)`}${isEnabled ? '' : '  disabled'}`)
    return lines.join('\n') || 'There is no module.'
  }

  async function find(args: string[]): Promise<Module> {
    const id = only(args, 'the id of a module')
    const module = /^\d{1,15}$/.test(id) ? await store.modules.find(Number(id)) : undefined
    if (!module) throw new CommandRefused(`There is no module with the id "${id}".`)
    if (module.id === everyModule) throw new CommandRefused(`Module ${id} stands for all of them: it sends nothing itself.`)
    return module
  }

  return { add, renewKey, enable: setEnabled(true), disable: setEnabled(false), list }
}

/** An http or https address as it was written, null where there is none. Throws `CommandRefused`. */
export function webAddress(text: string | undefined): string | null {
  if (text === undefined) return null
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw new CommandRefused(`"${text}" is no http or https address.`)
  return text
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { avatar: { type: 'string' }, company: { type: 'string' } } })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}
