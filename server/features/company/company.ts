import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { Company, User } from '../../store/people.ts'
import { LimitReached } from '../../store/store.ts'
import type { Store } from '../../store/store.ts'
import type { Groups } from '../groups/groups.ts'

type Needs = {
  store: Pick<Store, 'administration'> & { directory: Pick<Store['directory'], 'company' | 'companies'> }
  bus: Bus
  groups: Pick<Groups, 'letIntoGroupOfAll'>
  clock: () => number
}

/** Companies that an administrator is told of. */
const namesShown = 5

const groupNameOf = (company: string) => `${company}全员群`

export type CompanyFounding = ReturnType<typeof createCompanyFounding>

/** The company that an administrator manages. */
export function createCompanyFounding({ store: { directory, administration }, bus, groups, clock }: Needs) {
  /** Fails with `admin.only`, and with `company.unknown` if this administrator is in none. */
  async function companyOf(viewer: User): Promise<Company> {
    if (!viewer.isAdmin) throw new Failure('admin.only')
    const company = viewer.companyId === null ? undefined : await directory.company(viewer.companyId)
    if (!company) throw new Failure('company.unknown')
    return company
  }

  return {
    companyOf,

    /**
     * Puts an administrator who is in no company into the one of this name; the first one is made, with a group of
     * everybody. Fails with `admin.only`, `company.placed`, `company.otherName` and `company.full`.
     */
    async found(by: Actor, viewer: User, name: string): Promise<Company> {
      if (!viewer.isAdmin) throw new Failure('admin.only')
      if (viewer.companyId !== null) throw new Failure('company.placed')
      const founded = await administration.foundCompany(by, {
        name,
        groupName: groupNameOf(name),
        userId: viewer.id,
        at: clock(),
      })
      const companies = await directory.companies()
      const own = companies.find(company => company.name === name)
      if (!own) {
        const names = companies.slice(0, namesShown).map(company => company.name)
        throw new Failure('company.otherName', { names: names.join('、') })
      }
      if (founded.outcome === 'exists') await enter(by, own.id, viewer.id)
      bus.toAll({ type: 'usersChanged', userIds: [viewer.id] })
      bus.toAll({ type: 'reachChanged' })
      if (founded.outcome === 'exists') await groups.letIntoGroupOfAll(own.groupId, [viewer.id])
      return own
    },
  }

  async function enter(by: Actor, companyId: number, userId: number): Promise<void> {
    await administration.enterCompany(by, userId, companyId).catch((error: unknown) => {
      throw error instanceof LimitReached ? new Failure('company.full') : error
    })
  }
}
