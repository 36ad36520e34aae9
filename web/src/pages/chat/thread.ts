import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { findReplies } from '../../../../contract/replies.ts'
import { ask } from '../../session.ts'
import { itemOf, pendingItemOf } from '../../state/items.ts'
import { isRecalled, newerOf } from '../../sync/row.ts'
import type { Row } from '../../sync/row.ts'
import { quoteOf } from './message-actions.ts'
import type { Room } from './room.ts'
import { withoutOuterBlanks } from './written.ts'

/** Answers of one reading. */
const size = 30

/** A message and everything that was said in answer to it, oldest first, with what is on its way there. */
export function useThread(room: Room, seq: number) {
  const { engine, key } = room
  const message = shallowRef<Row>()
  const rows = shallowRef<readonly Row[]>([])
  const hasOlder = ref(false)
  const isLoading = ref(false)
  const failure = shallowRef<unknown>()
  /** Grows with everything that comes to be, or ceases to be, on its way. */
  const sending = ref(0)
  /** What was recalled while somebody looks: an answer that is older than that brings none of it back. */
  const gone = new Set<number>()
  let turn = 0

  function take(found: readonly Row[]): void {
    const known = new Map(rows.value.map(row => [row.seq, row]))
    for (const row of found) known.set(row.seq, newerOf(known.get(row.seq), row))
    rows.value = [...known.values()].filter(row => !gone.has(row.seq)).sort((a, b) => a.seq - b.seq)
  }

  async function read(beforeSeq?: number): Promise<void> {
    const mine = ++turn
    isLoading.value = true
    failure.value = undefined
    try {
      const answer = await ask(findReplies, { body: { ...room.place, seq, size, beforeSeq } })
      if (mine !== turn) return
      // What came while there was no line is not known: older answers are read again when they are looked at.
      if (beforeSeq === undefined) rows.value = rows.value.filter(row => row.seq > (answer.data[0]?.seq ?? 0))
      message.value = newerOf(message.value, answer.message)
      take(answer.data)
      hasOlder.value = answer.hasOlder
    } catch (error) {
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }

  const stop = engine.onFact(fact => {
    if (fact.type === 'line' && fact.state === 'connected') return void read()
    if (fact.type === 'outbox' || fact.type === 'outboxDone') sending.value += 1
    if (!('key' in fact) || fact.key !== key) return
    if (fact.type === 'rows' && fact.isLive) take(fact.rows.filter(row => row.reply?.seq === seq))
    if (fact.type !== 'changes') return
    for (const row of fact.rows) if (isRecalled(row)) gone.add(row.seq)
    const held = new Set(rows.value.map(row => row.seq))
    take(fact.rows.filter(row => held.has(row.seq)))
    for (const row of fact.rows) if (row.seq === seq) message.value = newerOf(message.value, row)
  })
  onScopeDispose(stop)
  void read()

  return {
    /** What is answered; undefined until it is read. */
    message,
    items: computed(() => {
      const sent = rows.value.map(row => itemOf(key, row, room.viewer.id, {}))
      const arrived = new Set(sent.map(item => item.key))
      const pending =
        sending.value < 0
          ? []
          : engine.outbox
              .entries()
              .filter(entry => entry.key === key && entry.reply?.seq === seq)
              .map(entry => pendingItemOf(entry, room.viewer))
      return [...sent, ...pending.filter(item => !arrived.has(item.key))]
    }),
    hasOlder,
    isLoading,
    failure,
    again: () => read(),
    loadOlder: () => read(rows.value[0]?.seq),
    /** Answers it; false where there is nothing to say, or to answer. */
    say(text: string): boolean {
      const content = withoutOuterBlanks(text)
      const row = message.value
      if (content.trim() === '' || !row || isRecalled(row)) return false
      const reply = quoteOf({ row })
      void engine.outbox.write(key, { type: 1, content, reply })
      return true
    },
  }
}
