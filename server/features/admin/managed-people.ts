import { isUsername } from '../../../contract/account-names.ts'
import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import { normalised } from '../../lib/search-tokens.ts'
import type { ActingPerson, Actor } from '../../store/audit.ts'
import type { ManagedChange, ManagedOutcome, ManagedPerson, ManagedQuestion } from '../../store/managed-people.ts'
import { LimitReached, Taken } from '../../store/store.ts'
import type { Store } from '../../store/store.ts'
import type { Passwords } from '../accounts/passwords.ts'
import type { Tokens } from '../accounts/tokens.ts'
import type { Groups } from '../groups/groups.ts'
import { newPassword } from './people.ts'
import type { NewAccount } from './people.ts'

type Needs = {
  store: Pick<Store, 'managedPeople' | 'administration'> & { directory: Pick<Store['directory'], 'company'> }
  bus: Bus
  tokens: Pick<Tokens, 'tell' | 'endAll'>
  passwords: Pick<Passwords, 'hashGenerated'>
  groups: Pick<Groups, 'letIntoGroupOfAll' | 'replaceDisabledOwners'>
  /** `oneTimeLife` in ms. */
  config: { oneTimeLife: number }
  clock: () => number
}

type NewPerson = Omit<ManagedChange, 'isEnabled'> & { username: string; trueName: string }
/** `expiresAt` in ms. */
type OneTime = NewAccount & { expiresAt: number }

/** People as the console shows and changes them. Fails with `Failure`. */
export function createManagedPeople({ store, bus, tokens, passwords, groups, config, clock }: Needs) {
  const { managedPeople } = store

  async function person(id: number): Promise<ManagedPerson> {
    const found = await managedPeople.find(id)
    if (!found) throw new Failure('user.unknown')
    return found
  }

  async function enterGroupOfAll(companyId: number, userId: number): Promise<void> {
    const company = await store.directory.company(companyId)
    await groups.letIntoGroupOfAll(company?.groupId ?? null, [userId])
  }

  async function oneTime(username: string): Promise<OneTime & { hash: string }> {
    const password = newPassword()
    return {
      username,
      password,
      hash: await passwords.hashGenerated(password),
      expiresAt: clock() + config.oneTimeLife,
    }
  }

  return {
    /** A page of people; `keyword` as somebody typed it. */
    list: ({ keyword, ...question }: ManagedQuestion) =>
      managedPeople.list({ ...question, keyword: normalised(keyword ?? '').trim() || undefined }),

    /** With a one-time password; in the group of everybody of their company. */
    async add(by: Actor, added: NewPerson): Promise<{ person: ManagedPerson; oneTime: OneTime }> {
      if (!isUsername(added.username)) throw new Failure('user.usernameInvalid')
      const { hash, ...shown } = await oneTime(added.username)
      const { posts = [], ...user } = withoutEmpty(added)
      const account = { ...user, mustChangePassword: true, passwordHash: hash, createdAt: clock() }
      const created = await orFailure(store.administration.addPerson(by, account, posts))
      if (typeof created === 'string') throw failureOf(created)
      bus.toAll({ type: 'reachChanged' })
      if (user.companyId != null) await enterGroupOfAll(user.companyId, created.id)
      return { person: await person(created.id), oneTime: shown }
    },

    /**
     * The person as changed: all of the change or nothing, if nobody changed them since `revision`. Who is disabled is
     * logged out everywhere, and their groups get another owner.
     */
    async edit(by: ActingPerson, id: number, revision: string, wish: ManagedChange): Promise<ManagedPerson> {
      const change = withoutEmpty(wish)
      if (id === by.id && (change.isEnabled === false || change.isAdmin === false))
        throw new Failure('admin.notOneself')
      if (change.username !== undefined && !isUsername(change.username)) throw new Failure('user.usernameInvalid')
      const before = await person(id)
      const outcome = await orFailure(store.administration.editPerson(by, id, change, revision))
      if (outcome !== 'edited') throw failureOf(outcome)
      bus.toAll({ type: 'usersChanged', userIds: [id] })
      bus.toAll({ type: 'reachChanged' })
      if (change.isEnabled === false) await tokens.endAll(id, undefined, 'over')
      if (change.isEnabled !== undefined) await groups.replaceDisabledOwners()
      const { companyId } = change
      if (companyId != null && companyId !== before.companyId) await enterGroupOfAll(companyId, id)
      return person(id)
    },

    /** Ends every login of this person, and gives them a one-time password. */
    async giveOneTimePassword(by: ActingPerson, id: number): Promise<OneTime> {
      if (id === by.id) throw new Failure('admin.notOneself')
      const { username } = await person(id)
      const { hash, ...shown } = await oneTime(username)
      const ended = await store.administration.resetPassword(by, { userId: id, passwordHash: hash, at: clock() })
      bus.toAll({ type: 'usersChanged', userIds: [id] })
      tokens.tell(ended, 'over')
      return shown
    },
  }
}

/** An empty text is none. */
function withoutEmpty<Change extends ManagedChange>(change: Change): Change {
  const orNull = (text: string | null | undefined) => (text === '' ? null : text)
  const posts = change.posts?.map(({ departmentId, position }) => ({ departmentId, position: position || null }))
  return {
    ...change,
    phone: orNull(change.phone),
    email: orNull(change.email),
    work: orNull(change.work),
    ...(posts && { posts }),
  }
}

const failures = {
  userUnknown: 'user.unknown',
  companyUnknown: 'company.unknown',
  departmentUnknown: 'department.unknown',
  changedMeanwhile: 'admin.changedMeanwhile',
  lastAdministrator: 'admin.lastOne',
} as const
const failureOf = (outcome: Exclude<ManagedOutcome, 'edited'>) => new Failure(failures[outcome])

async function orFailure<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (error instanceof LimitReached) throw new Failure('company.full')
    if (error instanceof Taken && (error.field === 'username' || error.field === 'phone' || error.field === 'email'))
      throw new Failure(`user.${error.field}Taken`)
    throw error
  }
}
