import type { z } from 'zod'
import type { SystemEvent } from '../../../contract/messages.ts'
import { events } from './chat.ts'

type Event = z.output<typeof SystemEvent>

/** What the system says, in the reader's language and as the reader sees it: one's own name is "you". */
export function eventWords(event: Event, viewerId: number): string {
  const nameOf = ({ id, name }: { id: number; name: string }) => (id === viewerId ? events.you : name)
  const by = nameOf({ id: event.byId, name: event.byName })
  // The reader first, then the others: "you" is not to be lost among many.
  const users = [...event.users].sort((a, b) => Number(b.id === viewerId) - Number(a.id === viewerId))
  const names = users.slice(0, 5).map(nameOf).join(events.and)
  const named = Math.min(users.length, 5)
  const who = event.count > named ? events.more(names, named, event.count - named) : names
  const text = sentence(event, by, who)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function sentence({ what, byId, users, text }: Event, by: string, who: string): string {
  switch (what) {
    case 'joined':
      return users.some(({ id }) => id === byId) ? events.joinedSelf(who) : events.joined(by, who)
    case 'left':
      return events.left(who || by)
    case 'removed':
      return events.removed(by, who)
    case 'renamed':
      return events.renamed(by, text ?? '')
    case 'owner':
      return events.owner(who)
    case 'manager':
      return events.manager(by, who)
    case 'notManager':
      return events.notManager(by, who)
    case 'muted':
      return users.length === 0 ? events.mutedAll(by) : events.muted(by, who)
    case 'unmuted':
      return users.length === 0 ? events.unmutedAll(by) : events.unmuted(by, who)
    case 'notice':
      return events.notice(by, text ?? '')
    case 'dissolved':
      return events.dissolved(by)
  }
}
