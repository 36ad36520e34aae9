import { computed, nextTick, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { createBottom } from './bottom.ts'
import { createLines, sentAtOf } from './lines.ts'
import type { Line } from './lines.ts'
import { anchorOf } from './list-anchor.ts'
import { readyToDraw } from './markdown-load.ts'
import type { Room } from './room.ts'

/** px from an end at which more is loaded. */
const reach = 1200
/** px below the upper edge at which a line counts as the one at the top. */
const edge = 8

/** Of the virtual list what is used here. */
export type ListHandle = {
  readonly scrollOffset: number
  readonly scrollSize: number
  readonly viewportSize: number
  findItemIndex(offset: number): number
  getItemOffset(index: number): number
  scrollToIndex(index: number, how?: How): void
}
type How = { align: 'center' | 'start' | 'end'; offset?: number }

type Needs = {
  scroller: Readonly<Ref<HTMLElement | null>>
  virtualizer: Readonly<Ref<ListHandle | null>>
  /** The reader is elsewhere, or there is something else to be seen. */
  looked(list: ListHandle): void
}

const frame = () =>
  new Promise<void>(resolve => {
    requestAnimationFrame(() => resolve())
  })

/** The lines of a history and where the reader is in them: it grows at both ends, and only the reader moves it. */
export function useHistoryView({ chat }: Pick<Room, 'chat'>, { scroller, virtualizer, looked }: Needs) {
  const linesOf = createLines()
  const shown = shallowRef<Line[]>([])
  const isShifting = ref(false)
  /** Another part of the log is another list, with sizes of its own. */
  const epoch = ref(0)
  const bottom = createBottom()
  const isAtBottom = bottom.isAt
  /** While the list opens or grows at its start, offsets of before and after mix. */
  const isPlaced = ref(false)
  /** When the line at the upper edge was sent, ms; undefined where that is said there anyway. */
  const topTime = ref<number>()

  const lines = computed(() =>
    linesOf(chat.items.value, { firstUnreadSeq: chat.firstUnreadSeq.value, hasOlder: chat.hasOlder.value }),
  )
  const toBottom = () => virtualizer.value?.scrollToIndex(shown.value.length - 1, { align: 'end' })

  /**
   * Takes the new lines. Where the start changed, the list shifts; where both ends did, it does so in two steps,
   * because by the number of lines alone nobody could tell that anything had moved.
   */
  async function take(next: Line[]): Promise<void> {
    const before = shown.value
    const anchor = anchorOf(before, next)
    const wasAtBottom = isAtBottom.value
    if (anchor === undefined || anchor[0] !== anchor[1]) settle()
    if (anchor === undefined) {
      epoch.value += 1
      bottom.anew()
      shown.value = next
      await nextTick()
      if (wasAtBottom && !chat.hasNewer.value) toBottom()
      return
    }
    const [from, to] = anchor
    if (from !== to) {
      isShifting.value = true
      shown.value = [...next.slice(0, to), ...before.slice(from)]
      await nextTick()
      isShifting.value = false
    }
    shown.value = next
    await nextTick()
    const last = next.at(-1)
    const isOwnNew = last?.kind === 'message' && last.item.entry !== undefined && last.key !== before.at(-1)?.key
    if (isOwnNew || (wasAtBottom && !chat.hasNewer.value && next.at(-1) !== before.at(-1))) toBottom()
  }

  let settling = 0
  let settled = Promise.resolve()
  const settle = () => {
    settled = untilCalm(++settling)
  }

  /** Waits until the sizes of what is in sight are known and nothing moves any more. */
  async function untilCalm(own: number): Promise<void> {
    isPlaced.value = false
    let before = ''
    for (let calm = 0, left = 120; own === settling && calm < 6 && left > 0; left -= 1) {
      await frame()
      const list = virtualizer.value
      if (list && bottom.look(list, chat.hasNewer.value)) toBottom()
      const now = list ? `${list.scrollOffset} ${list.scrollSize}` : ''
      calm = now !== '' && now === before ? calm + 1 : 0
      before = now
    }
    if (own !== settling) return settled
    isPlaced.value = true
    look()
  }

  let turn = Promise.resolve()
  watch(
    lines,
    next => {
      // What fills no window must not wait for somebody to scroll it.
      turn = turn
        .then(() => readyToDraw(next))
        .then(() => take(next))
        .then(look)
    },
    { immediate: true },
  )

  /** Sizes that became known on the way may have left it short of the bottom. */
  function rest(): void {
    const list = virtualizer.value
    if (list && bottom.look(list, chat.hasNewer.value)) toBottom()
    look()
  }

  function look(): void {
    const list = virtualizer.value
    if (!list) return
    // The list hears later than this of a new height, and would take what follows from it for the reader.
    const viewportSize = scroller.value?.clientHeight ?? list.viewportSize
    bottom.look({ scrollOffset: list.scrollOffset, scrollSize: list.scrollSize, viewportSize }, chat.hasNewer.value)
    if (list.scrollOffset < reach && chat.hasOlder.value && !chat.failure.value) void chat.loadOlder()
    else if (list.scrollSize - list.scrollOffset - list.viewportSize < reach && chat.hasNewer.value)
      void chat.loadNewer()
    const top = shown.value[list.findItemIndex(list.scrollOffset + edge)]
    topTime.value = top && sentAtOf(top)
    looked(list)
  }

  /** Goes to a place of the log and brings a line there in sight; false where it is not there. */
  async function bring(seq: number, isIt: (line: Line) => boolean, how: How): Promise<boolean> {
    await chat.loadAround(seq)
    await nextTick()
    await turn
    let index = -1
    // What is read meanwhile may push it out of sight again.
    for (let at = shown.value.findIndex(isIt); at !== index; at = shown.value.findIndex(isIt)) {
      index = at
      virtualizer.value?.scrollToIndex(index, how)
      isAtBottom.value = false
      settle()
      await settled
    }
    return index >= 0
  }

  async function jumpToBottom(): Promise<void> {
    isAtBottom.value = true
    if (chat.hasNewer.value) await chat.loadNewest()
    await nextTick()
    await turn
    toBottom()
  }

  /** The list hears later than this of a new height: by what it knows, it would stop short of the bottom. */
  const resized = () => {
    if (isAtBottom.value && scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight
  }
  const watcher = new ResizeObserver(resized)
  watch(
    scroller,
    element => {
      watcher.disconnect()
      if (element) watcher.observe(element)
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => watcher.disconnect())

  return { shown, isShifting, epoch, isAtBottom, isPlaced, topTime, look, rest, bring, jumpToBottom }
}

export type HistoryView = ReturnType<typeof useHistoryView>
