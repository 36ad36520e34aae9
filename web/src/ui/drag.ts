/** px that a finger goes until it is plain where to. */
const slop = 8
/** px at the sides of the screen where the way back of the browser or the system begins. */
const edge = 24
/** ms in which a finger that means to drag has gone somewhere: one that stays is for the menu. */
const patience = 400
/** ms after the last movement from which a finger counts as standing. */
const still = 80
/** How much more it goes along than across. */
const straight = 1.3

type Needs = {
  /** Along what it drags; the other way the browser scrolls. */
  axis: 'x' | 'y'
  /** Whether the drag of what the finger came down on begins, to the right or down (1), or to the left or up (-1). */
  start(target: Element, direction: 1 | -1): boolean
  /** px from where it began. */
  move(distance: number): void
  /** The finger left, at so many px and with so many px a ms. */
  end(distance: number, speed: number): void
  /** Another finger came, or the browser took the finger for itself: nothing was meant. */
  cancel(): void
}

type Finger = { id: number; target: Element; x: number; y: number; at: number }

/** What goes sideways by itself, or takes the finger for something else. */
const own = 'input, textarea, select, audio, video'
function keepsFinger(target: Element, root: Element): boolean {
  if (target.closest(own)) return true
  for (let each: Element | null = target; each && each !== root; each = each.parentElement)
    if (each.scrollWidth > each.clientWidth && /auto|scroll/.test(getComputedStyle(each).overflowX)) return true
  return false
}

/**
 * One finger that drags something along an axis: it goes at once and straight, and not from the edge of the screen. A
 * mouse drags nothing. What is dragged along `x` needs `touch-action: pan-y pinch-zoom`, so that the browser leaves
 * that way alone; along `y`, `holdBack` is to be told of `touchmove` and not passively.
 */
export function createDrag({ axis, start, move, end, cancel }: Needs) {
  let finger: Finger | undefined
  /** Where the drag began; undefined while nothing is dragged. */
  let origin: number | undefined
  let last = { at: 0, distance: 0 }
  let speed = 0

  function drop(): void {
    const isDragging = origin !== undefined
    finger = undefined
    origin = undefined
    if (isDragging) cancel()
  }

  function begin({ id, target, at }: Finger, along: number, across: number, now: number, root: Element): boolean {
    const direction = along < 0 ? -1 : 1
    if (now - at > patience || Math.abs(along) < straight * Math.abs(across)) return false
    if ((axis === 'x' && keepsFinger(target, root)) || !start(target, direction)) return false
    origin = direction * slop
    last = { at: now, distance: 0 }
    speed = 0
    root.setPointerCapture(id)
    return true
  }

  function follow(x: number, y: number, now: number, root: Element): void {
    if (!finger) return
    const [along, across] = axis === 'x' ? [x - finger.x, y - finger.y] : [y - finger.y, x - finger.x]
    if (origin === undefined) {
      if (Math.hypot(along, across) < slop) return
      if (!begin(finger, along, across, now, root)) {
        finger = undefined
        return
      }
    }
    const distance = along - (origin ?? 0)
    if (now > last.at) speed = 0.5 * speed + (0.5 * (distance - last.distance)) / (now - last.at)
    last = { at: now, distance }
    move(distance)
  }

  return {
    listeners: {
      pointerdown(event: PointerEvent): void {
        if (event.pointerType === 'mouse') return
        drop()
        const { clientX: x, clientY: y, isPrimary, pointerId: id, timeStamp: at } = event
        const isAtEdge = axis === 'x' && (x < edge || x > innerWidth - edge)
        if (isPrimary && !isAtEdge) finger = { id, target: event.target as Element, x, y, at }
      },
      pointermove(event: PointerEvent): void {
        if (event.pointerId === finger?.id)
          follow(event.clientX, event.clientY, event.timeStamp, event.currentTarget as Element)
      },
      pointerup(event: PointerEvent): void {
        if (event.pointerId !== finger?.id) return
        const isDragging = origin !== undefined
        finger = undefined
        origin = undefined
        if (isDragging) end(last.distance, event.timeStamp - last.at > still ? 0 : speed)
      },
      pointercancel: (event: PointerEvent): void => {
        if (event.pointerId === finger?.id) drop()
      },
    },
    /** Keeps the browser from scrolling by the finger that drags. */
    holdBack(event: TouchEvent): void {
      const [touch] = event.touches
      if (touch && event.touches.length === 1)
        follow(touch.clientX, touch.clientY, event.timeStamp, event.currentTarget as Element)
      if (origin !== undefined && event.cancelable) event.preventDefault()
    },
  }
}
