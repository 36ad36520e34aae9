import type { Locator, Page } from 'playwright-core'

type Point = { x: number; y: number }

/** px and ms between two movements of a finger. */
const [step, pause] = [12, 16]
/** ms. */
const patience = 30_000

/** A finger on a phone. It moves as quickly on a slow machine: the page is told when each movement was made. */
export async function fingerOn(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  let at = { x: 0, y: 0 }
  let time = 0

  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd') =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [at],
      timestamp: time / 1000,
    })

  /** What a finger does in one go, before anything else can come between. */
  function steps(to: Point): Promise<unknown>[] {
    const [from, count] = [at, Math.max(1, Math.ceil(Math.hypot(to.x - at.x, to.y - at.y) / step))]
    return Array.from({ length: count }, (_, index) => {
      const share = (index + 1) / count
      at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
      time += pause
      return touch('touchMove')
    })
  }

  const by = (x: number, y: number): Point => ({ x: at.x + x, y: at.y + y })
  return {
    /** Comes down in the middle of something, or where is said, and goes so many px. */
    async pull(start: Locator | Point, x: number, y: number): Promise<void> {
      at = 'x' in start ? start : await middleOf(start)
      time = Math.max(Date.now(), time + pause)
      await Promise.all([touch('touchStart'), ...steps(by(x, y))])
    },
    /** Goes so many px on. */
    async go(x: number, y: number): Promise<void> {
      await Promise.all(steps(by(x, y)))
    },
    /** Stays where it is for a moment, and leaves. */
    async leave(): Promise<void> {
      time += 200
      await touch('touchEnd')
    },
  }
}

/** Where the middle of something is, as soon as it can be touched: lists that still scroll take no fingers. */
async function middleOf(thing: Locator): Promise<Point> {
  for (const deadline = performance.now() + patience; performance.now() < deadline;) {
    const middle = await thing.evaluate(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const [toX, toY] = [x + width / 2, y + height / 2]
      return element.contains(element.ownerDocument.elementFromPoint(toX, toY)) ? { x: toX, y: toY } : undefined
    })
    if (middle) return middle
  }
  throw new Error(`${thing.toString()} cannot be touched`)
}
