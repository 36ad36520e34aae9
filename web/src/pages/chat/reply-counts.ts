import { computed, onScopeDispose, ref, shallowReactive } from 'vue'
import type { Ref } from 'vue'
import { limits } from '../../../../contract/limits.ts'
import { countReplies } from '../../../../contract/replies.ts'
import { ask } from '../../session.ts'
import type { Engine } from '../../state/engine.ts'
import type { Item } from '../../state/items.ts'
import { idOf, miniTypeOf } from '../../sync/conversation-key.ts'
import type { ConversationKey } from '../../sync/conversation-key.ts'
import { isRecalled } from '../../sync/row.ts'

/** ms in which messages that come to be drawn are asked for together. */
const pause = 120

/**
 * How many answers the messages of an open conversation have. Only the server knows of those that are not held: it is
 * asked for what is drawn, in one call, and again when an answer comes or goes. Until it has answered, those that are
 * held count.
 */
export function useReplyCounts(engine: Engine, key: ConversationKey, items: Readonly<Ref<readonly Item[]>>) {
  const counts = shallowReactive(new Map<number, number>())
  const asked = new Set<number>()
  const wanted = new Set<number>()
  /** Grows when what was asked may not hold any more. */
  const round = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  const held = computed(() => {
    const found = new Map<number, number>()
    for (const { row } of items.value)
      if (row.reply && row.seq > 0 && !isRecalled(row)) found.set(row.reply.seq, (found.get(row.reply.seq) ?? 0) + 1)
    return found
  })

  function soon(): void {
    timer ??= setTimeout(() => void askAll(), pause)
  }
  async function askAll(): Promise<void> {
    timer = undefined
    const seqs = [...wanted].slice(0, limits.repliesAsked)
    for (const seq of seqs) wanted.delete(seq)
    if (wanted.size > 0) soon()
    try {
      const { data } = await ask(countReplies, { body: { miniType: miniTypeOf(key), targetId: idOf(key), seqs } })
      const found = new Map(data.map(({ seq, count }) => [seq, count]))
      for (const seq of seqs) {
        const count = found.get(seq) ?? 0
        if (counts.get(seq) !== count) counts.set(seq, count)
      }
    } catch {
      // It is a small sign: it is asked for again when the line is back.
      for (const seq of seqs) asked.delete(seq)
    }
  }
  function again(seq: number): void {
    if (!asked.has(seq)) return
    wanted.add(seq)
    soon()
  }

  const stop = engine.onFact(fact => {
    if (fact.type === 'line' && fact.state === 'connected') {
      asked.clear()
      round.value += 1
    }
    if (!('key' in fact) || fact.key !== key) return
    if (fact.type === 'rows' && fact.isLive) for (const { reply } of fact.rows) if (reply) again(reply.seq)
    // What a recalled message answered, it does not say any more.
    if (fact.type === 'changes' && fact.rows.some(isRecalled))
      for (const [seq, count] of counts) if (count > 0) again(seq)
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })

  return {
    /** Reactive. */
    of: (seq: number): number => counts.get(seq) ?? held.value.get(seq) ?? 0,
    /** Asks for it, unless that was done. To be called where it is drawn, in an effect: it says when to ask again. */
    want(seq: number): void {
      if (round.value < 0 || asked.has(seq)) return
      asked.add(seq)
      wanted.add(seq)
      soon()
    },
  }
}
