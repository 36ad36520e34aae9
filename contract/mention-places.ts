/** What stands for everyone in a text; which of them, the client's language says. */
export const everyoneNames = ['所有人', 'everyone'] as const

/** Whom a message mentions: as its `atIds` say, in their order, with the names they have here; id 0 is everyone. */
export type Mentioned = {
  people: readonly { id: number; name: string }[]
  /** Names of everybody whom an `@` may name, so that `@李娜娜` is not taken for a mention of 李娜. */
  names?: ReadonlySet<string>
  /** Somebody is mentioned whose name is not known: whatever follows an `@` may be that name. */
  hasUnknown?: boolean
}

type FoundMention = { kind: 'mention'; text: string; id?: number }

/** A name of ASCII letters ends where another letter follows, and an `@` inside such a word is an e-mail address. */
const isAsciiWord = /[A-Za-z0-9_]/
const isInWord = /[A-Za-z0-9_.+-]/
const anyName = /@[^\s@,，。:：;；!！?？]{1,60}/uy

/** Whether a name that ends before `at` can end there. */
const endsName = (text: string, at: number): boolean =>
  !isAsciiWord.test(text.charAt(at - 1)) || !isAsciiWord.test(text.charAt(at))

/** Whether the `@` at this place begins a name, and not the second half of an e-mail address. */
const mayMention = (text: string, at: number): boolean => !isInWord.test(text.charAt(at - 1))

/** The longest of these names that follows the `@` at this place. `lengths`: theirs, descending. */
export function longestNameAt(
  text: string,
  at: number,
  names: { has(name: string): boolean },
  lengths: readonly number[],
): string | undefined {
  for (const length of lengths) {
    const name = text.slice(at + 1, at + 1 + length)
    if (name.length === length && names.has(name) && endsName(text, at + 1 + length)) return name
  }
  return undefined
}

export const lengthsOf = (names: Iterable<string>): number[] =>
  [...new Set([...names].map(name => name.length))].filter(length => length > 0).sort((a, b) => b - a)

/**
 * Finds the mentions of one text, asked for its `@` from the first to the last. Where several of those mentioned have
 * one name, they are taken in the order of `atIds`: the first place is the first one's.
 */
export function createMentionFinder(
  text: string,
  { people, names, hasUnknown = false }: Mentioned,
): (at: number) => FoundMention | undefined {
  const ids = new Map<string, number[]>()
  for (const { id, name } of people) ids.set(name, [...(ids.get(name) ?? []), id])
  const all = names ? new Set([...names, ...ids.keys()]) : ids
  const lengths = lengthsOf(all.keys())

  return at => {
    if (!mayMention(text, at)) return undefined
    const name = longestNameAt(text, at, all, lengths)
    const own = name === undefined ? undefined : ids.get(name)
    if (own) return { kind: 'mention', text: `@${name}`, id: own.length > 1 ? own.shift() : own[0] }
    if (name !== undefined || !hasUnknown) return undefined
    anyName.lastIndex = at
    const [found] = anyName.exec(text) ?? []
    return found === undefined ? undefined : { kind: 'mention', text: found }
  }
}
