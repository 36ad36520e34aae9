import type { Company, License } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused } from './command-refused.ts'

/** Companies and licences by the names that administrators write. */
export function createOrganisation({ directory }: Pick<Store, 'directory'>) {
  /** Throws `CommandRefused` where there is none, or more than one, of this name. */
  async function findCompany(name: string): Promise<Company> {
    const [company, ...others] = (await directory.companies()).filter(each => each.name === name)
    if (!company) throw new CommandRefused(`There is no company "${name}". An import makes the companies that it names.`)
    if (others.length > 0) throw new CommandRefused(`There is more than one company "${name}".`)
    return company
  }

  /** Throws `CommandRefused` where there is none, or more than one, of this name. */
  async function findLicense(name: string): Promise<License> {
    const [license, ...others] = (await directory.licenses()).filter(each => each.name === name)
    if (!license) throw new CommandRefused(`There is no licence "${name}". Make it with "license add".`)
    if (others.length > 0) throw new CommandRefused(`There is more than one licence "${name}".`)
    return license
  }

  return { findCompany, findLicense }
}
