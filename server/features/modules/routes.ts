import {
  setNoticeState,
  listCards,
  listNotices,
  sendNotice,
  listNodes,
  readAllNotices,
} from '../../../contract/modules.ts'
import { openRoute, route, type Route } from '../../lib/route.ts'
import type { Modules } from './modules.ts'
import { isReadState } from './wire.ts'

/** Raw or `Bearer`, as a token of a person. */
const keyIn = (header: string | undefined) => (header ?? '').replace(/^bearer\s+/i, '').trim()

export const moduleRoutes = (modules: Modules): Route[] => [
  route(listCards, ({ viewer, url }) => modules.entries('card', viewer.user, url)),
  route(listNodes, ({ viewer, url }) => modules.entries('node', viewer.user, url)),

  route(listNotices, ({ viewer, body: { moduleId, page, size, state }, url }) =>
    modules.notices(viewer.user, { moduleId, page, size, isRead: state == null ? undefined : isReadState(state) }, url),
  ),
  route(setNoticeState, ({ viewer, query, url }) =>
    modules.setRead(viewer.user, query.moduleId, isReadState(query.state), url),
  ),
  route(readAllNotices, async ({ viewer, query }) => {
    await modules.readAll(viewer.user, query.moduleId)
    return null
  }),

  openRoute(sendNotice, async ({ body, client, raw }) => {
    const module = await modules.moduleOf(body.moduleId, keyIn(raw.headers.authorization), client.address)
    const { users, departments, companies } = body.targets
    const notice = await modules.send(module, {
      code: body.code,
      actionText: body.actionText,
      content: body.content,
      url: body.url ?? null,
      targets: { userIds: users, departmentIds: departments, companyIds: companies },
    })
    return { id: notice.id, code: notice.code, sendTime: notice.sentAt, receivers: notice.receivers }
  }),
]
