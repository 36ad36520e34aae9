import {
  deliver,
  editMessage,
  findDirect,
  findGroup,
  findReadList,
  forwardMessages,
  reactMessage,
  recallDirect,
  recallGroup,
  sendDirect,
  sendGroup,
  updateReceipt,
} from '../../../contract/messages.ts'
import { findPinned, hideNotice, pinMessage } from '../../../contract/pins.ts'
import { countReplies, findReplies } from '../../../contract/replies.ts'
import { route } from '../../lib/route.ts'
import { rowsFor } from './wire-existing.ts'
import type { Messages } from './messages.ts'

export const messageRoutes = (messages: Messages) => [
  route(sendDirect, ({ viewer, body }) => messages.sendDirect(viewer, body, viewer.token.device)),
  route(sendGroup, ({ viewer, body }) => messages.sendGroup(viewer, body, viewer.token.device)),
  route(deliver, ({ viewer, body }) =>
    body.code === 1100
      ? messages.sendDirect(viewer, body.data, viewer.token.device)
      : messages.sendGroup(viewer, body.data, viewer.token.device),
  ),
  route(findDirect, async ask =>
    rowsFor(ask).page(await messages.history.direct(ask.viewer, ask.body, ask.url), () => 'direct'),
  ),
  route(findGroup, async ask =>
    rowsFor(ask).page(await messages.history.group(ask.viewer, ask.body, ask.url), () => 'group'),
  ),
  route(updateReceipt, async ({ viewer, body }) => {
    await messages.receipt(viewer, body, viewer.token.device)
    return null
  }),
  route(recallDirect, async ask =>
    rowsFor(ask).row(await messages.recall(ask.viewer, ask.body, 'direct', ask.url), 'direct'),
  ),
  route(recallGroup, async ask =>
    rowsFor(ask).row(await messages.recall(ask.viewer, ask.body, 'group', ask.url), 'group'),
  ),
  route(editMessage, async ask => rowsFor(ask).row(await messages.edit(ask.viewer, ask.body, ask.url), 'direct')),
  route(reactMessage, async ask => rowsFor(ask).row(await messages.react(ask.viewer, ask.body, ask.url), 'direct')),
  route(forwardMessages, ({ viewer, body }) => messages.forward(viewer, body, viewer.token.device)),
  route(pinMessage, async ask => rowsFor(ask).row(await messages.pin(ask.viewer, ask.body, ask.url), 'direct')),
  route(findPinned, async ask =>
    rowsFor(ask).page(await messages.pinned(ask.viewer, ask.query, ask.url), () =>
      ask.query.miniType === 1100 ? 'direct' : 'group',
    ),
  ),
  route(hideNotice, async ({ viewer, query }) => {
    await messages.hideNotice(viewer, query)
    return null
  }),
  route(countReplies, ({ viewer, body }) => messages.countReplies(viewer, body)),
  route(findReplies, async ask => {
    const { message, ...page } = await messages.replies(ask.viewer, ask.body, ask.url)
    const kind = ask.body.miniType === 1100 ? 'direct' : 'group'
    return { ...rowsFor(ask).page(page, () => kind), message: rowsFor(ask).row(message, kind) }
  }),
  route(findReadList, ({ viewer, query, url }) => messages.history.readList(viewer, query.id, url)),
]
