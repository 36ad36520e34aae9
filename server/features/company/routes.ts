import {
  acceptInvitation,
  createInvitation,
  foundCompany,
  listInvitations,
  openInvitation,
  withdrawInvitation,
} from '../../../contract/company.ts'
import { Failure } from '../../../contract/failures.ts'
import { actorOf } from '../../lib/actor.ts'
import { faceUrl } from '../../lib/avatar.ts'
import { isFromOtherSite } from '../../lib/page-origin.ts'
import { openRoute, route, type Route } from '../../lib/route.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { companyWire } from '../people/wire.ts'
import type { CompanyFounding } from './company.ts'
import type { Invitations } from './invitations.ts'
import { invitationWire } from './wire.ts'

type Needs = {
  company: CompanyFounding
  invitations: Invitations
  accounts: Pick<Accounts, 'loginData'>
  config: { allowedOrigins: readonly string[] }
  /** Where others in the network reach the server that somebody opened at this origin. */
  originForOthers: (origin: string) => string | undefined
  clock: () => number
}

export const companyRoutes = ({ company, invitations, accounts, config, originForOthers, clock }: Needs): Route[] => [
  route(foundCompany, async ({ viewer, client, body, url }) => {
    const founded = await company.found(actorOf(viewer, client), viewer.user, body.name)
    return { company: companyWire(founded, url), groupId: founded.groupId }
  }),

  route(listInvitations, async ({ viewer, client, url }) => {
    const found = await invitations.list(viewer.user)
    return {
      company: companyWire(found.company, url),
      invitations: found.invitations.map(invitation => invitationWire(invitation, clock())),
      origin: originForOthers(client.origin) ?? null,
    }
  }),

  route(createInvitation, async ({ viewer, client, body }) =>
    invitationWire(await invitations.create(actorOf(viewer, client), viewer.user, body), clock()),
  ),

  route(withdrawInvitation, async ({ viewer, client, query }) => {
    await invitations.withdraw(actorOf(viewer, client), viewer.user, query.id)
    return null
  }),

  openRoute(openInvitation, async ({ query, url }) => {
    const { company: into, inviter } = await invitations.show(query.code)
    return { company: { name: into.name, avatar: faceUrl(url, into) }, inviter }
  }),

  openRoute(acceptInvitation, async ({ body, client, url, raw }) => {
    // A form of another site would log its visitor in as somebody else.
    if (isFromOtherSite(raw, { ours: client.origin, allowedOrigins: config.allowedOrigins }))
      throw new Failure('login.otherSite')
    const { code, ...newcomer } = body
    const { login, groupId } = await invitations.accept(code, newcomer, client)
    return { login: await accounts.loginData(login.userId, login.token, url), groupId }
  }),
]
