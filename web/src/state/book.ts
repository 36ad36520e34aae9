import type { Reply } from '../../../contract/call.ts'
import { listCompanyContacts } from '../../../contract/directory.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { listFriends } from '../../../contract/friends.ts'
import { listGroups } from '../../../contract/groups.ts'
import type { Ask } from '../api/client.ts'
import { createResource } from '../resource.ts'
import type { Cache } from '../sync/cache.ts'
import type { Fact } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'
import type { GroupChange } from './group-changes.ts'
import { groupChangeIn } from './group-frame.ts'
import { changeGroupList, takesReading } from './group-list.ts'
import type { GroupRow } from './group-list.ts'
import { createKept } from './kept-answer.ts'
import { createLiveValue } from './live-value.ts'

export type Contact = Reply<typeof listFriends>[number]
/** Somebody who was chosen out of them. */
export type Picked = Pick<Contact, 'id' | 'trueName' | 'avatar'>

type Needs = { hub: Hub; ask: Ask; viewerId: number; cache: Pick<Cache, 'answer' | 'keepAnswer'> }
type List = { value: { value: readonly unknown[] | undefined }; isBusy: { value: boolean }; load(): Promise<void> }

/** Reads again at most this often, however many frames come at once (ms). */
const pause = 400

/**
 * Friends, groups and colleagues: read when a page first asks, and again when a frame does not say enough. What was
 * read last is kept on this device.
 */
export function createBook({ hub, ask, viewerId, cache }: Needs) {
  const friends = createKept({ cache, name: 'friends', read: () => ask(listFriends, { query: {} }) }, read =>
    createResource(read),
  )
  const companies = createKept(
    { cache, name: 'companies', read: () => ask(listCompanyContacts, { query: {} }) },
    read => createResource(read),
  )
  const groups = createKept({ cache, name: 'groups', read: () => ask(listGroups, { query: {} }) }, read =>
    createLiveValue<GroupRow[], GroupChange>(read, (rows, changes) => changeGroupList(rows, changes, viewerId)),
  )
  const due = new Set<List>()

  /** What no page has asked for is not read. */
  function readAgain(list: List): void {
    if (!list.value.value && !list.isBusy.value) return
    if (due.size === 0) setTimeout(readDue, pause)
    due.add(list)
  }

  function readDue(): void {
    for (const list of due) void list.load()
    due.clear()
  }

  hub.listen(fact => {
    const change = groupChangeIn(fact)
    if (change) {
      if (takesReading(groups.value.value ?? [], change, viewerId)) readAgain(groups)
      groups.change(change)
    } else if (isOfFriends(fact)) {
      readAgain(friends)
    } else if (fact.type === 'line' && fact.state === 'connected') {
      for (const list of [friends, groups, companies]) readAgain(list)
    }
  })

  return {
    friends,
    groups,
    companies,
    /** Reads again what pages have asked for. */
    async refresh(): Promise<void> {
      await Promise.all([friends, groups, companies].filter(list => list.value.value).map(list => list.load()))
    },
  }
}

const isOfFriends = (fact: Fact): boolean =>
  fact.type === 'frame'
  && fact.frame.code === frameCodes.conversationChanged
  && (fact.frame.data as { what: string }).what === 'friend'
