import { shallowReactive } from 'vue'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { idOf, miniTypeOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Hub } from '../sync/hub.ts'

/** ms between two words that this person types, and until somebody of whom nothing more is heard has stopped. */
const bounds = { pause: 3000, life: 6000 }

type Needs = { hub: Hub; line: { send(frames: readonly unknown[]): boolean } }

/** Who is typing where. */
export function createTyping({ hub, line }: Needs) {
  const typing = shallowReactive(new Map<ConversationKey, readonly number[]>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const toldAt = new Map<ConversationKey, number>()

  function stopped(key: ConversationKey, userId: number): void {
    clearTimeout(timers.get(`${key} ${userId}`))
    timers.delete(`${key} ${userId}`)
    const left = (typing.get(key) ?? []).filter(id => id !== userId)
    if (left.length > 0) typing.set(key, left)
    else typing.delete(key)
  }

  function started(key: ConversationKey, userId: number): void {
    clearTimeout(timers.get(`${key} ${userId}`))
    timers.set(`${key} ${userId}`, setTimeout(stopped, bounds.life, key, userId))
    const known = typing.get(key) ?? []
    if (!known.includes(userId)) typing.set(key, [...known, userId])
  }

  hub.listen(fact => {
    if (fact.type === 'typing') started(fact.key, fact.userId)
    else if (fact.type === 'rows' && fact.isLive)
      for (const row of fact.rows) if (timers.has(`${fact.key} ${row.senderId}`)) stopped(fact.key, row.senderId)
  })

  return {
    /** Ids of who is typing in this conversation; reactive. */
    who: (key: ConversationKey): readonly number[] => typing.get(key) ?? [],

    /** This person is typing: to be called at every key, told to others now and then. */
    type(key: ConversationKey): void {
      const now = performance.now()
      if (now - (toldAt.get(key) ?? -Infinity) < bounds.pause) return
      if (line.send([{ code: frameCodes.typing, data: { receiverId: idOf(key), miniType: miniTypeOf(key) } }]))
        toldAt.set(key, now)
    },
  }
}

export type Typing = ReturnType<typeof createTyping>
