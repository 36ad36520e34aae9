import { deletePush, pushKey, savePush, testPush } from '../../../contract/push.ts'
import { route, type Route } from '../../lib/route.ts'
import type { Push } from './push.ts'

export const pushRoutes = (push: Push): Route[] => [
  route(pushKey, async () => ({ publicKey: await push.publicKey() })),
  route(savePush, async ({ viewer, body }) => {
    await push.subscribe(viewer, body)
    return null
  }),
  route(deletePush, async ({ viewer, query }) => {
    await push.unsubscribe(viewer, query.endpoint)
    return null
  }),
  route(testPush, ({ viewer, body }) => push.test(viewer, body)),
]
