import { myCompanyContactList } from '../../../../contract/directory.ts'
import { frameCodes } from '../../../../contract/frame-codes.ts'
import { myFriendList } from '../../../../contract/friends.ts'
import { myGroupList } from '../../../../contract/groups.ts'
import type { Call, Reply } from '../../../../contract/call.ts'
import { createLoaded } from '../../loaded.ts'
import { ask, useEngine } from '../../session.ts'
import type { Engine } from '../../state/engine.ts'

type Rows<C extends Call> = Reply<C> extends (infer Row)[] ? Row : never
export type Contact = Rows<typeof myFriendList>
export type Company = Rows<typeof myCompanyContactList>
export type Group = Rows<typeof myGroupList>

/** Reads again at most this often, however many frames come at once (ms). */
const pause = 400

function createBook(engine: Engine) {
  const friends = createLoaded(() => ask(myFriendList, { query: {} }))
  const groups = createLoaded(() => ask(myGroupList, { query: {} }))
  const companies = createLoaded(() => ask(myCompanyContactList, { query: {} }))
  const due = new Set<() => Promise<void>>()

  function soon(load: () => Promise<void>): void {
    if (due.size === 0) setTimeout(() => {
      for (const each of due) void each()
      due.clear()
    }, pause)
    due.add(load)
  }

  engine.onFact(fact => {
    if (fact.type === 'line' && fact.state === 'connected') for (const { value, load } of [friends, groups, companies]) if (value.value) soon(load)
    if (fact.type !== 'frame' || fact.frame.code !== frameCodes.conversationChanged) return
    const { what } = fact.frame.data as { what: string }
    if (what === 'friend') soon(friends.load)
    else if (what !== 'settings' && what !== 'module' && groups.value.value) soon(groups.load)
  })

  return { friends, groups, companies }
}

const books = new WeakMap<Engine, ReturnType<typeof createBook>>()

/** Friends, groups and colleagues of the present login: read when first asked for, and again when a frame says so. */
export function useBook() {
  const engine = useEngine()
  const known = books.get(engine) ?? createBook(engine)
  books.set(engine, known)
  return known
}

/** Fits a search: the name, its pinyin or its initials, the username. */
export function fits(person: { trueName: string, pinyin: string, initials: string, username: string }, keyword: string): boolean {
  const word = keyword.trim().toLowerCase()
  return word === '' || person.trueName.toLowerCase().includes(word) || person.pinyin.startsWith(word) || person.initials.startsWith(word) || person.username.startsWith(word)
}

/** The letter under which a name stands; `#` for what has none. */
export const letterOf = ({ pinyin }: { pinyin: string }): string => /^[a-z]/.test(pinyin) ? pinyin.charAt(0).toUpperCase() : '#'
