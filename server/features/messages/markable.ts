import { Failure } from '../../../contract/failures.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import { isReadable, readableSpans } from '../log/spans.ts'
import type { People } from '../people/people.ts'
import type { Charge } from './charge.ts'
import { lengthOf } from './merged.ts'
import type { Places } from './place.ts'

type Needs = { store: Pick<Store, 'messages'>; people: People; places: Places; charge: Charge }

/** Finds what a person may mark for others to see, by an emoji or a pin, and takes what telling them weighs. */
export function createMarkable({ store, people, places, charge }: Needs) {
  /**
   * Fails with `message.unknown` also for what the system says, and with what keeps two people from talking
   * (`people.needTalk`).
   */
  return async (
    userId: number,
    { miniType, targetId, seq }: { miniType: 1100 | 1101; targetId: number; seq: number },
  ): Promise<Message> => {
    const place = await places.named(userId, { miniType, targetId })
    if (!place || !isReadable(readableSpans(place.member, place.conversation), seq))
      throw new Failure('message.unknown')
    if (miniType === 1100) await people.needTalk(userId, targetId)
    const message = await store.messages.find(place.conversation.id, seq)
    if (!message || message.extra?.event) throw new Failure('message.unknown')
    await charge.change(userId, message, lengthOf({ ...message, merged: message.extra?.merged }))
    return message
  }
}

export type Markable = ReturnType<typeof createMarkable>
