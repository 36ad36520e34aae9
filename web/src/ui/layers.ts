import { onBeforeUnmount, ref, watch } from 'vue'
import type { Ref } from 'vue'

type Layer = { close(): void }

/** What stands above the page: dialogs, sheets, panels of a phone, menus. The topmost is last. */
const layers: Layer[] = []
let onFirst = (): void => undefined

/** While it is open, the way back closes this instead of leaving the page. */
export function useLayer(isOpen: () => boolean, close: () => void): void {
  const layer: Layer = { close }
  const leave = () => {
    const at = layers.indexOf(layer)
    if (at >= 0) layers.splice(at, 1)
  }
  watch(
    isOpen,
    open => {
      leave()
      if (!open) return
      if (layers.length === 0) onFirst()
      layers.push(layer)
    },
    { immediate: true },
  )
  onBeforeUnmount(leave)
}

/** The same for what is closed by being set to false. */
export function useLayerOf(isOpen: Ref<boolean>): void {
  useLayer(
    () => isOpen.value,
    () => {
      isOpen.value = false
    },
  )
}

/** The same for a menu of the library that opens by itself and closes by Escape: to be told whether it is open. */
export function useMenuLayer(): (isOpen: boolean) => void {
  const isOpen = ref(false)
  useLayer(
    () => isOpen.value,
    () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })),
  )
  return open => {
    isOpen.value = open
  }
}

/** Called when something comes to stand above the page, and nothing did. */
export function beforeFirstLayer(work: () => void): void {
  onFirst = work
}

/** Closes the topmost; false if nothing stands above the page. */
export function closeTopmost(): boolean {
  const layer = layers.pop()
  layer?.close()
  return layer !== undefined
}

/** For who leaves the page by a button of its own: what stands above it goes with it. */
export function leaveAll(): void {
  layers.length = 0
}
