import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { HistoryView, ListHandle } from './history-view.ts'
import type { Room } from './room.ts'

/** What of a history has been seen: what is new below, where the unread messages begin, and what is read by now. */
export function useSeen({ chat, conversation }: Pick<Room, 'chat' | 'conversation'>, view: HistoryView) {
  /** The newest place that was in sight. */
  const seenSeq = ref(conversation.value?.readSeq ?? 0)
  const unreadCount = ref(0)
  const isUnreadAbove = ref(false)
  let hasOpened = false

  const lastSeq = computed(() => chat.items.value.reduce((most, { row }) => Math.max(most, row.seq), 0))
  /** Messages of others that came since; of those that are not held the list of conversations knows the number. */
  const newBelow = computed(() => {
    const { seq = 0, count = 0 } = conversation.value ?? {}
    if (chat.hasNewer.value) return Math.max(0, Math.min(count, seq - seenSeq.value))
    return chat.items.value.filter(({ row, isMine }) => !isMine && !row.event && row.seq > seenSeq.value).length
  })

  /** What is at the bottom of a window that is looked at is read. */
  function markSeen(): void {
    if (!view.isAtBottom.value || document.visibilityState !== 'visible' || !document.hasFocus()) return
    // Whoever looks at an older part has seen the newer one all the same.
    seenSeq.value = Math.max(seenSeq.value, lastSeq.value)
    chat.markRead()
  }

  watch([lastSeq, () => view.isAtBottom.value], markSeen, { flush: 'post' })
  watch(
    chat.firstUnreadSeq,
    first => {
      const { seq = 0, count = 0 } = conversation.value ?? {}
      if (first === undefined || hasOpened) return
      hasOpened = true
      unreadCount.value = count
      isUnreadAbove.value = count > 0 && seq >= first
    },
    { immediate: true },
  )
  window.addEventListener('focus', markSeen)
  document.addEventListener('visibilitychange', markSeen)
  onBeforeUnmount(() => {
    window.removeEventListener('focus', markSeen)
    document.removeEventListener('visibilitychange', markSeen)
  })

  return {
    newBelow,
    unreadCount,
    isUnreadAbove,
    /** To be called when the reader is elsewhere. */
    look(list: ListHandle): void {
      const unreadAt = view.shown.value.findIndex(({ kind }) => kind === 'unread')
      if (view.isPlaced.value && unreadAt >= 0 && list.getItemOffset(unreadAt) >= list.scrollOffset - 8)
        isUnreadAbove.value = false
      markSeen()
    },
  }
}
