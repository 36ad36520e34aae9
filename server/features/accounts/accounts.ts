import type { z } from 'zod'
import type { Login } from '../../../contract/accounts.ts'
import { Failure, type FailureName } from '../../../contract/failures.ts'
import { preparePassword } from '../../../contract/password-text.ts'
import type { Bus } from '../../bus/bus.ts'
import { networkOf } from '../../lib/network.ts'
import type { Client, Url, Viewer } from '../../lib/route.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Store } from '../../store/store.ts'
import type { ActingPerson } from '../../store/audit.ts'
import type { Token } from '../../store/logins.ts'
import type { Account } from '../../store/people.ts'
import { placementWire, userWire } from '../people/wire.ts'
import type { Refusals } from '../audit/refusals.ts'
import { checkPassword, type Named } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import type { Throttle } from './throttle.ts'
import { createTickets } from './tickets.ts'
import type { LoginFrom, Tokens } from './tokens.ts'

/** ms for which an address counts as one that its person logs in from. */
const addressKnownFor = 90 * 24 * 60 * 60 * 1000
const deviceMax = 200

type Needs = {
  store: Pick<Store, 'users' | 'tokens' | 'directory' | 'codes' | 'modules' | 'administration'>
  bus: Bus
  tokens: Tokens
  passwords: Passwords
  throttle: Throttle
  refusals: Pick<Refusals, 'login'>
  /** `tokenLife`, `oneTimeLife` in ms; `redirectOrigins`: business systems that may be given tickets. */
  config: { tokenLife: number; oneTimeLife: number; redirectOrigins: readonly string[] }
  clock: () => number
}

/** Names a login to its person: part of the hash of its token, of which neither can be found out. */
export const loginId = (hash: string): string => hash.slice(0, 32)

/** Refusals that say something of who asks; the others are of a server that is busy. */
const counted = new Set<FailureName>(['login.wrong', 'login.locked', 'login.disabled', 'login.oneTimeEnded'])

export type NewLogin = { userId: number; token: string; record: Token }

export type Accounts = ReturnType<typeof createAccounts>

