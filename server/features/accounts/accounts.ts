import type { z } from 'zod'
import type { Login } from '../../../contract/accounts.ts'
import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Client, Url, Viewer } from '../../lib/route.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Store } from '../../store/store.ts'
import type { Token } from '../../store/logins.ts'
import { placementWire, userWire } from '../people/wire.ts'
import type { Passwords } from './passwords.ts'
import type { Throttle } from './throttle.ts'
import { createTickets } from './tickets.ts'
import type { LoginFrom, Tokens } from './tokens.ts'

/** ms for which an address counts as one that its person logs in from. */
const addressKnownFor = 90 * 24 * 60 * 60 * 1000
const deviceMax = 200

type Needs = {
  store: Pick<Store, 'users' | 'tokens' | 'directory' | 'codes'>
  bus: Bus
  tokens: Tokens
  passwords: Passwords
  throttle: Throttle
  /** `tokenLife` in ms; `redirectOrigins`: business systems that may be given tickets. */
  config: { tokenLife: number, redirectOrigins: readonly string[] }
  clock: () => number
}

export type Accounts = ReturnType<typeof createAccounts>

/** Logging in and out, passwords, and which accounts may log in at all. */
export function createAccounts({ store, bus, tokens, passwords, throttle, config, clock }: Needs) {
  /** Whether it is the account's password; slow and in the end locked for who guesses. */
  async function proves(account: string, password: string, address: string) {
    const found = await store.users.findAccount(account)
    const known = found ? await store.tokens.knownAddresses(found.id, clock() - addressKnownFor) : []
    const attempt = {
      account: found ? String(found.id) : `name ${account.toLowerCase()}`,
      address,
      isKnown: known.includes(address),
    }
    const isRight = await throttle.guarded(attempt, () => passwords.verify(found?.passwordHash, password))
    return isRight ? found : undefined
  }

  /** A login of somebody who is proven to be this user. Fails with `login.disabled`. */
  async function loginAs(userId: number, from: LoginFrom): Promise<{ userId: number, token: string, record: Token }> {
    const user = await store.users.find(userId)
    if (!user?.isEnabled) throw new Failure('login.disabled')
    return { userId, ...await tokens.issue(userId, from) }
  }

  return {
    loginAs,
    tickets: createTickets({ store, tokens, config, clock }),
    /** ms. */
    tokenLife: config.tokenLife,

    /**
     * Logs in by password; binds the device that the client names, if it waits. Fails with `login.wrong`,
     * `login.locked`, `login.disabled`.
     */
    async login(credentials: { account: string, password: string }, client: Pick<Client, 'address' | 'userAgent' | 'device'>) {
      const user = await proves(credentials.account, credentials.password, client.address)
      if (!user) throw new Failure('login.wrong')
      const device = client.device && client.device.length <= deviceMax ? client.device : undefined
      const login = await loginAs(user.id, { address: client.address, userAgent: client.userAgent, device })
      if (device !== undefined) bus.toDevice(device, { type: 'loggedIn', userId: user.id, tokenHash: login.record.hash, login: null })
      return login
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
        ...viewer.user.mustChangePassword ? { mustChangePassword: true } : {},
      }
    },

    async logout(viewer: Viewer): Promise<void> {
      await tokens.end(viewer.token.hash)
    },

    /** Ends the account's other logins. Fails with `login.wrong` and `login.locked`. */
    async editPassword(viewer: Viewer, change: { oldPassword: string, password: string }, address: string): Promise<void> {
      if (!await proves(viewer.user.username, change.oldPassword, address)) throw new Failure('login.wrong')
      await store.users.change(viewer.user.id, { passwordHash: await passwords.hash(change.password), mustChangePassword: false })
      bus.toAll({ type: 'usersChanged', userIds: [viewer.user.id] })
      await tokens.endAll(viewer.user.id, viewer.token.hash, 'over')
    },

    /** Disabling ends the account's logins. False where there is no such user. */
    async setEnabled(userId: number, isEnabled: boolean): Promise<boolean> {
      const isThere = await store.users.change(userId, { isEnabled })
      bus.toAll({ type: 'usersChanged', userIds: [userId] })
      // After the change: a login that began before it is in the store by now, or refused.
      if (!isEnabled) await tokens.endAll(userId, undefined, 'over')
      return isThere
    },

    /** Makes `admin` in an empty store; its one-time password, or undefined where there are people already. */
    async ensureAdministrator(): Promise<{ username: string, password: string } | undefined> {
      if (await store.users.count() > 0) return undefined
      const password = newSecret(96)
      await store.users.create({
        username: 'admin', trueName: '管理员', isAdmin: true, mustChangePassword: true,
        passwordHash: await passwords.hash(password), createdAt: clock(),
      })
      return { username: 'admin', password }
    },
  }
}
