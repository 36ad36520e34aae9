import { ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { fit, within, zoomAt } from './zoom.ts'
import type { View } from './zoom.ts'

/** px that a finger goes sideways until it means the neighbour. */
const swipe = 70
/** Whether a finger that went so far, px, means the neighbour. */
export const isSwipe = (dx: number, dy: number): boolean => Math.abs(dx) > swipe && Math.abs(dx) > 2 * Math.abs(dy)
/** ms between two taps that are a double one. */
const double = 300

/** Moves and zooms by wheel, pointer and fingers; sideways swipes of one that fits lead to its neighbours. */
export function usePinch(stage: Readonly<Ref<HTMLElement | null>>, { onSwipe }: { onSwipe(step: 1 | -1): void }) {
  const view = shallowRef<View>(fit)
  const isMoving = ref(false)
  const pointers = new Map<number, { x: number; y: number }>()
  let start = { x: 0, y: 0 }
  let tappedAt = 0

  const size = () => stage.value?.getBoundingClientRect() ?? new DOMRect()
  const set = (next: View) => {
    view.value = within(next, size().width, size().height)
  }

  function fromMiddle(x: number, y: number): [x: number, y: number] {
    const { left, top, width, height } = size()
    return [x - left - width / 2, y - top - height / 2]
  }
  function zoomTo(factor: number, x: number, y: number): void {
    set(zoomAt(view.value, factor, ...fromMiddle(x, y)))
  }
  const spread = () => {
    const [a, b] = [...pointers.values()]
    return a && b ? { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : undefined
  }

  function down(event: PointerEvent): void {
    if ((event.target as Element).closest('button, a')) return
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    stage.value?.setPointerCapture(event.pointerId)
    start = { x: event.clientX, y: event.clientY }
    isMoving.value = true
  }

  function move(event: PointerEvent): void {
    const before = pointers.get(event.pointerId)
    if (!before) return
    const wide = spread()
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    const now = spread()
    if (wide && now) {
      set({ ...view.value, x: view.value.x + now.x - wide.x, y: view.value.y + now.y - wide.y })
      zoomTo(now.distance / wide.distance, now.x, now.y)
    } else if (view.value.scale > 1) {
      set({ ...view.value, x: view.value.x + event.clientX - before.x, y: view.value.y + event.clientY - before.y })
    }
  }

  function up(event: PointerEvent): void {
    if (!pointers.delete(event.pointerId)) return
    isMoving.value = pointers.size > 0
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
    if (pointers.size === 0 && view.value.scale === 1 && event.pointerType !== 'mouse' && isSwipe(dx, dy))
      onSwipe(dx < 0 ? 1 : -1)
    if (Math.hypot(dx, dy) > 8 || event.type === 'pointercancel') return
    if (event.timeStamp - tappedAt < double) zoomTo(view.value.scale > 1 ? 0.01 : 2.5, event.clientX, event.clientY)
    tappedAt = event.timeStamp
  }

  return {
    view,
    isMoving,
    reset: (): void => {
      view.value = fit
    },
    zoom: (factor: number): void => {
      set(zoomAt(view.value, factor, 0, 0))
    },
    turn: (): void => {
      view.value = { ...fit, turns: view.value.turns + 1 }
    },
    listeners: {
      pointerdown: down,
      pointermove: move,
      pointerup: up,
      pointercancel: up,
      wheel: (event: WheelEvent): void => {
        event.preventDefault()
        zoomTo(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0022)), event.clientX, event.clientY)
      },
    },
  }
}
