import { everyoneNames } from '../../../../contract/mention-places.ts'
import type { Mentioned } from '../../../../contract/mention-places.ts'
import type { Row } from '../../sync/row.ts'
import { chat } from '../../text/chat.ts'
import type { Room } from './room.ts'

/** What stands for everyone, in each language. */
const everyone = () => [chat.everyone, ...everyoneNames].map(name => ({ id: 0, name }))

/** Whom this message mentions, by the names they have in the room; undefined if nobody. */
export function mentionedBy({ atIds }: Pick<Row, 'atIds'>, room: Pick<Room, 'group' | 'memberNames'>): Mentioned | undefined {
  if (atIds === null || atIds === '') return undefined
  const ids = [...new Set(atIds.split(',').map(Number))]
  const named = new Map(room.group.value?.users.map(user => [user.id, user.trueName]))
  const known = ids.filter(id => id === 0 || named.has(id))
  return {
    people: known.flatMap(id => id === 0 ? everyone() : [{ id, name: named.get(id) ?? '' }]),
    names: room.memberNames.value,
    hasUnknown: known.length < ids.length,
  }
}
