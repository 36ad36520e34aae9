import { shallowRef } from 'vue'
import type { z } from 'zod'
import { login, logout } from '../../../contract/accounts.ts'
import type { Login as LoginReply } from '../../../contract/accounts.ts'
import type { Ask } from '../api/client.ts'
import type { EndReason } from '../sync/facts.ts'

/** The answer of a login: the token in `authorization`, and who it is. */
export type Login = z.output<typeof LoginReply>

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
const names = { login: 'hongyan.login', ended: 'hongyan.ended' }

type Needs = { storage: Kept; ask: Ask }

/** The login of this browser: one for all its tabs, kept until it ends. */
export function createViewer({ storage, ask }: Needs) {
  const current = shallowRef<Login | undefined>(read())
  const ended = shallowRef<EndReason | undefined>((storage.getItem(names.ended) ?? undefined) as EndReason | undefined)

  function read(): Login | undefined {
    try {
      return (JSON.parse(storage.getItem(names.login) ?? 'null') as Login | null) ?? undefined
    } catch {
      return undefined
    }
  }

  function take(fresh: Login): void {
    storage.removeItem(names.ended)
    storage.setItem(names.login, JSON.stringify(fresh))
    ended.value = undefined
    current.value = fresh
  }

  function end(reason: EndReason, token: string): void {
    if (current.value?.authorization !== token) return
    // Another tab may have logged in again meanwhile.
    if (read()?.authorization === token) {
      storage.setItem(names.ended, reason)
      storage.removeItem(names.login)
    }
    current.value = read()
    if (!current.value) ended.value = reason
  }

  return {
    /** Undefined where nobody is logged in; reactive. */
    login: current,
    /** Why the last login ended; undefined before the first and during one; reactive. */
    ended,
    token: () => current.value?.authorization,
    /** The token, once it opens more than the replacement of a one-time password. */
    fullToken: () => (current.value?.mustChangePassword ? undefined : current.value?.authorization),
    /** Rejects with `ApiFailure`: 403 wrong, 423 locked for now. */
    async signIn(account: string, password: string): Promise<void> {
      take(await ask(login, { body: { account, password } }))
    },
    /** A login that came by another way: the QR code's frame 10011. */
    take,
    /** This login is over. Ignored where it is not the present one. */
    end,
    /** Ends the login here, and on the server where that is reached. */
    async signOut(): Promise<void> {
      const token = current.value?.authorization
      if (token === undefined) return
      await ask(logout, { query: {} }).catch(() => undefined)
      end('signedOut', token)
    },
    /** Name and picture changed: what is kept of the login follows. */
    edit(user: Partial<Login['user']>): void {
      if (current.value) take({ ...current.value, user: { ...current.value.user, ...user } })
    },
    /** Another tab signed in or out, or replaced the one-time password. */
    reread(): void {
      const kept = read()
      if (
        kept?.authorization === current.value?.authorization
        && kept?.mustChangePassword === current.value?.mustChangePassword
      )
        return
      ended.value = kept ? undefined : ((storage.getItem(names.ended) ?? 'signedOut') as EndReason)
      current.value = kept
    },
  }
}

export type Viewer = ReturnType<typeof createViewer>
