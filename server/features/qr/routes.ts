import type { IncomingMessage } from 'node:http'
import { Failure } from '../../../contract/failures.ts'
import { cancelScanLogin, cnbiScanUrl, confirmScanLogin, openCnbiScan, openScanLogin, scanLoginUrl, type ScannedTarget } from '../../../contract/qr.ts'
import type { z } from 'zod'
import { faceUrl } from '../../lib/avatar.ts'
import { openRoute, route, type Route, type Url, type Viewer } from '../../lib/route.ts'
import { userWire } from '../people/wire.ts'
import { phonePage, prefersEnglish } from './page.ts'
import type { Qr } from './qr.ts'
import type { Scanned } from './scan-card.ts'

/** A phone that leaves `{userId}` as it is says nothing; a number must be the viewer. */
function identified(viewer: Viewer | undefined, userId: string): Viewer {
  if (!viewer) throw new Failure('token.missing')
  if (/^\d+$/.test(userId) && Number(userId) !== viewer.user.id) throw new Failure('viewer.mismatch', { name: 'userId' })
  return viewer
}

const page = (purpose: 'login' | 'card', raw: IncomingMessage) => phonePage(purpose, prefersEnglish(raw.headers['accept-language']) ? 'en' : 'zh')

function scannedWire(scanned: Scanned, url: Url): z.input<typeof ScannedTarget> {
  if (scanned.type === 'user') return { type: 'user', group: null, user: userWire(scanned.user, url) }
  const { group, count, isMember, isWaiting } = scanned
  return { type: 'group', user: null, group: { groupId: group.id, text: group.name, avatar: faceUrl(url, group), count, isMember, isWaiting } }
}

export const qrRoutes = (qr: Qr): Route[] => [
  route(cnbiScanUrl, async ({ viewer, query, url }) => {
    const code = query.type === 'group'
      ? await qr.card.createForGroup(viewer.user, query.targetId)
      : await qr.card.createForUser(viewer.user, query.targetId)
    return { url: url(`/auth/cnbi_scan/${code}/{userId}`) }
  }),
  openRoute(scanLoginUrl, async ({ query, client, url }) => ({
    url: url(`/auth/scan_login/${await qr.login.create(query.device, client)}/{userId}`),
  })),

  // The page comes before everything else: a browser that opens the address has no token in it, and uses up nothing.
  openRoute(openCnbiScan, async ({ viewer, params, client, raw, url }) => client.wantsPage
    ? page('card', raw)
    : scannedWire(await qr.card.scan(identified(viewer, params.userId).user, params.code), url)),
  openRoute(openScanLogin, async ({ viewer, params, client, raw }) => client.wantsPage
    ? page('login', raw)
    : qr.login.scan(identified(viewer, params.userId).user, params.code)),

  route(confirmScanLogin, async ({ viewer, params }) => {
    await qr.login.confirm(viewer, params.code)
    return null
  }),
  route(cancelScanLogin, async ({ viewer, params }) => {
    await qr.login.cancel(viewer, params.code)
    return null
  }),
]
