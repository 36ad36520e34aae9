import {
  deliver, editMessage, findDirect, findGroup, findReadList, forwardMessages, reactMessage, recallDirect, recallGroup, sendDirect, sendGroup, updateReceipt,
} from '../../../contract/messages.ts'
import { route } from '../../lib/route.ts'
import type { Messages } from './messages.ts'

export const messageRoutes = (messages: Messages) => [
  route(sendDirect, ({ viewer, body }) => messages.sendDirect(viewer, body, viewer.token.device)),
  route(sendGroup, ({ viewer, body }) => messages.sendGroup(viewer, body, viewer.token.device)),
  route(deliver, ({ viewer, body }) => body.code === 1100
    ? messages.sendDirect(viewer, body.data, viewer.token.device)
    : messages.sendGroup(viewer, body.data, viewer.token.device)),
  route(findDirect, ({ viewer, body, url }) => messages.history.direct(viewer, body, url)),
  route(findGroup, ({ viewer, body, url }) => messages.history.group(viewer, body, url)),
  route(updateReceipt, async ({ viewer, body }) => {
    await messages.receipt(viewer, body, viewer.token.device)
    return null
  }),
  route(recallDirect, ({ viewer, body, url }) => messages.recall(viewer, body, 'direct', url)),
  route(recallGroup, ({ viewer, body, url }) => messages.recall(viewer, body, 'group', url)),
  route(editMessage, ({ viewer, body, url }) => messages.edit(viewer, body, url)),
  route(reactMessage, ({ viewer, body, url }) => messages.react(viewer, body, url)),
  route(forwardMessages, ({ viewer, body }) => messages.forward(viewer, body, viewer.token.device)),
  route(findReadList, ({ viewer, query, url }) => messages.history.readList(viewer, query.id, url)),
]
