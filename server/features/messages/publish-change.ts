import type { z } from 'zod'
import type { MessageRow } from '../../../contract/messages.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { FanOut } from './fan-out.ts'
import type { Show } from './message-views.ts'
import { stateFor } from '../log/delivery-state.ts'
import { bare, rowWire } from './wire.ts'

/**
 * What follows a numbered change of a row, after the commit: those who may read it hear of it, and the caller gets the
 * row.
 */
export function createPublishChange({
  store,
  bus,
  fanOut,
  show,
}: {
  store: Store
  bus: Bus
  fanOut: FanOut
  show: Show
}) {
  /** In a direct conversation the receiver's position tells it, in a group the viewer's own. */
  async function stateOf(message: Message, viewerId: number): Promise<number> {
    const member = await store.conversations.member(
      message.conversationId,
      message.kind === 'direct' ? message.receiverId : viewerId,
    )
    return stateFor(message, viewerId, member ? [member] : [])
  }

  const whole = async (message: Message) =>
    (await show([message]))[0] ?? bare(message, { id: message.senderId, name: '', avatar: null })

  /** The row is read again when it is its turn, so that no push is older than the one before it. */
  async function publish(changed: Message): Promise<void> {
    const message = (await store.messages.find(changed.conversationId, changed.seq)) ?? changed
    const [userIds, shown, state] = await Promise.all([fanOut.readersNow(message), whole(message), stateOf(message, 0)])
    const group = message.kind === 'group' ? await fanOut.face(message.conversationId) : null
    bus.toUsers(userIds, { type: 'messageChanged', ...shown, group, state })
  }

  return async (viewer: Viewer, message: Message, isNew: boolean, url: Url): Promise<z.output<typeof MessageRow>> => {
    if (isNew) fanOut.inTurn(message.conversationId, () => publish(message))
    const [shown, state] = await Promise.all([whole(message), stateOf(message, viewer.user.id)])
    return rowWire(shown, state, url)
  }
}

export type PublishChange = ReturnType<typeof createPublishChange>
