import { randomInt } from 'node:crypto'
import type { Bus } from '../../bus/bus.ts'
import type { Actor } from '../../store/audit.ts'
import type { User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import type { Passwords } from '../accounts/passwords.ts'
import type { Tokens } from '../accounts/tokens.ts'
import type { Groups } from '../groups/groups.ts'
import type { Organisation } from './organisation.ts'
import { accountsOf, contactOf, personRefusals, takenRefusals } from './person.ts'
import { orRefused, Refused } from './refused.ts'

type Needs = {
  store: Pick<Store, 'administration'> & { users: Pick<Store['users'], 'findAccount' | 'takenAccounts'> }
  bus: Bus
  tokens: Pick<Tokens, 'tell' | 'endAll'>
  passwords: Pick<Passwords, 'hashGenerated'>
  groups: Pick<Groups, 'letIntoGroupOfAll' | 'replaceDisabledOwners'>
  organisation: Pick<Organisation, 'company'>
  clock: () => number
}

type NewPerson = {
  username: string
  trueName: string
  phone?: string | undefined
  email?: string | undefined
  /** Its name. */
  company?: string | undefined
  isAdmin: boolean
}

/** The password is random, known to nobody else, and must be changed by its owner. */
export type NewAccount = { username: string; password: string }

/** Who has an account, and who may log in. All fail with `Refused`. */
export function createAdminPeople({ store, bus, tokens, passwords, groups, organisation, clock }: Needs) {
  /** In the order asked; unknown names are refused together. */
  async function named(usernames: readonly string[]): Promise<User[]> {
    const users = await Promise.all(usernames.map(username => store.users.findAccount(username.toLowerCase())))
    const unknown = usernames.filter((_, at) => !users[at])
    if (unknown.length > 0) throw new Refused({ name: 'user.unknown', usernames: unknown })
    return users.flatMap(user => user ?? [])
  }

  async function setEnabled(by: Actor, user: User, isEnabled: boolean): Promise<void> {
    const outcome = await orRefused(store.administration.editPerson(by, user.id, { isEnabled }))
    if (outcome === 'lastAdministrator') throw new Refused({ name: 'user.lastAdministrator', username: user.username })
    bus.toAll({ type: 'usersChanged', userIds: [user.id] })
    // After the change: a login that began before it is in the store by now, or refused.
    if (!isEnabled) await tokens.endAll(user.id, undefined, 'over')
    // Of somebody disabled, the groups get another owner; of who is enabled, those that had nobody to manage them.
    await groups.replaceDisabledOwners()
  }

  return {
    named,

    /** The person with this account name, phone number or e-mail address. */
    async find(username: string): Promise<User> {
      const [user] = await named([username])
      if (!user) throw new Refused({ name: 'user.unknown', usernames: [username] })
      return user
    },

    /** In the group of everybody of their company. */
    async add(by: Actor, { username, trueName, phone, email, company, isAdmin }: NewPerson): Promise<NewAccount> {
      const account = { username: username.toLowerCase(), ...contactOf(phone, email) }
      const taken = await store.users.takenAccounts(accountsOf(account))
      const refusals = [
        ...personRefusals({ ...account, trueName, company: company ?? null, placements: [] }),
        ...takenRefusals(account, taken),
      ]
      if (refusals.length > 0) throw new Refused(...refusals)
      const own = company === undefined ? undefined : await organisation.company(company)
      const password = newPassword()
      const passwordHash = await passwords.hashGenerated(password)
      const user = {
        ...account,
        trueName,
        companyId: own?.id ?? null,
        isAdmin,
        mustChangePassword: true,
        passwordHash,
        createdAt: clock(),
      }
      const added = await orRefused(store.administration.addPerson(by, user, []))
      if (typeof added === 'string') throw new Refused({ name: 'company.unknown', company: company ?? '' })
      bus.toAll({ type: 'reachChanged' })
      await groups.letIntoGroupOfAll(own?.groupId ?? null, [added.id])
      return { username: account.username, password }
    },

    /** Ends every login of this person. */
    async resetPassword(by: Actor, user: User): Promise<NewAccount> {
      const password = newPassword()
      const passwordHash = await passwords.hashGenerated(password)
      const ended = await store.administration.resetPassword(by, { userId: user.id, passwordHash, at: clock() })
      bus.toAll({ type: 'usersChanged', userIds: [user.id] })
      tokens.tell(ended, 'over')
      return { username: user.username, password }
    },

    /** Ends every login of this person; their groups get another owner. */
    disable: (by: Actor, user: User) => setEnabled(by, user, false),
    /** As far as the seats of the licence go. */
    enable: (by: Actor, user: User) => setEnabled(by, user, true),
  }
}

/** 16 characters without lookalikes: 92 bits, easy to read out. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')
}
