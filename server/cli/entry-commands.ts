import { parseArgs } from 'node:util'
import type { Store } from '../store/store.ts'
import { CommandRefused, only } from './command-refused.ts'
import { webAddress } from './module-commands.ts'
import { createOrganisation } from './organisation.ts'

/** Commands about the entries to business systems that people see: cards and nodes. */
export function createEntryCommands({ store }: { store: Store }) {
  const organisation = createOrganisation(store)

  async function add(args: string[]): Promise<string> {
    const { values, positionals: [kind, text, address, ...rest] } = parse(args)
    if ((kind !== 'card' && kind !== 'node') || !text?.trim() || rest.length > 0) {
      throw new CommandRefused('entry add card|node <text> <url> [--avatar url] [--company name] is expected; put texts with spaces in quotes.')
    }
    const redirect = webAddress(address)
    if (redirect === null) throw new CommandRefused('The address that the entry leads to is missing.')
    const company = values.company === undefined ? undefined : await organisation.findCompany(values.company)
    const id = await store.modules.createEntry({ kind, name: text.trim(), avatar: webAddress(values.avatar), redirect, companyId: company?.id ?? null })
    return `The ${kind} "${text.trim()}" was added: id ${id}, for ${company?.name ?? 'everyone'}.`
  }

  async function list(): Promise<string> {
    const companies = new Map((await store.directory.companies()).map(({ id, name }) => [id, name]))
    const lines = (await store.modules.allEntries())
      .map(({ id, kind, name, redirect, companyId }) => `${id}  ${kind}  ${name}  ${redirect}${companyId === null ? '' : `  (${companies.get(companyId) ?? companyId} only)`}`)
    return lines.join('\n') || 'There is no entry.'
  }

  async function remove(args: string[]): Promise<string> {
    const id = only(args, 'the id of an entry')
    if (!/^\d{1,15}$/.test(id) || !await store.modules.removeEntry(Number(id))) throw new CommandRefused(`There is no entry with the id "${id}".`)
    return `The entry ${id} was removed.`
  }

  return { add, list, remove }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { avatar: { type: 'string' }, company: { type: 'string' } } })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}
