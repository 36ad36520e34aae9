import { authUrl, editPassword, login, logout, redeemTicket } from '../../../contract/accounts.ts'
import { Failure } from '../../../contract/failures.ts'
import { Answer, openRoute, route, WithHeaders, type Route } from '../../lib/route.ts'
import { hashToken } from '../../lib/secret.ts'
import { userWire } from '../people/wire.ts'
import type { Accounts } from './accounts.ts'

/** COMPAT: read at the WebSocket's handshake alone, for a page that opened its socket before it had a token. */
const deviceCookie = (token: string, seconds: number, origin: string) =>
  `hongyan_device=${token}; HttpOnly; SameSite=Lax; Path=/cnbi.io/; Max-Age=${seconds}${origin.startsWith('https:') ? '; Secure' : ''}`

const missing = (name: string, expected: string) => new Failure('request.invalid', { name, expected })

export const accountRoutes = (accounts: Accounts): Route[] => [
  openRoute(login, async ({ query, body, client, url }) => {
    const account = body?.account ?? query.account
    const password = body?.password ?? query.password
    if (account === undefined) throw missing('account', '应为用户名、手机号或邮箱')
    if (password === undefined) throw missing('password', '应为密码')
    const { userId, token } = await accounts.login({ account, password }, client)
    const data = await accounts.loginData(userId, token, url)
    return new WithHeaders(data, { 'set-cookie': deviceCookie(token, Math.floor(accounts.tokenLife / 1000), client.origin) })
  }),

  route(logout, async ({ viewer, query, client, raw }) => {
    await accounts.logout(viewer)
    // The viewer has only the hash: of the places where the token may have come from, it is the one that fits.
    const header = raw.headers.authorization?.replace(/^Bearer\s+/i, '')
    const token = [header, query.authorization].find(given => given !== undefined && hashToken(given) === viewer.token.hash)
    return new WithHeaders(token ?? '', { 'set-cookie': deviceCookie('', 0, client.origin) })
  }),

  route(editPassword, async ({ viewer, body, client }) => {
    await accounts.editPassword(viewer, body, client.address)
    return null
  }),

  openRoute(authUrl, async ({ params, query }) => new Answer(302, {
    location: await accounts.tickets.redirection(params.token, query.redirectUrl),
    'cache-control': 'no-store',
    // This address has the token in it.
    'referrer-policy': 'no-referrer',
  })),

  openRoute(redeemTicket, async ({ body, url }) => userWire(await accounts.tickets.redeem(body.ticket), url)),
]
