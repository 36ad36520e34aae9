import { parseArgs } from 'node:util'
import { limits } from '../../contract/limits.ts'
import type { Bus } from '../bus/bus.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused } from './command-refused.ts'
import { checkName } from './name-check.ts'
import { createOrganisation } from './organisation.ts'

const levelsUnlessSaid = 10

/** Commands about companies and their licences. Names are how administrators tell them apart: each is given once. */
export function createCompanyCommands({ store: { directory }, bus }: { store: Pick<Store, 'directory'>, bus: Bus }) {
  const { findCompany, findLicense } = createOrganisation({ directory })

  async function add(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { parent: { type: 'string' }, license: { type: 'string' } })
    const name = nameIn(positionals, 'company add <name> [--parent <company>] [--license <name>]')
    if ((await directory.companies()).some(company => company.name === name)) throw new CommandRefused(`There is a company "${name}" already.`)
    const parentId = values.parent === undefined ? undefined : (await findCompany(values.parent)).id
    const licenseId = values.license === undefined ? undefined : (await findLicense(values.license)).id
    const id = await directory.createCompany({ name, parentId, licenseId })
    bus.toAll({ type: 'reachChanged' })
    return `The company "${name}" was made: id ${id}.`
  }

  async function addLicense(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { seats: { type: 'string' }, levels: { type: 'string' } })
    const name = nameIn(positionals, 'license add <name> --seats <number> [--levels <number>]')
    const [seats, maxLevel] = [numberIn('seats', values.seats), values.levels === undefined ? levelsUnlessSaid : numberIn('levels', values.levels)]
    if ((await directory.licenses()).some(license => license.name === name)) throw new CommandRefused(`There is a licence "${name}" already.`)
    await directory.createLicense({ name, seats, maxLevel, single: limits.groupMembers })
    return `The licence "${name}" was made: ${seats} seats, ${maxLevel} levels.`
  }

  async function license(args: string[]): Promise<string> {
    const [companyName, licenseName, ...rest] = args
    if (!companyName || !licenseName || rest.length > 0) throw new CommandRefused('company license <company> <license> is expected; put names with spaces in quotes.')
    const [company, found] = [await findCompany(companyName), await findLicense(licenseName)]
    await directory.licenseCompany(company.id, found.id)
    return `The company "${company.name}" is on the licence "${found.name}".`
  }

  return { add, addLicense, license }
}

function nameIn(positionals: readonly string[], expected: string): string {
  const [name, ...rest] = positionals
  if (!name?.trim() || name.length > limits.nameLength || rest.length > 0) throw new CommandRefused(`${expected} is expected, with a name of ${limits.nameLength} characters at most; put names with spaces in quotes.`)
  checkName(name)
  return name
}

function numberIn(option: string, text: string | undefined): number {
  if (!/^[1-9]\d{0,8}$/.test(text ?? '')) throw new CommandRefused(`--${option} is expected, a whole number from 1.`)
  return Number(text)
}

function parsed<Options extends Record<string, { type: 'string' }>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}
