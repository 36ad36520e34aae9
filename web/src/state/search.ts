import { computed, ref, shallowRef, watch } from 'vue'
import type { z } from 'zod'
import { searchMsg } from '../../../contract/search.ts'
import type { SearchHit } from '../../../contract/search.ts'
import { ask, serverNow } from '../session.ts'
import { idOf, miniTypeOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import { wordsOf } from '../text/highlight.ts'
import { olderPage, withOlder } from './older-page.ts'

export type Hit = z.output<typeof SearchHit>
export type TypeFilter = 'all' | 'files' | 'images' | 'voices' | 'videos'
export type TimeFilter = 'anytime' | 'week' | 'month' | 'year'

const types: Record<TypeFilter, 2 | 3 | 4 | 5 | undefined> = {
  all: undefined,
  images: 2,
  files: 3,
  voices: 4,
  videos: 5,
}
const days: Record<TimeFilter, number | undefined> = { anytime: undefined, week: 7, month: 31, year: 366 }
/** ms after the last letter until the server is asked; hits of a page. */
const [pause, size] = [250, 30]

const nameOf = ({ miniType, targetId, seq }: Hit) => `${miniType} ${targetId} ${seq}`

/** What is looked for, and what was found so far; nothing is asked while it is not wanted. */
export function useSearch(within: ConversationKey | undefined, isWanted: () => boolean = () => true) {
  const typed = ref('')
  const type = ref<TypeFilter>('all')
  const time = ref<TimeFilter>('anytime')
  /** The day before which it was sent: ms of its beginning here; undefined for any. */
  const before = ref<number>()
  const senderId = ref<number>()
  const hits = shallowRef<readonly Hit[]>([])
  const total = ref<number>()
  const failure = shallowRef<unknown>()
  const isAsking = ref(false)
  const isEnd = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const canAsk = computed(
    () => isWanted() && (wordsOf(typed.value).length > 0 || type.value !== 'all' || senderId.value !== undefined),
  )

  async function load(): Promise<void> {
    if (!canAsk.value) return
    const mine = ++turn
    isAsking.value = true
    failure.value = undefined
    const past = days[time.value]
    const { to = before.value === undefined ? undefined : before.value - 1, ...part } = olderPage(hits.value, size)
    try {
      const page = await ask(searchMsg, {
        query: {
          keyword: typed.value.trim(),
          type: types[type.value],
          senderId: senderId.value,
          from: past === undefined ? undefined : serverNow() - past * 86_400_000,
          to,
          ...(within ? { miniType: miniTypeOf(within), targetId: idOf(within) } : {}),
          ...part,
        },
      })
      if (mine !== turn) return
      hits.value = withOlder(hits.value, page.data, nameOf)
      isEnd.value = page.data.length < part.size || page.totalPages <= part.page
      total.value = isEnd.value ? hits.value.length : (total.value ?? page.totalElements)
    } catch (error) {
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) isAsking.value = false
    }
  }

  function restart(): void {
    turn += 1
    hits.value = []
    isEnd.value = false
    total.value = undefined
    failure.value = undefined
    isAsking.value = canAsk.value
    clearTimeout(timer)
    if (canAsk.value) timer = setTimeout(() => void load(), pause)
  }
  watch([typed, type, time, before, senderId, isWanted], restart)

  return { typed, type, time, before, senderId, hits, total, failure, isAsking, canAsk, isEnd, load, restart }
}

export type Search = ReturnType<typeof useSearch>
