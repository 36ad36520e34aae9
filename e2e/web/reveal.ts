import type { Locator } from 'playwright-core'

const patience = 30_000

/**
 * Scrolls through a list that draws only what is in sight until this row of it is drawn; a row that has yet to come is
 * waited for. Resolves with the row.
 */
export async function reveal(scroller: Locator, row: Locator): Promise<Locator> {
  const deadline = performance.now() + patience
  await scroller.waitFor()
  const first = row.first()
  while ((await row.count()) === 0 || !(await rest(first))) {
    if (performance.now() > deadline) throw new Error(`${row.toString()} is nowhere in the list.`)
    if (!(await scrollOn(scroller))) await scrollToTop(scroller)
  }
  return first
}

/**
 * Brings a row to the middle, and waits until the list has come to rest: while it is scrolled it takes no clicks. The
 * middle, because Firefox is driven so that it scrolls there before each click, which would then come to nothing. False
 * where the row has gone to another place of the list meanwhile, and is not drawn any more.
 */
async function rest(row: Locator): Promise<boolean> {
  const isThere = await row.evaluateAll(([node]) => {
    node?.scrollIntoView({ block: 'center', behavior: 'instant' })
    return node !== undefined
  })
  await drawn(row)
  await takesClicks(row)
  return isThere && (await row.count()) > 0
}

/** Waits until the list in which this is has come to rest. A click before that would scroll it, and try there. */
export const takesClicks = (row: Locator): Promise<void> =>
  row.evaluateAll(
    `async ([row]) => {
      while (row?.isConnected && getComputedStyle(row).pointerEvents === 'none') await new Promise(requestAnimationFrame)
    }`,
  )

/** Whether a row is anywhere in such a list as it is now. */
export async function isListed(scroller: Locator, row: Locator): Promise<boolean> {
  await scrollToTop(scroller)
  while ((await row.count()) === 0) if (!(await scrollOn(scroller))) return false
  return true
}

export async function scrollToTop(scroller: Locator): Promise<void> {
  await scroller.evaluate(element => {
    element.scrollTop = 0
  })
  await drawn(scroller)
}

/** By less than what is in sight, so that no row is passed over; false at the end. */
async function scrollOn(scroller: Locator): Promise<boolean> {
  const moved = await scroller.evaluate(element => {
    const before = element.scrollTop
    element.scrollTop += element.clientHeight * 0.7
    return element.scrollTop > before
  })
  await drawn(scroller)
  return moved
}

/** Until the page has drawn what was scrolled to. */
const drawn = (scroller: Locator): Promise<void> =>
  scroller
    .page()
    .evaluate('new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))')
