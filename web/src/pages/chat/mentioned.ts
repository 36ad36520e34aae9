import { everyoneNames } from '../../../../contract/mention-places.ts'
import type { Mentioned } from '../../../../contract/mention-places.ts'
import type { Row } from '../../sync/row.ts'
import { chat } from '../../text/chat.ts'
import type { Room } from './room.ts'

type Names = Pick<Room, 'members' | 'memberNames'>

/** What stands for everyone, in each language. */
const everyone = () => [chat.everyone, ...everyoneNames].map(name => ({ id: 0, name }))

/** Whom this message mentions, by the names they have in the room; undefined if nobody. */
export function mentionedBy({ atIds }: Pick<Row, 'atIds'>, room: Names): Mentioned | undefined {
  if (atIds === null || atIds === '') return undefined
  const ids = [...new Set(atIds.split(',').map(Number))]
  const members = room.members.value
  const known = ids.filter(id => id === 0 || members.has(id))
  return {
    people: known.flatMap(id => (id === 0 ? everyone() : [{ id, name: members.get(id)?.trueName ?? '' }])),
    names: room.memberNames.value,
    hasUnknown: known.length < ids.length,
  }
}
