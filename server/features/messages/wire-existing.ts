import type { z } from 'zod'
import type { MessageRow, SystemEvent } from '../../../contract/messages.ts'
import { eventDeed } from '../../store/log/event-text.ts'
import type { Client, Url, Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Shown } from '../../bus/bus.ts'
import { kindWords } from './merged.ts'
import { rowWire } from './wire.ts'

// COMPAT: the existing client draws a row as its `type` and `content` say, and knows nothing of recalls, of what the
// system says and of files without words (docs/protocol.md, section 5, 14 and 16).

type Row = z.output<typeof MessageRow>
type Line = {
  kind: Message['kind']
  type: number
  content: string
  senderId: number
  recallerId: number | null
  event: z.output<typeof SystemEvent> | null
  fileName: string | undefined
}

/**
 * What stands in the line of a message, as this person sees it: its name is drawn beside, so the line does not repeat
 * it.
 */
export function lineForExisting(line: Line, viewerId: number): { type: number; content: string } {
  const { type, content, recallerId, event, fileName } = line
  if (recallerId !== null) return { type: 1, content: recalledText(line, recallerId, viewerId) }
  if (event) return { type, content: eventDeed(event) }
  return { type, content: content.trim() === '' ? (textOfFile(type, fileName) ?? content) : content }
}

function recalledText({ kind, senderId }: Line, recallerId: number, viewerId: number): string {
  if (recallerId === viewerId) return senderId === viewerId ? '你撤回了一条消息' : '你撤回了一条成员消息'
  if (kind === 'direct') return '对方撤回了一条消息'
  if (recallerId === senderId) return '撤回了一条消息'
  return senderId === viewerId ? '管理员撤回了你的一条消息' : '这条消息已被管理员撤回'
}

const textOfFile = (type: number, name: string | undefined) => (type === 3 ? name || kindWords[3] : kindWords[type])

/** A row of a history, a hit or a push. */
function rowForExisting<R extends Row>(row: R, kind: Message['kind'], viewerId: number): R {
  const { type, content, senderId, recallerId, event, file, reply } = row
  return {
    ...row,
    ...lineForExisting({ kind, type, content, senderId, recallerId, event, fileName: file?.text }, viewerId),
    reply: reply && { ...reply, ...quoteForExisting(reply) },
  }
}

const quoteForExisting = ({ state, type, content }: NonNullable<Row['reply']>) =>
  state === 6 ? { type: 1, content: '消息已撤回' } : { content: content || kindWords[type] || '' }

/** The rows of an answer as the client that asked takes them. */
export function rowsFor({ client, viewer }: { client: Pick<Client, 'isOurs'>; viewer: Viewer }) {
  const row = <R extends Row>(whole: R, kind: Message['kind']): R =>
    client.isOurs ? whole : rowForExisting(whole, kind, viewer.user.id)
  return {
    row,
    page: <R extends Row, P extends { data: R[] }>(page: P, kindOf: (row: P['data'][number]) => Message['kind']): P =>
      client.isOurs ? page : { ...page, data: page.data.map(one => row(one, kindOf(one))) },
  }
}

/** The row of a push. */
export function pushedRow(shown: Shown, state: number, url: Url, isOurs: boolean): Row {
  const row = rowWire(shown, state, url)
  return isOurs ? row : rowForExisting(row, shown.message.kind, nobody)
}

/** A push is for many, and its message was not recalled yet. */
const nobody = 0
