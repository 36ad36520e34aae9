import { createMentionFinder, lengthsOf, longestNameAt } from '../../../../contract/mention-places.ts'
import type { Mentioned } from '../../../../contract/mention-places.ts'
import type { Mention } from '../../sync/kept-draft.ts'

/**
 * What became of a text: all between `from` and `to` of the old one is now what stands between `from` and `end` of the
 * new one.
 */
type TextChange = { from: number; to: number; end: number }

/** How one text became another. `caret`: where it stands after the change, which tells two equal pieces apart. */
export function changeOf(before: string, after: string, caret: number): TextChange {
  const most = Math.min(before.length, after.length)
  const beside = after.length - caret
  let tail = 0
  if (beside <= most && before.endsWith(after.slice(caret))) tail = beside
  else while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  let from = 0
  while (from < most - tail && before.charCodeAt(from) === after.charCodeAt(from)) from += 1
  return { from, to: before.length - tail, end: after.length - tail }
}

const endOf = ({ at, name }: Mention) => at + 1 + name.length
const byPlace = (a: Mention, b: Mention) => a.at - b.at

/** The mentions after a change: those behind it move along, those that it touches inside are lost. */
export function follow(
  mentions: readonly Mention[],
  { from, to, end }: TextChange,
): { stay: Mention[]; lost: Mention[] } {
  const isBefore = (mention: Mention) => endOf(mention) <= from
  const isBehind = ({ at }: Mention) => at >= to
  return {
    stay: mentions
      .filter(each => isBefore(each) || isBehind(each))
      .map(each => (isBefore(each) ? each : { ...each, at: each.at + end - to })),
    lost: mentions.filter(each => !isBefore(each) && !isBehind(each)),
  }
}

/**
 * Mentions of people known from before that came back with the new piece of a text: by undoing, or by pasting what was
 * cut.
 */
export function comeBack(
  text: string,
  { from, end }: TextChange,
  known: readonly Mention[],
  stay: readonly Mention[],
  names: ReadonlySet<string>,
): Mention[] {
  const byName = new Map(known.map(each => [each.name, each]))
  const all = new Set([...names, ...byName.keys()])
  const lengths = lengthsOf(all)
  const first = Math.max(0, from - (lengths[0] ?? 0))
  const back: Mention[] = []
  for (let at = text.indexOf('@', first); at >= 0 && at < end; at = text.indexOf('@', at + 1)) {
    const mention = byName.get(longestNameAt(text, at, all, lengths) ?? '')
    if (mention && at + 1 + mention.name.length > from && !stay.some(each => each.at === at))
      back.push({ ...mention, at })
  }
  return back
}

/** Those that still stand in the text, in its order: a name that goes on as somebody else's is no mention any more. */
export function standing(text: string, mentions: readonly Mention[], names: ReadonlySet<string>): Mention[] {
  if (mentions.length === 0) return []
  const all = new Set([...names, ...mentions.map(({ name }) => name)])
  const lengths = lengthsOf(all)
  return mentions
    .filter(({ at, name }) => text.charAt(at) === '@' && longestNameAt(text, at, all, lengths) === name)
    .sort(byPlace)
}

/** The mentions of a message that was sent, each at its place. */
export function mentionsIn(text: string, mentioned: Mentioned): Mention[] {
  const find = createMentionFinder(text, mentioned)
  const mentions: Mention[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const found = find(at)
    if (found?.id !== undefined) mentions.push({ id: found.id, name: found.text.slice(1), at })
  }
  return mentions
}

export const idsOf = (mentions: readonly Mention[]): number[] => [...new Set(mentions.map(({ id }) => id))]
