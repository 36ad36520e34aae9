import { hideConversation, listConversations, setConversation } from '../../../contract/conversations.ts'
import { route } from '../../lib/route.ts'
import type { Conversations } from './conversations.ts'

export const conversationRoutes = (conversations: Conversations) => [
  route(listConversations, ({ viewer, client, url }) => conversations.sessions(viewer, url, client.isOurs)),
  route(setConversation, ({ viewer, query, client, url }) => conversations.set(viewer, query, url, client.isOurs)),
  route(hideConversation, async ({ viewer, query }) => {
    await conversations.hide(viewer, query)
    return null
  }),
]
