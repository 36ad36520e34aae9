import { computed, onScopeDispose, watch } from 'vue'
import { findPinned } from '../../../../contract/pins.ts'
import { ask } from '../../session.ts'
import type { Engine } from '../../state/engine.ts'
import { atopChangeIn, atopName } from '../../state/atop.ts'
import type { Atop } from '../../state/atop.ts'
import { createLiveValue } from '../../state/live-value.ts'
import { idOf, miniTypeOf } from '../../sync/conversation-key.ts'
import type { ConversationKey } from '../../sync/conversation-key.ts'

/** What stands atop an open conversation as it is now: first from this device, then from the server and its frames. */
export function useAtop(engine: Engine, key: ConversationKey) {
  const live = createLiveValue<Atop, (atop: Atop) => Atop>(
    () => ask(findPinned, { query: { miniType: miniTypeOf(key), targetId: idOf(key) } }),
    (atop, changes) => changes.reduce((before, apply) => apply(before), atop),
  )
  const name = atopName(key)

  const stop = engine.onFact(fact => {
    // What came while there was no line is not known.
    if (fact.type === 'line' && fact.state === 'connected') return void live.load()
    const learnt = atopChangeIn(fact)
    if (learnt?.key !== key) return
    const before = live.value.value?.notice
    live.change(learnt.apply)
    // There may be an older notice.
    if (before && learnt.apply({ data: [], notice: before }).notice === null) void live.load()
  })
  onScopeDispose(stop)
  // Where nothing can be kept, it is read again.
  watch(live.value, value => {
    if (value) engine.kept.keepAnswer(name, value).catch(() => undefined)
  })

  async function showKept(): Promise<void> {
    const kept = (await engine.kept.answer(name).catch(() => undefined)) as Atop | undefined
    if (kept) live.value.value ??= kept
  }
  void showKept()
  void live.load()

  return {
    /** Pinned messages, the last first. */
    pins: computed(() => live.value.value?.data ?? []),
    /** The newest notice, if it is newer than what is pinned. */
    notice: computed(() => {
      const { data = [], notice = null } = live.value.value ?? {}
      return notice && notice.sendTime > (data[0]?.pin?.time ?? 0) ? notice : undefined
    }),
    change: live.change,
  }
}
