import { limits } from '../../../contract/limits.ts'

/** What is shown of a list, newest first, that goes on by pages of the server. */
type Shown = readonly { sendTime: number }[]

/**
 * The page of what was sent until then that has so many rows more than are shown. Numbers of pages alone would not do:
 * what came since would push rows down into the next page, and what was recalled would pull others up past it.
 */
export function olderPage(shown: Shown, more: number): { to: number | undefined; page: number; size: number } {
  const to = shown.at(-1)?.sendTime
  // Those of the very same ms come once more.
  const same = shown.filter(({ sendTime }) => sendTime === to).length
  if (same + more <= limits.pageSize) return { to, page: 1, size: same + more }
  return { to, page: Math.floor(same / limits.pageSize) + 1, size: limits.pageSize }
}

/** The rows with those of a further page that are not among them. */
export function withOlder<Row>(shown: readonly Row[], page: readonly Row[], nameOf: (row: Row) => string): Row[] {
  const known = new Set(shown.map(nameOf))
  return [...shown, ...page.filter(row => !known.has(nameOf(row)))]
}
