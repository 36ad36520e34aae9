import type { IncomingMessage } from 'node:http'
import { Failure } from '../../../contract/failures.ts'
import {
  cancelScanLogin,
  createCardCode,
  confirmScanLogin,
  enterCardCode,
  markScanLogin,
  openCardCode,
  openScanLogin,
  createLoginCode,
  showCardCode,
  showScanLogin,
  type ScannedTarget,
} from '../../../contract/qr.ts'
import type { z } from 'zod'
import { faceUrl } from '../../lib/avatar.ts'
import { Answer, openRoute, route, type Route, type Url, type Viewer } from '../../lib/route.ts'
import { userFaceWire, userWire } from '../people/wire.ts'
import type { Qr } from './qr.ts'
import type { Scanned } from './scan-card.ts'

/** A phone that leaves `{userId}` as it is says nothing; a number must be the viewer. */
function identified(viewer: Viewer | undefined, userId: string): Viewer {
  if (!viewer) throw new Failure('token.missing')
  if (/^\d+$/.test(userId) && Number(userId) !== viewer.user.id)
    throw new Failure('viewer.mismatch', { name: 'userId' })
  return viewer
}

/**
 * To the client's own page, which shows what the code is and does nothing before a press. Relative: the phone stays on
 * the host that it is logged in on.
 */
const toPage = (what: 'login' | 'card', code: string) =>
  new Answer(302, {
    location: `/scan/${what}/${encodeURIComponent(code)}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    vary: 'Accept',
  })

/** A GET that changes something is not for pages of other sites, unless their origin is allowed. */
function checkSite({ headers }: IncomingMessage, isAllowed: (origin: string) => boolean): void {
  if (headers['sec-fetch-site'] !== 'cross-site') return
  if (headers.origin === undefined || !isAllowed(headers.origin)) throw new Failure('request.crossSite')
}

function scannedWire(scanned: Scanned, url: Url): z.input<typeof ScannedTarget> {
  if (scanned.type === 'user')
    return {
      type: 'user',
      group: null,
      user: scanned.isFace ? userFaceWire(scanned.user, url) : userWire(scanned.user, url),
    }
  const { group, count, isMember, isWaiting } = scanned
  return {
    type: 'group',
    user: null,
    group: { groupId: group.id, text: group.name, avatar: faceUrl(url, group), count, isMember, isWaiting },
  }
}

export const qrRoutes = (qr: Qr, isAllowedOrigin: (origin: string) => boolean): Route[] => [
  route(createCardCode, async ({ viewer, query, url }) => {
    const code =
      query.type === 'group'
        ? await qr.card.createForGroup(viewer.user, query.targetId)
        : await qr.card.createForUser(viewer.user, query.targetId)
    return { url: url(`/auth/cnbi_scan/${code}/{userId}`) }
  }),
  openRoute(createLoginCode, async ({ query, client, url }) => ({
    url: url(`/auth/scan_login/${await qr.login.create(query.device, client)}/{userId}`),
  })),

  // The page comes before everything else: a browser that opens the address has no token in it, and uses up nothing.
  openRoute(openCardCode, async ({ viewer, params, client, raw, url }) => {
    if (client.wantsPage) return toPage('card', params.code)
    checkSite(raw, isAllowedOrigin)
    return scannedWire(await qr.card.scan(identified(viewer, params.userId).user, params.code), url)
  }),
  route(showCardCode, async ({ viewer, params, url }) =>
    scannedWire(await qr.card.show(viewer.user, params.code), url),
  ),
  route(enterCardCode, async ({ viewer, params, url }) =>
    scannedWire(await qr.card.scan(viewer.user, params.code), url),
  ),
  openRoute(openScanLogin, async ({ viewer, params, client, raw }) => {
    if (client.wantsPage) return toPage('login', params.code)
    checkSite(raw, isAllowedOrigin)
    return qr.login.scan(identified(viewer, params.userId).user, params.code, client.address)
  }),
  route(showScanLogin, ({ viewer, params, client }) => qr.login.show(viewer.user, params.code, client.address)),
  route(markScanLogin, ({ viewer, params, client }) => qr.login.scan(viewer.user, params.code, client.address)),

  route(confirmScanLogin, async ({ viewer, params }) => {
    await qr.login.confirm(viewer, params.code)
    return null
  }),
  route(cancelScanLogin, async ({ viewer, params }) => {
    await qr.login.cancel(viewer, params.code)
    return null
  }),
]
