import { delSession, mySession, setSession } from '../../../contract/conversations.ts'
import { route } from '../../lib/route.ts'
import type { Conversations } from './conversations.ts'

export const conversationRoutes = (conversations: Conversations) => [
  route(mySession, ({ viewer, client, url }) => conversations.sessions(viewer, url, client.isOurs)),
  route(setSession, ({ viewer, query, client, url }) => conversations.set(viewer, query, url, client.isOurs)),
  route(delSession, async ({ viewer, query }) => {
    await conversations.hide(viewer, query)
    return null
  }),
]
