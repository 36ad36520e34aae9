import { onScopeDispose, ref, shallowRef } from 'vue'
import { useEngine } from '../../session.ts'
import { olderPage, withOlder } from '../../state/older-page.ts'
import type { Hit } from '../../state/search.ts'
import { keyOf } from '../../sync/conversation-key.ts'
import type { Fact } from '../../sync/facts.ts'
import { isRecalled } from '../../sync/row.ts'

export const hitKey = ({ miniType, targetId }: Pick<Hit, 'miniType' | 'targetId'>) =>
  keyOf(miniType === 1101 ? 'group' : 'direct', targetId)
const nameOf = (hit: Hit) => `${hitKey(hit)} ${hit.seq}`

type Needs<Row extends Hit> = {
  /** A page of what stands in the list until `to`. */
  read(part: { to: number | undefined; page: number; size: number }): Promise<{ data: Row[]; hasOlder: boolean }>
  /** By which time the list is in order, newest first. */
  timeOf(row: Row): number
  /** Whether what is learnt may bring something new. */
  isNews(fact: Fact): boolean
}

/** Rows of a page. */
const size = 30
/** ms after which what came together is read. */
const pause = 300

/** Messages of all conversations, newest first: grows as one reads on, and follows what becomes of them. */
export function useHitList<Row extends Hit>({ read, timeOf, isNews }: Needs<Row>) {
  const rows = shallowRef<readonly Row[]>([])
  const isEnd = ref(false)
  const isLoading = ref(false)
  const failure = shallowRef<unknown>()
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(from: readonly Row[], count = size): Promise<void> {
    const mine = ++turn
    isLoading.value = true
    failure.value = undefined
    const part = olderPage(
      from.map(row => ({ sendTime: timeOf(row) })),
      count,
    )
    try {
      const { data, hasOlder } = await read(part)
      if (mine !== turn) return
      rows.value = withOlder(from, data, nameOf)
      // Where nothing new came, asking again from there would bring the same.
      isEnd.value = !hasOlder || rows.value.length === from.length
    } catch (error) {
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }

  const stop = useEngine().onFact(fact => {
    if ((fact.type === 'line' && fact.state === 'connected') || isNews(fact)) {
      clearTimeout(timer)
      timer = setTimeout(() => void load([]), pause)
    }
    if (fact.type !== 'changes') return
    const changed = new Map(fact.rows.map(row => [row.seq, row]))
    rows.value = rows.value.flatMap(hit => {
      const row = hitKey(hit) === fact.key ? changed.get(hit.seq) : undefined
      if (!row) return [hit]
      return isRecalled(row) ? [] : [{ ...hit, ...row }]
    })
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })
  void load([])

  return {
    rows,
    isEnd,
    isLoading,
    failure,
    again: () => load([]),
    /** Reads on, for so many rows. */
    more: (count?: number) => load(rows.value, count),
    /** Takes one out of what is shown. */
    drop(hit: Hit): void {
      rows.value = rows.value.filter(row => nameOf(row) !== nameOf(hit))
    },
  }
}
