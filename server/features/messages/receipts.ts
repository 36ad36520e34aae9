import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import type { Receipt } from '../../../contract/messages.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { Places } from './place.ts'
import { clip, readableSpans } from '../log/spans.ts'

type Wire = z.output<typeof Receipt>

/** Receipts: a member's position in a log moves, and who wrote there is told. */
export function createReceipts({ store, bus, places }: { store: Store; bus: Bus; places: Places }) {
  /**
   * COMPAT: `miniType` is that of the chat on the screen, and `senderId` may be anybody's: the id tells the place, the
   * sender only which of several with this id.
   */
  async function byId(viewer: Viewer, id: string, senderId: number | null | undefined): Promise<Message | undefined> {
    const found = await places.messages(id, viewer.user.id)
    return found.find(message => message.senderId === senderId) ?? found.at(-1)
  }

  async function byTime(viewer: Viewer, receipt: Wire): Promise<Message | undefined> {
    if (receipt.endTime == null) return undefined
    const others = [receipt.receiverId, receipt.senderId].filter(id => id != null && id !== viewer.user.id)
    const target = receipt.miniType === 1101 ? (receipt.receiverId ?? receipt.senderId) : others[0]
    if (target == null) return undefined
    const isGroup = receipt.miniType === 1101
    const place = isGroup ? await places.place(target, viewer.user.id) : await places.direct(viewer.user.id, target)
    if (isGroup && !place) throw new Failure('conversation.notMember')
    // COMPAT: it sends receipts for a chat that nobody has written in yet: there is nothing to mark.
    if (!place) return undefined
    const seq = await store.messages.seqAt(place.conversation.id, receipt.endTime)
    // Who was removed, or away for a time, reads nothing of what was said meanwhile: nor does a receipt name it.
    const newest = clip(readableSpans(place.member, place.conversation), 1, seq).at(-1)
    return newest && store.messages.find(place.conversation.id, newest.to)
  }

  /** Who wrote it, if they are still there, and the reader's other devices. */
  async function receivers(
    readerId: number,
    { kind, conversationId, senderId, receiverId }: Message,
  ): Promise<number[]> {
    if (senderId === readerId && (kind === 'group' || receiverId === readerId)) return [readerId]
    if (kind === 'direct') return [senderId === readerId ? receiverId : senderId, readerId]
    const author = await store.conversations.member(conversationId, senderId)
    return author?.leftSeq === null ? [senderId, readerId] : [readerId]
  }

  async function tell(readerId: number, message: Message, state: 1 | 2, fromDevice: string | null): Promise<void> {
    bus.toUsers(await receivers(readerId, message), {
      type: 'receipt',
      readerId,
      fromDevice,
      receipt: {
        id: message.id,
        endTime: message.sentAt,
        miniType: message.kind === 'direct' ? 1100 : 1101,
        senderId: message.senderId,
        receiverId: message.kind === 'direct' ? message.receiverId : message.conversationId,
        state,
      },
    })
  }

  /** The mark that a person set by hand is gone: their devices take it away. */
  async function tellUnmarked(userId: number, { conversationId, kind, senderId, receiverId }: Message): Promise<void> {
    const unchanged = await store.conversations.changeSettings({ conversationId, userId })
    if (!unchanged) return
    const peerId = senderId === userId ? receiverId : senderId
    const target =
      kind === 'direct'
        ? { miniType: 1100 as const, targetId: peerId }
        : { miniType: 1101 as const, targetId: conversationId }
    bus.toUsers([userId], {
      type: 'conversationChanged',
      change: { what: 'settings', ...target, ...unchanged.settings },
    })
  }

  return {
    /** Everything up to that message, or that time, was delivered to the viewer (1) or read (2). */
    async receipt(viewer: Viewer, receipt: Wire, fromDevice: string | null): Promise<void> {
      const message =
        (receipt.id ? await byId(viewer, receipt.id, receipt.senderId) : undefined) ?? (await byTime(viewer, receipt))
      if (!message) {
        if (!receipt.id && receipt.endTime == null)
          throw new Failure('request.invalid', { name: 'id', expected: '应有消息 id 或 endTime' })
        if (!receipt.id) return
        throw new Failure('message.unknown')
      }
      const moved = await store.messages.movePosition({
        conversationId: message.conversationId,
        userId: viewer.user.id,
        seq: message.seq,
        isRead: receipt.state === 2,
      })
      if (moved?.isUnmarked) await tellUnmarked(viewer.user.id, message)
      if (!moved?.isNew) return
      // Removed between the look and the write: the move reached less far than it was asked to.
      const reached = moved.seq === message.seq ? message : await store.messages.find(message.conversationId, moved.seq)
      if (reached) await tell(viewer.user.id, reached, receipt.state === 2 ? 2 : 1, fromDevice)
    },

    /** Everything up to this place was read otherwise than by a receipt: who wrote there is told. */
    async tellRead(readerId: number, conversationId: number, seq: number): Promise<void> {
      const message = await store.messages.find(conversationId, seq)
      if (message) await tell(readerId, message, 2, null)
    },
  }
}
