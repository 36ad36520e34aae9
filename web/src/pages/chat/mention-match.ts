import { fitOf, namesOf, plain } from '../../text/names.ts'

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

/** Who fits what was typed, by name, pinyin, initials or username: the best first, otherwise in the order given. */
export function matching(people: readonly Mentionable[], typed: string, most = 50): Mentionable[] {
  const query = plain(typed)
  return people
    .flatMap(person => {
      const { name, pinyin, initials, username } = person
      const rank = fitOf(namesOf(name, [pinyin, initials, username]), query)
      return rank === undefined ? [] : [{ person, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ person }) => person)
}
