import { delSession, mySession, setSession } from '../../../contract/conversations.ts'
import { route } from '../../lib/route.ts'
import type { Conversations } from './conversations.ts'

export const conversationRoutes = (conversations: Conversations) => [
  route(mySession, ({ viewer, url }) => conversations.sessions(viewer, url)),
  route(setSession, ({ viewer, query, url }) => conversations.set(viewer, query, url)),
  route(delSession, async ({ viewer, query }) => {
    await conversations.hide(viewer, query)
    return null
  }),
]
