import type { Item } from '../../state/items.ts'
import { dayOf } from '../../text/time-words.ts'
import { isPictured } from './drawn.ts'

/** One line of a history: a message, what the system says, or what parts them. Replaced, never changed. */
export type Line =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  /** What the system says, or a message that was recalled. */
  | { kind: 'event'; key: string; item: Item }
  /**
   * The first of a run shows who wrote it and when; the last has the face. `album`: pictures that stand as one, the
   * last of which is `item`.
   */
  | { kind: 'message'; key: string; item: Item; album?: readonly Item[]; isFirst: boolean; isLast: boolean }

/** ms between two messages of one person that are still one run; a slow one has its time again as often. */
const runPause = 5 * 60 * 1000
/** ms between two messages that nobody would part for the clock's sake. */
const quickly = 60 * 1000
/** Places after which a long run has its name and time again: no run is longer than this and one. */
const runPlaces = 9

const isEvent = (item: Item) => item.state === 'recalled' || Boolean(item.row.event)

/** Whether `next` goes on with what `item`'s sender was saying. */
const goesOn = (item: Item | undefined, next: Item | undefined): boolean =>
  item !== undefined
  && next !== undefined
  && !isEvent(item)
  && !isEvent(next)
  && item.row.senderId === next.row.senderId
  && next.row.sendTime - item.row.sendTime < runPause
  && dayOf(item.row.sendTime) === dayOf(next.row.sendTime)

/** Whether the clock passed a mark between two messages that came slowly. */
const isSlow = (item: Item, next: Item): boolean =>
  next.row.sendTime - item.row.sendTime >= quickly
  && Math.floor(item.row.sendTime / runPause) !== Math.floor(next.row.sendTime / runPause)

const isPicture = ({ row, state }: Item): boolean =>
  row.type === 2 && isPictured(row) && !row.reply && !row.merged && state !== 'recalled'

/** Whether a picture stands beside the one before it: people choose several at once. */
const isWithBefore = (before: Item | undefined, item: Item | undefined): boolean =>
  before !== undefined
  && item !== undefined
  && isPicture(before)
  && isPicture(item)
  && goesOn(before, item)
  && item.row.sendTime - before.row.sendTime < quickly

/** The place of a message; one that is on its way will have the next. */
const placeOf = (items: readonly Item[], index: number): number =>
  items[index]?.row.seq || (index > 0 ? placeOf(items, index - 1) + 1 : 1)

/**
 * Whether a new run begins at `index`. Long and slow ones are parted at marks of the log and of the clock, which stay
 * where they are when older messages come: counted from its beginning, a run would be parted elsewhere then.
 */
function isParted(items: readonly Item[], index: number): boolean {
  const [before, item] = [items[index - 1], items[index]]
  if (!before || !item || !goesOn(before, item) || isSlow(before, item)) return true
  if (isWithBefore(before, item)) return false
  // Nobody's second message is parted from the first.
  return placeOf(items, index) % runPlaces === 0 && !isParted(items, index - 1)
}

/** Whether a line shows the message at this place. */
export const isLineOf = (line: Line, seq: number): boolean =>
  'item' in line
  && (line.item.row.seq === seq || (line.kind === 'message' && line.album?.some(({ row }) => row.seq === seq) === true))

/** When a message, or what the system says, was sent; undefined for what parts them. */
export const sentAtOf = (line: Line): number | undefined => ('item' in line ? line.item.row.sendTime : undefined)

function isSame(a: Line | undefined, b: Line): boolean {
  if (a?.kind !== b.kind) return false
  if (a.kind === 'message' && b.kind === 'message')
    return (
      a.item === b.item
      && a.isFirst === b.isFirst
      && a.isLast === b.isLast
      && a.album?.length === b.album?.length
      && (a.album ?? []).every((item, index) => item === b.album?.[index])
    )
  return !('item' in a && 'item' in b) || a.item === b.item
}

type Unread = {
  /** The place of the first message that was unread when the conversation was opened. */
  firstUnreadSeq: number | undefined
  /** Something older is not among the items. */
  hasOlder: boolean
}

/** Makes lines of messages; a line that stays as it was is the same object, so that nothing is drawn again for it. */
export function createLines() {
  let known = new Map<string, Line>()

  return (items: readonly Item[], { firstUnreadSeq, hasOlder }: Unread): Line[] => {
    const lines: Line[] = []
    const days = new Set<string>()
    const push = (line: Line) => {
      const before = known.get(line.key)
      lines.push(before && isSame(before, line) ? before : line)
    }
    let isAwaited = firstUnreadSeq !== undefined && (!hasOlder || (items[0]?.row.seq ?? 0) <= firstUnreadSeq)
    items.forEach((item, index) => {
      const before = items[index - 1]
      const isNewDay = before === undefined || dayOf(before.row.sendTime) !== dayOf(item.row.sendTime)
      const isFirstUnread = isAwaited && !item.isMine && item.row.seq >= (firstUnreadSeq ?? 0)
      if (isNewDay) {
        const day = `day ${dayOf(item.row.sendTime)}`
        // Clocks that were set back over midnight write a day twice.
        push({ kind: 'day', key: days.has(day) ? `${day} ${item.key}` : day, at: item.row.sendTime })
        days.add(day)
      }
      if (isFirstUnread) {
        push({ kind: 'unread', key: 'unread' })
        isAwaited = false
      }
      const last = lines.at(-1)
      if (isEvent(item)) push({ kind: 'event', key: item.key, item })
      else if (last?.kind === 'message' && isWithBefore(before, item)) {
        lines.pop()
        const album = [...(last.album ?? [last.item]), item]
        push({ ...last, item, album, isLast: isParted(items, index + 1) })
      } else
        push({
          kind: 'message',
          key: item.key,
          item,
          isFirst: isNewDay || isFirstUnread || isParted(items, index),
          isLast: isParted(items, index + 1),
        })
    })
    known = new Map(lines.map(line => [line.key, line]))
    return lines
  }
}
