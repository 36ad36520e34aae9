import { onBeforeUnmount, watch } from 'vue'

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

/** A menu that closes itself, and takes Escape for it, as those of the library do. */
export const pressEscape = (): void => {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
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
