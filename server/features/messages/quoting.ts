import { Failure } from '../../../contract/failures.ts'
import type { Bus, Shown } from '../../bus/bus.ts'
import type { Store } from '../../store/store.ts'
import type { Places } from './place.ts'
import type { Show } from './message-views.ts'
import { isReadable, readableSpans } from '../log/spans.ts'

type Quoted = NonNullable<Shown['quoted']>
/** What a message that is being stored replies to; `now` is as it is at that moment. */
export type Quoting = {
  now(): Quoted | null
  /** To be called in any case: from then on it hears nothing. */ release(): void
}

/**
 * What replies quote. Between looking at the original and pushing the reply it may be recalled or edited, and its text
 * must not go out after that: whoever quotes it at the time hears of it.
 */
export function createQuoting({ store, bus, places, show }: { store: Store; bus: Bus; places: Places; show: Show }) {
  const open = new Set<{ conversationId: number; seq: number; quoted: Quoted | null }>()
  bus.onUsers((_userIds, event) => {
    if (event.type !== 'messageChanged') return
    const { message, sender, files } = event
    for (const one of open) {
      if (one.conversationId !== message.conversationId || one.seq !== message.seq) continue
      one.quoted = { message, sender, file: files.find(({ id }) => id === message.fileId) ?? null }
    }
  })

  /**
   * Fails with `message.unknown` where this person may not read that place of the conversation, or the system speaks
   * there.
   */
  return async function quote(
    userId: number,
    to: { peerId: number } | { groupId: number },
    seq: number,
  ): Promise<Quoting> {
    const place = 'peerId' in to ? await places.direct(userId, to.peerId) : await places.place(to.groupId, userId)
    if (!place || !isReadable(readableSpans(place.member, place.conversation), seq))
      throw new Failure('message.unknown')
    const held: { conversationId: number; seq: number; quoted: Quoted | null } = {
      conversationId: place.conversation.id,
      seq,
      quoted: null,
    }
    open.add(held)
    const release = () => {
      open.delete(held)
    }
    try {
      const message = await store.messages.find(place.conversation.id, seq)
      const [shown] = message ? await show([message], place.member) : []
      if (!shown || shown.message.extra?.event) throw new Failure('message.unknown')
      held.quoted ??= {
        message: shown.message,
        sender: shown.sender,
        file: shown.files.find(({ id }) => id === shown.message.fileId) ?? null,
      }
    } catch (error) {
      release()
      throw error
    }
    return { now: () => held.quoted, release }
  }
}

export type Quote = ReturnType<typeof createQuoting>
