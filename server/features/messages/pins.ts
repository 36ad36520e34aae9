import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { findPinned, hideNotice, pinMessage } from '../../../contract/pins.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import { groupNoticeWire } from '../groups/wire.ts'
import { stateFor } from '../log/delivery-state.ts'
import { isReadable, readableSpans } from '../log/spans.ts'
import type { People } from '../people/people.ts'
import type { Markable } from './markable.ts'
import type { Show } from './message-views.ts'
import type { Places } from './place.ts'
import type { PublishChange } from './publish-change.ts'
import { rowWire } from './wire.ts'

type Needs = {
  store: Store
  bus: Bus
  people: People
  places: Places
  markable: Markable
  show: Show
  publishChange: PublishChange
  clock: () => number
}

const refusals = {
  unknown: 'message.unknown',
  recalled: 'message.recalled',
  tooMany: 'message.tooManyPins',
  notMember: 'conversation.notMember',
  notAllowed: 'group.notAllowed',
  dissolved: 'group.dissolved',
} as const

/** What stands atop a conversation: pinned messages, and the newest notice of a group. */
export function createPins({ store, bus, people, places, markable, show, publishChange, clock }: Needs) {
  return {
    /** Pins a message or takes it down, for everybody in it; again is the same answer. */
    async pin(viewer: Viewer, { miniType, targetId, seq, state }: Input<typeof pinMessage>['body'], url: Url) {
      const userId = viewer.user.id
      const { conversationId } = await markable(userId, { miniType, targetId, seq })
      const pinned = await store.messages.pin({
        conversationId,
        seq,
        userId,
        isOn: state === 1,
        at: clock(),
        limit: limits.pins,
      })
      if (!('message' in pinned)) throw new Failure(refusals[pinned.outcome], { limit: limits.pins })
      return publishChange(viewer, pinned.message, pinned.outcome === 'changed', url)
    },

    /** What this person sees there; nothing once they have left. */
    async pinned(
      viewer: Viewer,
      target: Input<typeof findPinned>['query'],
      url: Url,
    ): Promise<z.output<(typeof findPinned)['reply']>> {
      const userId = viewer.user.id
      const place = await places.named(userId, target)
      if (place?.member.leftSeq !== null) return { data: [], notice: null }
      const { conversation, member } = place
      const spans = readableSpans(member, conversation)
      const isGroup = conversation.kind === 'group'
      const seqs = (await store.messages.pins(conversation.id)).map(({ seq }) => seq)
      const [messages, members, notice] = await Promise.all([
        store.messages.findMany(
          conversation.id,
          seqs.filter(seq => isReadable(spans, seq)),
        ),
        isGroup ? [member] : store.conversations.members(conversation.id),
        isGroup ? store.groups.shownNotice(conversation.id, userId) : undefined,
      ])
      const rows = (await show(messages, member))
        .filter(({ pin }) => pin !== null)
        .sort((a, b) => (b.pin?.change ?? 0) - (a.pin?.change ?? 0))
      return {
        data: rows.map(shown => rowWire(shown, stateFor(shown.message, userId, members), url)),
        notice: notice ? groupNoticeWire({ ...notice, sender: await people.face(notice.senderId) }) : null,
      }
    },

    /** This notice of a group, and older ones, stand there no more for this person. */
    async hideNotice(viewer: Viewer, { groupId, id }: Input<typeof hideNotice>['query']): Promise<void> {
      const userId = viewer.user.id
      const place = await places.named(userId, { miniType: 1101, targetId: groupId })
      if (place?.member.leftSeq !== null) throw new Failure('group.notMember')
      const newest = await store.groups.shownNotice(groupId, userId)
      // Of what is yet to come nobody knows whether they want to see it.
      const noticeId = Math.min(id, newest?.id ?? 0)
      if (!newest || !(await store.groups.hideNotice({ groupId, userId, noticeId }))) return
      bus.toUsers([userId], {
        type: 'conversationChanged',
        change: { what: 'noticeHidden', groupId, noticeId },
      })
    },
  }
}
