import { authUrl, editPassword, endLogin, listLogins, login, logout, redeemTicket } from '../../../contract/accounts.ts'
import { Failure } from '../../../contract/failures.ts'
import { actorOf } from '../../lib/actor.ts'
import { isFromOtherSite } from '../../lib/page-origin.ts'
import { handshakeCookie } from '../../lib/request.ts'
import { Answer, openRoute, route, WithHeaders, type Route } from '../../lib/route.ts'
import { hashToken } from '../../lib/secret.ts'
import { userWire } from '../people/wire.ts'
import { loginId, type Accounts } from './accounts.ts'

type Credentials = { account: string; password: string }

/** COMPAT: read at the WebSocket's handshake alone, for a page that opened its socket before it had a token. */
const deviceCookie = (token: string, seconds: number, origin: string) =>
  `${handshakeCookie(origin)}=${token}; HttpOnly; SameSite=Lax; Max-Age=${seconds}; ${origin.startsWith('https:') ? 'Path=/; Secure' : 'Path=/cnbi.io/'}`

/** What logging in needs, from the query or the body. Fails with `request.invalid` that names all that is missing. */
function credentialsIn(query: Partial<Credentials>, body: Partial<Credentials> | undefined): Credentials {
  const account = body?.account ?? query.account
  const password = body?.password ?? query.password
  if (account !== undefined && password !== undefined) return { account, password }
  const missing = [
    ...(account === undefined ? [{ name: 'account', expected: '应为用户名、手机号或邮箱' }] : []),
    ...(password === undefined ? [{ name: 'password', expected: '应为密码' }] : []),
  ]
  throw new Failure('request.invalid', {
    name: missing.map(({ name }) => name).join('、'),
    expected: missing.map(({ expected }) => expected).join('；'),
  })
}

export const accountRoutes = (
  accounts: Accounts,
  { allowedOrigins }: { allowedOrigins: readonly string[] },
): Route[] => [
  openRoute(login, async ({ query, body, client, url, raw }) => {
    // A form of another site would log its visitor in as somebody else.
    if (isFromOtherSite(raw, { ours: client.origin, allowedOrigins })) throw new Failure('login.otherSite')
    const { userId, token } = await accounts.login(credentialsIn(query, body), client)
    const data = await accounts.loginData(userId, token, url)
    if (client.isOurs) return data
    return new WithHeaders(data, {
      'set-cookie': deviceCookie(token, Math.floor(accounts.tokenLife / 1000), client.origin),
    })
  }),

  route(logout, async ({ viewer, query, client, raw }) => {
    await accounts.logout(viewer)
    // The viewer has only the hash: of the places where the token may have come from, it is the one that fits.
    const header = raw.headers.authorization?.replace(/^Bearer\s+/i, '')
    const token = [header, query.authorization].find(
      given => given !== undefined && hashToken(given) === viewer.token.hash,
    )
    return new WithHeaders(token ?? '', { 'set-cookie': deviceCookie('', 0, client.origin) })
  }),

  route(editPassword, async ({ viewer, body, client }) => {
    await accounts.editPassword(actorOf(viewer, client), viewer, body)
    return null
  }),

  route(listLogins, async ({ viewer }) =>
    (await accounts.logins(viewer)).map(({ hash, platform, brand, address, createdAt, usedAt }) => ({
      id: loginId(hash),
      platform,
      brand,
      address,
      createdAt,
      usedAt,
      current: Number(hash === viewer.token.hash),
    })),
  ),

  route(endLogin, async ({ viewer, client, body }) => {
    await accounts.endLogin(actorOf(viewer, client), viewer, body.id)
    return null
  }),

  openRoute(
    authUrl,
    async ({ params, query }) =>
      new Answer(302, {
        location: await accounts.tickets.redirection(params.token, query.redirectUrl),
        'cache-control': 'no-store',
        // This address has the token in it.
        'referrer-policy': 'no-referrer',
      }),
  ),

  openRoute(redeemTicket, async ({ body, client, url }) => {
    const { user, origin } = await accounts.tickets.redeem(body.ticket, body.origin, client.address)
    return { ...userWire(user, url), origin }
  }),
]
