import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import { isUsername } from '../../../contract/account-names.ts'
import type { Bus } from '../../bus/bus.ts'
import { pinyinOf } from '../../lib/pinyin.ts'
import { platformOf } from '../../lib/platform.ts'
import { newSecret } from '../../lib/secret.ts'
import { closedBy } from '../../store/invitations.ts'
import type { Closed, Invitation } from '../../store/invitations.ts'
import type { Actor } from '../../store/audit.ts'
import type { Company, User } from '../../store/people.ts'
import { LimitReached, Taken } from '../../store/store.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts, NewLogin } from '../accounts/accounts.ts'
import type { LoginFrom } from '../accounts/tokens.ts'
import type { Groups } from '../groups/groups.ts'
import type { People } from '../people/people.ts'
import type { CompanyFounding } from './company.ts'

const day = 24 * 60 * 60 * 1000

type Needs = {
  store: Pick<Store, 'directory' | 'invitations' | 'administration'>
  bus: Bus
  company: CompanyFounding
  accounts: Pick<Accounts, 'newPassword' | 'loginOfNewcomer'>
  groups: Pick<Groups, 'newcomers'>
  people: Pick<People, 'face'>
  clock: () => number
}

type Newcomer = { trueName: string; username: string; password: string }

/** Links by which people make accounts of their own in a company; administrators make them. */
export function createInvitations({ store, bus, company, accounts, groups, people, clock }: Needs) {
  const { invitations, directory } = store

  /** The invitation of this code while it lets people in. Fails with `invitation.*`. */
  async function open(code: string): Promise<Invitation> {
    const found = await invitations.find(code)
    if (!found) throw new Failure('invitation.unknown')
    const closed = closedBy(found, clock())
    if (closed) throw closedFailure(closed)
    return found
  }

  return {
    /** Fails with `admin.only` and `company.unknown`, as all for administrators here. */
    async create(by: Actor, viewer: User, { uses, days }: { uses: number; days: number }): Promise<Invitation> {
      const { id: companyId } = await company.companyOf(viewer)
      const now = clock()
      const made = {
        code: newSecret(128),
        companyId,
        createdBy: viewer.id,
        createdAt: now,
        expiresAt: now + days * day,
        uses,
      }
      const id = await store.administration.createInvitation(by, made)
      return { ...made, id, used: 0, withdrawnAt: null }
    },

    async list(viewer: User): Promise<{ company: Company; invitations: Invitation[] }> {
      const own = await company.companyOf(viewer)
      return { company: own, invitations: await invitations.ofCompany(own.id, limits.invitationsListed) }
    },

    /** Fails with `invitation.unknown` besides. */
    async withdraw(by: Actor, viewer: User, id: number): Promise<void> {
      const own = await company.companyOf(viewer)
      const isThere = await store.administration.withdrawInvitation(by, id, own.id, clock())
      if (!isThere) throw new Failure('invitation.unknown')
    },

    /** What a stranger with the link sees: the company, and the name of who invites. Fails with `invitation.*`. */
    async show(code: string): Promise<{ company: Company; inviter: string }> {
      const { companyId, createdBy } = await open(code)
      const [found, inviter] = await Promise.all([directory.company(companyId), people.face(createdBy)])
      if (!found) throw new Failure('invitation.unknown')
      return { company: found, inviter: inviter.name }
    },

    /**
     * Makes an account and logs it in; `groupId` is the group of everybody, if the newcomer is in it. Fails with
     * `invitation.*`, `user.usernameInvalid`, `user.usernameTaken`, `company.full`, and as `accounts.newPassword` does.
     */
    async accept(
      code: string,
      { trueName, username, password }: Newcomer,
      from: LoginFrom,
    ): Promise<{ login: NewLogin; groupId: number | null }> {
      await open(code)
      if (!isUsername(username)) throw new Failure('user.usernameInvalid')
      const passwordHash = await accounts.newPassword(password, {
        username: username.toLowerCase(),
        trueName,
        ...pinyinOf(trueName),
        phone: null,
        email: null,
      })
      const { lineId, at, limit } = groups.newcomers.stamp()
      const person = { username, trueName, passwordHash, createdAt: at }
      const accepted = await invitations
        .accept(code, {
          person,
          from: { address: from.address, platform: platformOf(from.userAgent) },
          lineId,
          at,
          groupLimit: limit,
        })
        .catch((error: unknown) => {
          if (error instanceof Taken) throw new Failure('user.usernameTaken')
          throw error instanceof LimitReached ? new Failure('company.full') : error
        })
      if (accepted.outcome === 'unknown') throw new Failure('invitation.unknown')
      if (accepted.outcome !== 'accepted') throw closedFailure(accepted.outcome)
      const { userId, joined } = accepted
      bus.toAll({ type: 'reachChanged' })
      if (joined) groups.newcomers.joined(joined)
      return { login: await accounts.loginOfNewcomer(userId, passwordHash, from), groupId: joined?.group.id ?? null }
    },
  }
}

export type Invitations = ReturnType<typeof createInvitations>

const closedFailure = (closed: Closed) => new Failure(`invitation.${closed}`)
