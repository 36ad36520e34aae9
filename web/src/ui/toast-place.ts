import { onBeforeUnmount, watch } from 'vue'
import type { Ref } from 'vue'

/** While it is there, toasts come above this element, in its middle; elsewhere at the bottom of the page. */
export function useToastsAbove(element: Readonly<Ref<HTMLElement | null>>): void {
  const { style } = document.documentElement
  const place = () => {
    const box = element.value?.getBoundingClientRect()
    if (!box || box.width === 0) return leave()
    style.setProperty('--toast-bottom', `${Math.round(innerHeight - box.top)}px`)
    style.setProperty('--toast-left', `${Math.round(box.left + box.width / 2)}px`)
  }
  const leave = () => {
    style.removeProperty('--toast-bottom')
    style.removeProperty('--toast-left')
  }
  const watcher = new ResizeObserver(place)
  watch(
    element,
    now => {
      watcher.disconnect()
      if (now) watcher.observe(now)
    },
    { flush: 'post', immediate: true },
  )
  addEventListener('resize', place)
  onBeforeUnmount(() => {
    watcher.disconnect()
    removeEventListener('resize', place)
    leave()
  })
}
