import type { Reply } from '../../../contract/call.ts'
import type { findPinned } from '../../../contract/pins.ts'
import type { Cache } from '../sync/cache.ts'
import { keyOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'
import { isRecalled, newerOf } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'
import type { GroupChange } from './group-changes.ts'
import { groupChangeIn } from './group-frame.ts'

/** What stands atop a conversation: pinned messages, the last first, and the newest notice of a group. */
export type Atop = Reply<typeof findPinned>
type AtopChange = { key: ConversationKey; apply(atop: Atop): Atop }

/** Under which name a device keeps it. */
export const atopName = (key: ConversationKey) => `atop ${key}`

/** How what is learnt changes what stands there; undefined where it does not. */
export function atopChangeIn(fact: Fact): AtopChange | undefined {
  if (fact.type === 'changes') return { key: fact.key, apply: atop => fact.rows.reduce(withRow, atop) }
  const change = groupChangeIn(fact)
  return change && { key: keyOf('group', change.groupId), apply: atop => withNotice(atop, change) }
}

/** The same object where the row neither is nor was pinned. */
function withRow(atop: Atop, row: Row): Atop {
  const held = atop.data.find(({ seq }) => seq === row.seq)
  const others = atop.data.filter(one => one !== held)
  const now = newerOf(held, row)
  if (now === held || (!held && !row.pin)) return atop
  const isPinned = now.pin && !isRecalled(now)
  const data = isPinned ? [...others, now].sort((a, b) => (b.pin?.time ?? 0) - (a.pin?.time ?? 0)) : others
  return { ...atop, data }
}

function withNotice(atop: Atop, change: GroupChange): Atop {
  if (change.what === 'notice') return { ...atop, notice: change.notice }
  const id = atop.notice?.id ?? Infinity
  const isGone =
    (change.what === 'noticeDeleted' && id === change.noticeId)
    || (change.what === 'noticeHidden' && id <= change.noticeId)
  return isGone ? { ...atop, notice: null } : atop
}

/** What this device keeps of it follows what is learnt, whether a page shows it or not: no recalled text lives on. */
export function keepAtop({ hub, cache }: { hub: Hub; cache: Pick<Cache, 'answer' | 'keepAnswer'> }): void {
  let turn = Promise.resolve()
  async function change({ key, apply }: AtopChange): Promise<void> {
    const kept = (await cache.answer(atopName(key))) as Atop | undefined
    const next = kept && apply(kept)
    if (next && next !== kept) await cache.keepAnswer(atopName(key), next)
  }
  hub.listen(fact => {
    const learnt = atopChangeIn(fact)
    if (learnt) turn = turn.then(() => change(learnt)).catch(() => undefined)
  })
}
