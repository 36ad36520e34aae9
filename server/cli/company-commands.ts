import { limits } from '../../contract/limits.ts'
import type { Admin } from '../features/admin/admin.ts'
import type { Actor } from '../store/audit.ts'
import { parsed } from './arguments.ts'
import { CommandRefused } from './command-refused.ts'

const levelsUnlessSaid = 10

/** Commands about companies and their licences. */
export function createCompanyCommands({ organisation }: Pick<Admin, 'organisation'>, by: Actor) {
  async function add(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { parent: { type: 'string' }, license: { type: 'string' } })
    const name = nameIn(positionals, 'company add <name> [--parent <company>] [--license <name>]')
    const parent = values.parent === undefined ? undefined : await organisation.company(values.parent)
    const license = values.license === undefined ? undefined : await organisation.license(values.license)
    const id = await organisation.addCompany(by, { name, parent, license })
    return `The company "${name}" was made: id ${id}.`
  }

  async function addLicense(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { seats: { type: 'string' }, levels: { type: 'string' } })
    const name = nameIn(positionals, 'license add <name> --seats <number> [--levels <number>]')
    const seats = numberIn('seats', values.seats)
    const maxLevel = values.levels === undefined ? levelsUnlessSaid : numberIn('levels', values.levels)
    await organisation.addLicense(by, { name, seats, maxLevel })
    return `The licence "${name}" was made: ${seats} seats, ${maxLevel} levels.`
  }

  async function changeLicense(args: string[]): Promise<string> {
    const [companyName, licenseName, ...rest] = args
    if (!companyName || !licenseName || rest.length > 0) {
      throw new CommandRefused('company license <company> <license> is expected; put names with spaces in quotes.')
    }
    const [company, license] = [await organisation.company(companyName), await organisation.license(licenseName)]
    await organisation.changeLicense(by, company, license)
    return `The company "${company.name}" is on the licence "${license.name}".`
  }

  return { add, addLicense, changeLicense }
}

function nameIn([name, ...rest]: readonly string[], expected: string): string {
  if (name === undefined || rest.length > 0) {
    throw new CommandRefused(
      `${expected} is expected, with a name of ${limits.nameLength} characters at most; `
        + 'put names with spaces in quotes.',
    )
  }
  return name
}

function numberIn(option: string, text: string | undefined): number {
  if (!/^[1-9]\d{0,8}$/.test(text ?? '')) throw new CommandRefused(`--${option} is expected, a whole number from 1.`)
  return Number(text)
}
