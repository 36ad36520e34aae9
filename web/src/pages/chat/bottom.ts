import { ref } from 'vue'

type Place = { scrollOffset: number; scrollSize: number; viewportSize: number }

/** px from the end within which one is at the bottom. */
const reach = 48

/**
 * Whether the reader is at the bottom of a list. Only the reader leaves it: while the list grows, is measured or
 * scrolls by itself it is elsewhere for some frames, and what comes in those is to be brought in sight as well.
 */
export function createBottom() {
  const isAt = ref(true)
  let [offset, size] = [0, 0]

  return {
    isAt,
    /** Where the list is now; true: it has still to go to the bottom, where the reader is. */
    look({ scrollOffset, scrollSize, viewportSize }: Place, hasNewer: boolean): boolean {
      const isThere = scrollSize - scrollOffset - viewportSize < reach
      // A list that shrinks moves up by itself, as far as it shrinks.
      const isReadUp = offset - scrollOffset > Math.max(0, size - scrollSize) + 1
      ;[offset, size] = [scrollOffset, scrollSize]
      if (hasNewer || (isReadUp && !isThere)) isAt.value = false
      else if (isThere) isAt.value = true
      return isAt.value && !isThere
    },
    /** Another list stands in its place. */
    anew(): void {
      ;[offset, size] = [0, 0]
    },
  }
}
