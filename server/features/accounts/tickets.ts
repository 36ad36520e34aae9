import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Tokens } from './tokens.ts'

/** What is kept with a ticket: the person, the system it is for, the login it was made with. */
type Ticket = { userId: number; origin: string; tokenHash: string }

type Needs = {
  store: Pick<Store, 'codes' | 'users' | 'tokens' | 'modules'>
  tokens: Tokens
  /** Origins of business systems that may be given tickets. */
  config: { redirectOrigins: readonly string[] }
  clock: () => number
}

/** Tickets of one login that may be good at the same time: the next takes the place of an earlier one. */
const ticketsAtOnce = 16

/** One-time tickets with which a person who is logged in here enters a business system. */
export function createTickets({ store, tokens, config, clock }: Needs) {
  let made = 0

  async function isEntry(userId: number, target: URL): Promise<boolean> {
    const entries = await Promise.all([store.modules.entries('card', userId), store.modules.entries('node', userId)])
    return entries.flat().some(({ redirect }) => new URL(redirect).href === target.href)
  }

  return {
    /**
     * `redirectUrl` with a `ticket` added. COMPAT: its home opens every entry here, so one that an administrator
     * published for this
     * person is gone to as it is, where its origin is given no tickets. Fails with `token.dead` and
     * `redirect.notAllowed`.
     */
    async redirection(token: string, redirectUrl: string): Promise<string> {
      const viewer = await tokens.viewerOf(token)
      if (!viewer) throw new Failure('token.dead')
      if (viewer.token.stage !== 'full') throw new Failure('password.mustChange')
      const target = new URL(redirectUrl)
      if (!config.redirectOrigins.includes(target.origin)) {
        if (await isEntry(viewer.user.id, target)) return target.href
        throw new Failure('redirect.notAllowed')
      }
      const ticket = newSecret(128)
      const data: Ticket = { userId: viewer.user.id, origin: target.origin, tokenHash: viewer.token.hash }
      await store.codes.create({
        code: ticket,
        kind: 'ticket',
        data: JSON.stringify(data),
        expiresAt: clock() + limits.ticketLife,
        holder: `${viewer.token.hash} ${(made += 1) % ticketsAtOnce}`,
      })
      target.searchParams.set('ticket', ticket)
      return target.href
    },

    /**
     * Whose ticket it is, once, and the origin that it was made for. Fails with `ticket.expired`, and with
     * `ticket.otherOrigin` if `asking` is another: one system cannot enter a second as a person who came to it.
     */
    async redeem(ticket: string, asking: string | undefined, address: string): Promise<{ user: User; origin: string }> {
      // Looked at first: taking would also end a QR code that somebody sends here.
      const found = await store.codes.find(ticket)
      if (found?.kind !== 'ticket') throw new Failure('ticket.expired')
      const { userId, origin, tokenHash } = JSON.parse(found.data) as Ticket
      if (asking !== undefined && asking !== origin) throw new Failure('ticket.otherOrigin')
      const user = await store.users.find(userId)
      // A ticket does not outlive the login that it was made with.
      if (!user?.isEnabled || !(await store.tokens.find(tokenHash))) throw new Failure('ticket.expired')
      if (found.expiresAt <= clock()) throw new Failure('ticket.expired')
      if (!(await store.codes.redeem({ kind: 'system', name: origin, address }, ticket, userId)))
        throw new Failure('ticket.expired')
      return { user, origin }
    },
  }
}
