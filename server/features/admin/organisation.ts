import { limits } from '../../../contract/limits.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { Company, License } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import { checkName } from './names.ts'
import { orRefused, Refused } from './refused.ts'

type Needs = {
  store: Pick<Store, 'administration'> & { directory: Pick<Store['directory'], 'companies' | 'licenses'> }
  bus: Bus
}

type NewCompany = { name: string; parent?: Company | undefined; license?: License | undefined }
type NewLicense = Pick<License, 'name' | 'seats' | 'maxLevel'>

export type Organisation = ReturnType<typeof createOrganisation>

/** Companies and their licences. Administrators tell them apart by names: each is given once. Fails with `Refused`. */
export function createOrganisation({ store: { directory, administration }, bus }: Needs) {
  return {
    companies: directory.companies,

    /** The one company of this name. */
    async company(name: string): Promise<Company> {
      const [company, ...others] = (await directory.companies()).filter(each => each.name === name)
      if (!company) throw new Refused({ name: 'company.unknown', company: name })
      if (others.length > 0) throw new Refused({ name: 'company.ambiguous', company: name })
      return company
    },

    /** The one licence of this name. */
    async license(name: string): Promise<License> {
      const [license, ...others] = (await directory.licenses()).filter(each => each.name === name)
      if (!license) throw new Refused({ name: 'license.unknown', license: name })
      if (others.length > 0) throw new Refused({ name: 'license.ambiguous', license: name })
      return license
    },

    /** On its parent's licence, unless another is given; its id. */
    async addCompany(by: Actor, { name, parent, license }: NewCompany): Promise<number> {
      checkNameOf(name)
      const names = (await directory.companies()).map(company => company.name)
      if (names.includes(name)) throw new Refused({ name: 'company.exists', company: name })
      const company = { name, parentId: parent?.id, licenseId: license?.id }
      const id = await orRefused(administration.addCompany(by, company))
      bus.toAll({ type: 'reachChanged' })
      return id
    },

    async addLicense(by: Actor, license: NewLicense): Promise<void> {
      checkNameOf(license.name)
      const names = (await directory.licenses()).map(({ name }) => name)
      if (names.includes(license.name)) throw new Refused({ name: 'license.exists', license: license.name })
      await administration.addLicense(by, { ...license, single: limits.groupMembers })
    },

    /** Puts a company on a licence, if its people and its depth fit. */
    async changeLicense(by: Actor, company: Company, license: License): Promise<void> {
      await orRefused(administration.licenseCompany(by, company.id, license.id))
    },
  }
}

function checkNameOf(name: string): void {
  const most = limits.nameLength
  if (!name.trim() || name.length > most) throw new Refused({ name: 'name.length', most })
  checkName(name)
}
