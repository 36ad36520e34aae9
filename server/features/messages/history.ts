import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import type { findDirect, findGroup, MessagePage, ReadList } from '../../../contract/messages.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Span } from '../../store/span.ts'
import type { Store } from '../../store/store.ts'
import type { Input } from '../../../contract/call.ts'
import type { createAnchors } from './anchors.ts'
import { newestChange } from '../log/visible-version.ts'
import type { Charge } from './charge.ts'
import type { Place, Places } from './place.ts'
import type { Show } from './message-views.ts'
import { clip, countOf, isReadable, newest, oldest, readableSpans } from '../log/spans.ts'
import { stateFor } from '../log/delivery-state.ts'
import { rowWire } from './wire.ts'

type Needs = {
  store: Store
  places: Places
  charge: Charge
  show: Show
  anchors: ReturnType<typeof createAnchors>
}
type Reading = Pick<
  Input<typeof findGroup>['body'],
  'page' | 'size' | 'beforeSeq' | 'afterSeq' | 'fromTime' | 'afterChange'
>
type Answer = z.output<typeof MessagePage>

const empty: Answer = { totalElements: 0, totalPages: 0, data: [], change: 0, positions: [] }

/** Reading a log: pages, before and after a place, what changed since, and who has read. */
export function createHistory({ store, places, charge, show, anchors }: Needs) {
  async function read(viewer: Viewer, place: Place, reading: Reading, url: Url): Promise<Answer> {
    const { conversation, member } = place
    const spans = readableSpans(member, conversation)
    const total = countOf(spans)
    const lastChange = newestChange(conversation, member)
    const afterSeq =
      reading.fromTime === undefined
        ? reading.afterSeq
        : await store.messages.seqAt(conversation.id, reading.fromTime - 1)
    const members = conversation.kind === 'direct' ? await store.conversations.members(conversation.id) : [member]
    const found =
      reading.afterChange !== undefined
        ? await store.messages.changedSince(
            conversation.id,
            viewer.user.id,
            reading.afterChange,
            reading.size,
            lastChange,
          )
        : { rows: await store.messages.inSpans(conversation.id, choose(spans)), change: lastChange }
    const rows = found.rows.filter(message => isReadable(spans, message.seq))
    return {
      totalElements: total,
      totalPages: Math.ceil(total / reading.size),
      data: (await show(rows, member)).map(shown =>
        rowWire(shown, stateFor(shown.message, viewer.user.id, members), url),
      ),
      change: found.change,
      positions:
        conversation.kind === 'direct'
          ? members.map(({ userId, deliveredSeq, readSeq }) => ({ userId, deliveredSeq, readSeq }))
          : [],
    }

    function choose(all: Span[]): Span[] {
      const { beforeSeq } = reading
      if (afterSeq !== undefined && beforeSeq !== undefined)
        return newest(clip(all, afterSeq + 1, beforeSeq - 1), 0, reading.size)
      if (afterSeq !== undefined) return oldest(clip(all, afterSeq + 1, conversation.lastSeq), reading.size)
      if (beforeSeq !== undefined) return newest(clip(all, 0, beforeSeq - 1), 0, reading.size)
      const key = `${viewer.token.hash}:${conversation.id}`
      const top =
        reading.page === 1 ? anchors.set(key, conversation.lastSeq) : (anchors.get(key) ?? conversation.lastSeq)
      return newest(clip(all, 0, top), (reading.page - 1) * reading.size, reading.size)
    }
  }

  return {
    /** The two people in either order, one of them the viewer. */
    async direct(viewer: Viewer, body: Input<typeof findDirect>['body'], url: Url): Promise<Answer> {
      const { senderId, receiverId } = body
      if (senderId !== viewer.user.id && receiverId !== viewer.user.id)
        throw new Failure('viewer.mismatch', { name: 'senderId' })
      const peerId = senderId === viewer.user.id ? receiverId : senderId
      const place = await places.named(viewer.user.id, { miniType: 1100, targetId: peerId })
      return place ? read(viewer, place, body, url) : empty
    },

    async group(viewer: Viewer, body: Input<typeof findGroup>['body'], url: Url): Promise<Answer> {
      const place = await places.place(body.groupId, viewer.user.id)
      if (place?.conversation.kind === 'group') return read(viewer, place, body, url)
      throw new Failure('group.unknown')
    },

    /**
     * Who could read the message has read it, or not; the sender is in neither list. Who has left must not see that
     * others go on reading.
     */
    async readList(viewer: Viewer, id: string, url: Url): Promise<z.output<typeof ReadList>> {
      const message = (await places.messages(id, viewer.user.id))[0]
      if (!message) throw new Failure('message.unknown')
      if ((await store.conversations.member(message.conversationId, viewer.user.id))?.leftSeq !== null)
        throw new Failure('conversation.notMember')
      if (message.kind === 'group') await charge.group(viewer.user.id, message.conversationId)
      const readers = (await store.conversations.readersOf(message.conversationId, message.seq)).filter(
        ({ userId }) => userId !== message.senderId,
      )
      const who = (isRead: boolean) =>
        readers
          .filter(({ hasRead }) => hasRead === isRead)
          .map(({ userId, name, avatar }) => ({
            id: userId,
            trueName: name,
            avatar: faceUrl(url, { id: userId, name, avatar }),
          }))
      const readUsers = who(true)
      const unreadUsers = who(false)
      return { id, readCount: readUsers.length, unreadCount: unreadUsers.length, readUsers, unreadUsers }
    },
  }
}
