import { computed, ref, watch } from 'vue'
import type { Hit, Search } from '../../state/search.ts'

/** Goes from hit to hit, the newest first, and reads further ones on the way. */
export function useHitSteps(search: Search, go: (hit: Hit) => Promise<void>) {
  const { hits, total, isEnd } = search
  /** Which of the hits one is at; undefined before the first. */
  const at = ref<number>()
  watch([search.typed, search.type, search.time, search.before, search.senderId], () => {
    at.value = undefined
  })

  async function goTo(index: number): Promise<void> {
    const hit = hits.value[index]
    if (!hit) return
    at.value = index
    await go(hit)
  }

  return {
    at,
    goTo,
    mayOlder: computed(() => (at.value ?? -1) + 1 < (total.value ?? hits.value.length)),
    mayNewer: computed(() => (at.value ?? 0) > 0),
    async older(): Promise<void> {
      const next = (at.value ?? -1) + 1
      if (next >= hits.value.length && !isEnd.value) await search.load()
      await goTo(next)
    },
    newer: (): Promise<void> => goTo((at.value ?? 0) - 1),
  }
}
