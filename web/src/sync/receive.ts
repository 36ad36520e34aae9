import type { z } from 'zod'
import { frameCodes } from '../../../contract/frame-codes.ts'
import type { ConversationChange as Change, Frame } from '../../../contract/frames.ts'
import { namedIn, waitIn } from '../api/answer.ts'
import { ApiFailure } from '../api/failure.ts'
import type { Cache } from './cache.ts'
import { keyOf, keyOfMessage } from './conversation-key.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { EndReason } from './facts.ts'
import type { Hub } from './hub.ts'
import type { Row } from './row.ts'

type ConversationChange = z.output<typeof Change>
type PushedRow = Row & { miniType: number; otherName?: string | null; otherAvatar?: string | null }
/** What frame 1006 tells. `readerId` says whose position it is; servers that do not say it are asked. */
type PushedReceipt = {
  id: string
  miniType: number
  senderId: number
  receiverId: number
  state: number
  readerId?: number
}

type Needs = {
  viewerId: number
  hub: Hub
  cache: Cache
  /** The conversation's change number as it was known before this line was opened. */
  changeBefore(key: ConversationKey): number
  outbox: { accepted(data: unknown): void; refused(id: string, failure: ApiFailure): void }
  /** The list of conversations may say something new. */
  listChanged(): void
  /** Who read how far in this conversation is not known any more. */
  positionsUnsure(key: ConversationKey): void
  onEnd(reason: EndReason): void
  fault(error: unknown): void
}

/** Takes the frames of the line: each becomes a fact, or nothing at all. */
export function createReceiver({
  viewerId,
  hub,
  cache,
  changeBefore,
  outbox,
  listChanged,
  positionsUnsure,
  onEnd,
  fault,
}: Needs) {
  /**
   * A pushed row as a history has it, and where it belongs; tells of the group's name and picture, which come with it.
   */
  function placed(pushed: PushedRow): { key: ConversationKey; row: Row } {
    const { miniType, otherName, otherAvatar, ...row } = pushed
    if (miniType === frameCodes.group && otherName)
      hub.publish({ type: 'groupFace', id: row.receiverId, name: otherName, avatar: otherAvatar ?? '' })
    return { key: keyOfMessage(pushed, viewerId), row }
  }

  function message(pushed: PushedRow): void {
    const { key, row } = placed(pushed)
    hub.publish({ type: 'rows', key, rows: [row], span: [row.seq, row.seq], change: changeBefore(key), isLive: true })
  }

  async function receipt(given: PushedReceipt): Promise<void> {
    const key = keyOfMessage(given, viewerId)
    const readerId =
      given.readerId ?? (given.miniType === frameCodes.group && given.senderId !== viewerId ? viewerId : undefined)
    const row = readerId === undefined ? undefined : await cache.findRow(key, given.id)
    if (readerId === undefined || !row)
      return given.miniType === frameCodes.direct || readerId !== undefined ? positionsUnsure(key) : undefined
    hub.publish({
      type: 'positions',
      key,
      positions: [{ userId: readerId, deliveredSeq: row.seq, readSeq: given.state === 2 ? row.seq : 0 }],
    })
  }

  /** What the list shows of it; the rest is for the pages, which get the whole frame. */
  function conversationChanged(change: ConversationChange): void {
    switch (change.what) {
      case 'settings': {
        const { top, notify, marked, hidden, miniType, targetId, readSeq, unreadSeq } = change
        const key = keyOf(miniType === frameCodes.group ? 'group' : 'direct', targetId)
        hub.publish({ type: 'positions', key, positions: [{ userId: viewerId, deliveredSeq: readSeq, readSeq }] })
        return hub.publish({ type: 'session', key, change: hidden === 1 ? 'gone' : { top, notify, marked, unreadSeq } })
      }
      case 'module':
      case 'application':
        return listChanged()
      case 'info':
        return hub.publish({
          type: 'groupFace',
          id: change.groupId,
          name: change.info.text,
          avatar: change.info.avatar,
        })
      case 'joined':
      case 'left': {
        const ids = change.what === 'joined' ? change.users.map(({ id }) => id) : change.userIds
        return ids.includes(viewerId) ? listChanged() : undefined
      }
    }
  }

  return (frame: Frame): void => {
    const data = frame.data as Record<string, unknown>
    switch (frame.code) {
      case frameCodes.direct:
      case frameCodes.group:
        return message(frame.data as PushedRow)
      case frameCodes.messageChanged: {
        const { key, row } = placed(frame.data as PushedRow)
        return hub.publish({ type: 'changes', key, rows: [row] })
      }
      case frameCodes.receipt:
        receipt(frame.data as PushedReceipt).catch(fault)
        return
      case frameCodes.accepted:
        return outbox.accepted(frame.data)
      case frameCodes.refused:
        if (typeof data?.['id'] === 'string')
          outbox.refused(
            data['id'],
            new ApiFailure(Number(data['code'] ?? 400), frame.msg, waitIn(data), namedIn(data)),
          )
        return
      case frameCodes.online:
      case frameCodes.offline: {
        const { user } = frame.data as { user: { id: number } }
        return hub.publish({ type: 'presence', userId: user.id, isOnline: frame.code === frameCodes.online })
      }
      case frameCodes.typing: {
        const { miniType, senderId, receiverId } = frame.data as {
          miniType: number
          senderId: number
          receiverId: number
        }
        return hub.publish({
          type: 'typing',
          key: miniType === frameCodes.group ? keyOf('group', receiverId) : keyOf('direct', senderId),
          userId: senderId,
        })
      }
      case frameCodes.loggedInElsewhere:
        return onEnd('kicked')
      case frameCodes.loginOver:
        return onEnd('expired')
      case frameCodes.conversationChanged:
        conversationChanged(frame.data as ConversationChange)
        return hub.publish({ type: 'frame', frame })
      case frameCodes.friendApplication:
      case frameCodes.groupApplication:
      case frameCodes.moduleNotice:
        listChanged()
        return hub.publish({ type: 'frame', frame })
      default:
        return hub.publish({ type: 'frame', frame })
    }
  }
}