/** Logging in and out, passwords, and which accounts may log in at all. */
export function createAccounts({ store, bus, tokens, passwords, throttle, refusals, config, clock }: Needs) {
  /**
   * The account, if it is its password; slow and in the end locked for who guesses. Fails with `login.wrong`,
   * `login.locked`, and with `login.oneTimeEnded`, which only those hear who know the password.
   */
  async function proven(account: string, password: string, address: string): Promise<Account> {
    const found = await store.users.findAccount(account)
    // Asked for nobody too: an account that is not there takes as long.
    const known = await store.tokens.knownAddresses(found?.id ?? 0, clock() - addressKnownFor)
    const attempt = {
      account: found ? String(found.id) : `name ${account.toLowerCase()}`,
      address,
      isKnown: known.includes(address),
    }
    const lane = { network: networkOf(address), isKnown: attempt.isKnown }
    return orCounted(found, address, async () => {
      const isRight = await throttle.guarded(attempt, () => passwords.verify(found?.passwordHash, password, lane))
      if (!found || !isRight) throw new Failure('login.wrong')
      if (found.mustChangePassword && clock() - found.passwordSetAt > config.oneTimeLife)
        throw new Failure('login.oneTimeEnded')
      return found
    })
  }

  /** Does it; a refusal is one more in the log. */
  async function orCounted<Result>(
    account: Account | undefined,
    address: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Failure && counted.has(error.failure)) refusals.login(account, address, error.failure)
      throw error
    }
  }

  /**
   * A login of this user, for whom a full login of theirs vouches. Fails with `login.disabled`, and with `token.dead`
   * if that login ended meanwhile.
   */
  async function loginAs(userId: number, from: LoginFrom, vouching: Token): Promise<NewLogin> {
    const user = await store.users.find(userId)
    if (!user?.isEnabled) throw new Failure('login.disabled')
    const issued = await tokens.issue(userId, from, 'full', 'code', { tokenHash: vouching.hash })
    if (!issued) throw new Failure('token.dead')
    return { userId, ...issued }
  }

  /** A login of whose password is known to be right; binds the device that the client names, if it waits. */
  async function loginByPassword(
    user: Pick<Account, 'id' | 'passwordHash' | 'mustChangePassword'>,
    client: LoginFrom,
    way: 'password' | 'invitation',
  ): Promise<NewLogin> {
    const device = client.device && client.device.length <= deviceMax ? client.device : undefined
    const from = { address: client.address, userAgent: client.userAgent, device }
    const stage = user.mustChangePassword ? 'mustChange' : 'full'
    const issued = await tokens.issue(user.id, from, stage, way, { passwordHash: user.passwordHash })
    if (!issued) throw new Failure('login.wrong')
    if (device !== undefined)
      bus.toDevice(device, { type: 'loggedIn', userId: user.id, tokenHash: issued.record.hash, login: null })
    return { userId: user.id, ...issued }
  }

  return {
    loginAs,
    tickets: createTickets({ store, tokens, config, clock }),
    /** ms. */
    tokenLife: config.tokenLife,

    /**
     * Logs in by password; binds the device that the client names, if it waits. Fails with `login.wrong`,
     * `login.locked`, `login.disabled`, `login.oneTimeEnded`.
     */
    async login(
      credentials: { account: string; password: string },
      client: Pick<Client, 'address' | 'userAgent' | 'device'>,
    ): Promise<NewLogin> {
      const user = await proven(credentials.account, credentials.password, client.address)
      await orCounted(user, client.address, async () => {
        if (!user.isEnabled) throw new Failure('login.disabled')
      })
      return loginByPassword(user, client, 'password')
    },

    /** The first login of somebody who has just made an account. */
    loginOfNewcomer: (userId: number, passwordHash: string, from: LoginFrom): Promise<NewLogin> =>
      loginByPassword({ id: userId, passwordHash, mustChangePassword: false }, from, 'invitation'),

    /** The hash of a password that this person, who has no account yet, may choose. Fails as `checkPassword` does. */
    async newPassword(password: string, person: Named): Promise<string> {
      await checkPassword(password, person)
      return passwords.hash(password)
    },

    /** What a login answers, and what frame 10011 carries. Fails with `token.dead`. */
    async loginData(userId: number, token: string, url: Url): Promise<z.input<typeof Login>> {
      const viewer = await tokens.viewerOf(token)
      if (viewer?.user.id !== userId) throw new Failure('token.dead')
      const { brand, device, platform } = viewer.token
      return {
        user: userWire(viewer.user, url),
        ...placementWire(await store.directory.placement(userId), url),
        deviceVo: { brand, device, platform },
        authorization: token,
        ...(viewer.user.mustChangePassword ? { mustChangePassword: true } : {}),
      }
    },

    async logout(viewer: Viewer): Promise<void> {
      await tokens.end(viewer.token.hash, 'loggedOut')
    },

    /** The person's logins, the one that asks first, then those used last. */
    async logins({ user, token }: Viewer): Promise<Token[]> {
      const others = (await tokens.ofUser(user.id)).filter(({ hash }) => hash !== token.hash)
      return [token, ...others]
    },

    /** Ends one of the person's logins, or all but the one that asks. One that has ended already is no failure. */
    async endLogin(by: ActingPerson, { user, token }: Viewer, id: string | undefined): Promise<void> {
      const meant =
        id === undefined ? undefined : (await tokens.ofUser(user.id)).find(({ hash }) => loginId(hash) === id)
      if (id !== undefined && !meant) return
      const ended = await store.tokens.endOwn(by, meant ? { hash: meant.hash } : { except: token.hash })
      tokens.tell(ended, 'over')
    },

    /**
     * Ends the account's other logins; this one is a full one from then on. Of several changes at once one succeeds.
     * Fails with `login.wrong`, `login.locked`, `login.oneTimeEnded`, `password.changed` and what `checkPassword` says.
     */
    async editPassword(
      by: ActingPerson,
      viewer: Viewer,
      change: { oldPassword: string; password: string },
    ): Promise<void> {
      const { id: userId, passwordHash: replaced } = await proven(viewer.user.username, change.oldPassword, by.address)
      if (preparePassword(change.password) === preparePassword(change.oldPassword)) throw new Failure('password.same')
      await checkPassword(change.password, viewer.user)
      const passwordHash = await passwords.hash(change.password)
      const ended = await store.tokens.replacePassword(by, {
        userId,
        passwordHash,
        at: clock(),
        replaced,
        keep: viewer.token.hash,
      })
      if (!ended) throw new Failure('password.changed')
      bus.toAll({ type: 'usersChanged', userIds: [userId] })
      tokens.tell(ended, 'over')
      if (viewer.token.stage !== 'full') bus.toAll({ type: 'loginOpened', userId, tokenHash: viewer.token.hash })
    },

    /** Makes `admin` in an empty store; its one-time password, or undefined where there are people already. */
    async ensureAdministrator(): Promise<{ username: string; password: string } | undefined> {
      if ((await store.users.count()) > 0) return undefined
      const password = newSecret(96)
      const first = {
        username: 'admin',
        trueName: '管理员',
        isAdmin: true,
        mustChangePassword: true,
        passwordHash: await passwords.hashGenerated(password),
        createdAt: clock(),
      }
      await store.administration.addPerson({ kind: 'server' }, first, [])
      return { username: 'admin', password }
    },
  }
}
