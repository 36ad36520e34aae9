import type { Reply } from '../../../contract/call.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { contactInfo } from '../../../contract/people.ts'
import type { Ask } from '../api/client.ts'
import { createResource } from '../resource.ts'
import type { Hub } from '../sync/hub.ts'

export type ContactCard = Reply<typeof contactInfo>

/** Cards that are kept, the latest. */
const kept = 200

/** People's cards as they were read last: in sight at once when one is opened again, while it is read anew. */
export function createCards({ hub, ask }: { hub: Hub; ask: Ask }) {
  const cards = new Map<number, ReturnType<typeof create>>()
  const create = (id: number) => createResource(() => ask(contactInfo, { query: { targetId: id } }))

  function of(id: number) {
    const card = cards.get(id) ?? create(id)
    cards.delete(id)
    cards.set(id, card)
    for (const eldest of cards.keys()) {
      if (cards.size <= kept) break
      cards.delete(eldest)
    }
    return card
  }

  // Who becomes a friend, or stops being one, is another person to the viewer.
  hub.listen(fact => {
    if (fact.type !== 'frame' || fact.frame.code !== frameCodes.conversationChanged) return
    const { what, userId } = fact.frame.data as { what: string; userId?: number }
    const card = what === 'friend' ? cards.get(userId ?? 0) : undefined
    if (card?.value.value) void card.load()
  })

  return { of }
}
