import type { Call, Reply } from '../../../contract/call.ts'
import { myCompanyContactList } from '../../../contract/directory.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { myFriendList } from '../../../contract/friends.ts'
import { myGroupList } from '../../../contract/groups.ts'
import type { Ask } from '../api/client.ts'
import { createLoaded } from '../loaded.ts'
import type { Hub } from '../sync/hub.ts'

type Rows<C extends Call> = Reply<C> extends (infer Row)[] ? Row : never
export type Contact = Rows<typeof myFriendList>
export type Company = Rows<typeof myCompanyContactList>
export type Group = Rows<typeof myGroupList>

/** Reads again at most this often, however many frames come at once (ms). */
const pause = 400

/** Friends, groups and colleagues: read when a page first asks for them, and again when a frame says so. */
export function createBook({ hub, ask }: { hub: Hub, ask: Ask }) {
  const friends = createLoaded(() => ask(myFriendList, { query: {} }))
  const groups = createLoaded(() => ask(myGroupList, { query: {} }))
  const companies = createLoaded(() => ask(myCompanyContactList, { query: {} }))
  const due = new Set<() => Promise<void>>()

  /** What no page has asked for is not read. */
  function readAgain({ value, load }: Pick<typeof friends | typeof groups | typeof companies, 'value' | 'load'>): void {
    if (!value.value) return
    if (due.size === 0) setTimeout(() => {
      for (const each of due) void each()
      due.clear()
    }, pause)
    due.add(load)
  }

  hub.listen(fact => {
    if (fact.type === 'line' && fact.state === 'connected') for (const list of [friends, groups, companies]) readAgain(list)
    if (fact.type !== 'frame' || fact.frame.code !== frameCodes.conversationChanged) return
    const { what } = fact.frame.data as { what: string }
    if (what === 'friend') readAgain(friends)
    else if (what !== 'settings' && what !== 'module') readAgain(groups)
  })

  return { friends, groups, companies }
}
