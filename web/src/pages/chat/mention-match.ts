/** Somebody who can be mentioned. Id 0 is everyone. */
export type Mentionable = {
  id: number
  name: string
  avatar: string
  pinyin: string
  initials: string
  username: string
}

/** What is being typed after the `@` before the caret, and where that stands; undefined where nothing is. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | undefined {
  const found = /(?:^|[^\w.+-])@([^\s@]{0,30})$/u.exec(text.slice(0, caret))
  return found ? { from: caret - (found[1]?.length ?? 0) - 1, query: found[1] ?? '' } : undefined
}

const plain = (text: string) => text.toLowerCase().replace(/[\s']/g, '')

/** How well somebody fits: 0 best, undefined not at all. */
function rankOf({ name, pinyin, initials, username }: Mentionable, query: string): number | undefined {
  if (query === '') return 2
  const [own, full] = [plain(name), plain(pinyin)]
  if (own.startsWith(query)) return 0
  if (full.startsWith(query) || initials.toLowerCase().startsWith(query) || username.toLowerCase().startsWith(query))
    return 1
  if (own.includes(query)) return 2
  if (full.includes(query) || initials.toLowerCase().includes(query)) return 3
  return undefined
}

/** Who fits what was typed, by name, pinyin, initials or username: the best first, otherwise in the order given. */
export function matching(people: readonly Mentionable[], typed: string, most = 50): Mentionable[] {
  const query = plain(typed)
  return people
    .flatMap(person => {
      const rank = rankOf(person, query)
      return rank === undefined ? [] : [{ person, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ person }) => person)
}
