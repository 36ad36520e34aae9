import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { ImportedPerson, ImportOutcome } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import type { Passwords } from '../accounts/passwords.ts'
import type { Groups } from '../groups/groups.ts'
import { newPassword } from './people.ts'
import type { NewAccount } from './people.ts'
import { readPeople } from './people-table.ts'
import type { ListedPerson } from './people-table.ts'
import { accountsOf, takenRefusals } from './person.ts'
import { orRefused, Refused } from './refused.ts'
import type { LineMistake } from './refused.ts'
import { decodeTable } from './table-text.ts'
import type { Encoding } from './table-text.ts'

type Needs = {
  store: Pick<Store, 'administration'> & {
    users: Pick<Store['users'], 'takenAccounts'>
    directory: Pick<Store['directory'], 'companies' | 'company'>
  }
  bus: Bus
  passwords: Pick<Passwords, 'hashGenerated'>
  groups: Pick<Groups, 'letIntoGroupOfAll'>
  clock: () => number
}

/** `created`: names of the companies and departments that were not there. */
type Imported = { created: string[]; accounts: NewAccount[] }

/** Imports people from tables: all of a table or nothing. */
export function createImport({ store, bus, passwords, groups, clock }: Needs) {
  /** What only the store can tell: accounts that are taken, companies that are not clear. */
  async function checkAgainstStore(people: readonly ListedPerson[]): Promise<void> {
    const taken = await store.users.takenAccounts(people.flatMap(accountsOf))
    const names = (await store.directory.companies()).map(company => company.name)
    const ambiguous = new Set(names.filter((name, at) => names.indexOf(name) !== at))
    const mistakes = people.flatMap(({ line, company, ...person }): LineMistake[] => [
      ...takenRefusals(person, taken).map(refusal => ({ line, ...refusal })),
      ...(company !== null && ambiguous.has(company) ? [{ line, name: 'company.ambiguous' as const, company }] : []),
    ])
    if (mistakes.length > 0) throw new Refused({ name: 'table.badLines', mistakes })
  }

  async function enterGroupsOfAll(arrivals: ImportOutcome['arrivals']): Promise<void> {
    for (const [companyId, people] of Map.groupBy(arrivals, arrival => arrival.companyId)) {
      const company = await store.directory.company(companyId)
      await groups.letIntoGroupOfAll(
        company?.groupId ?? null,
        people.map(({ userId }) => userId),
      )
    }
  }

  /** The people of a table, if nothing is wrong with it. Fails with `Refused`, with every line that is wrong. */
  async function check(table: Uint8Array, encoding?: Encoding): Promise<ListedPerson[]> {
    const people = readPeople(decodeTable(table, encoding))
    await checkAgainstStore(people)
    return people
  }

  return {
    check,

    /** From the bytes of a CSV file; its encoding if it is known. Fails as `check` does. */
    async run(by: Actor, table: Uint8Array, encoding?: Encoding): Promise<Imported> {
      const people = await check(table, encoding)
      const accounts: NewAccount[] = []
      const drafts: ImportedPerson[] = []
      for (const { username, trueName, phone, email, company, placements, position } of people) {
        const password = newPassword()
        accounts.push({ username, password })
        drafts.push({
          username,
          trueName,
          phone,
          email,
          company,
          placements,
          work: position,
          passwordHash: await passwords.hashGenerated(password),
          createdAt: clock(),
        })
      }
      const { made, arrivals } = await orRefused(store.administration.importPeople(by, drafts))
      bus.toAll({ type: 'reachChanged' })
      await enterGroupsOfAll(arrivals)
      return { created: made, accounts }
    },
  }
}
