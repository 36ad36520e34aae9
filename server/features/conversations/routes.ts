import { mySession } from '../../../contract/conversations.ts'
import { route } from '../../lib/route.ts'
import type { Conversations } from './conversations.ts'

export const conversationRoutes = (conversations: Conversations) => [
  route(mySession, ({ viewer, url }) => conversations.sessions(viewer, url)),
]
