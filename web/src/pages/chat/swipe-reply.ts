import { shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { Item } from '../../state/items.ts'
import { createDrag } from '../../ui/drag.ts'
import { tick } from '../../ui/tick.ts'

/** px after which letting go replies. */
const enough = 56
/** px that the message follows the finger; then it is as if on a rubber band. */
const most = 72

const stretched = (pull: number) => Math.min(pull, most) + Math.max(0, pull - most) * 0.15

type Needs = {
  scroller: Readonly<Ref<HTMLElement | null>>
  /** The message there, if it can be replied to. */
  itemAt(element: Element): Item | undefined
  reply(item: Item): void
}

function middleInSight(element: Element, pane: Element): number {
  const [box, sight] = [element.getBoundingClientRect(), pane.getBoundingClientRect()]
  return (Math.max(box.top, sight.top) + Math.min(box.bottom, sight.bottom)) / 2 - sight.top
}

/** A message that a finger pulls to the left is replied to. */
export function useSwipeReply({ scroller, itemAt, reply }: Needs) {
  /** px from the top of what is in sight, and from 0 to 1 how far it is; undefined while nothing is pulled. */
  const sign = shallowRef<{ y: number; share: number }>()
  let pulled: { item: Item; element: HTMLElement } | undefined

  function rest(): void {
    const element = pulled?.element
    if (element && !matchMedia('(prefers-reduced-motion: reduce)').matches)
      element.animate([{ transform: element.style.transform }, { transform: 'none' }], {
        duration: 180,
        easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)',
      })
    if (element) element.style.transform = ''
    sign.value = undefined
    pulled = undefined
  }

  const { listeners } = createDrag({
    axis: 'x',
    start(target, direction) {
      const element = target.closest<HTMLElement>('.message')
      const item = element && direction === -1 ? itemAt(element) : undefined
      if (!element || !item || !scroller.value) return false
      pulled = { item, element }
      sign.value = { y: middleInSight(element, scroller.value), share: 0 }
      return true
    },
    move(distance) {
      const pull = Math.max(0, -distance)
      if (!pulled || !sign.value) return
      const share = Math.min(1, pull / enough)
      if (share === 1 && sign.value.share < 1) tick()
      sign.value = { ...sign.value, share }
      pulled.element.style.transform = `translateX(${-stretched(pull)}px)`
    },
    end() {
      const item = sign.value?.share === 1 ? pulled?.item : undefined
      rest()
      if (item) reply(item)
    },
    cancel: rest,
  })

  return { sign, listeners }
}
