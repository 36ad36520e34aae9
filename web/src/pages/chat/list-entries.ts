import type { Conversation } from '../../state/conversations.ts'
import type { SessionRow } from '../../sync/row.ts'

/** A row of the list. `parts`: the last of the pinned ones, where others follow. */
export type Entry = { key: string; assistant: SessionRow } | { key: string; conversation: Conversation; parts: boolean }

const hadContent = ({ sendTime, count }: SessionRow) => sendTime !== null || count > 0

/**
 * Conversations in the order given, pinned ones first, and among the others those assistants that ever had something to
 * say, by when they did last.
 */
export function entriesOf(conversations: readonly Conversation[], assistants: readonly SessionRow[]): Entry[] {
  const speaking = assistants.filter(hadContent).sort((a, b) => (b.sendTime ?? 0) - (a.sendTime ?? 0))
  const pinned = conversations.filter(({ isPinned }) => isPinned).length
  const entries: Entry[] = []
  const take = (before: number) => {
    for (let next = speaking[0]; next && (next.sendTime ?? 0) >= before; next = speaking[0]) {
      entries.push({ key: `a${next.miniType}`, assistant: next })
      speaking.shift()
    }
  }
  conversations.forEach((conversation, at) => {
    if (!conversation.isPinned) take(conversation.time)
    const parts = at === pinned - 1 && (pinned < conversations.length || speaking.length > 0)
    entries.push({ key: conversation.key, conversation, parts })
  })
  take(-Infinity)
  return entries
}
