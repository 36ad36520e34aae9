import { createMentionFinder, everyoneNames } from '../../../contract/mention-places.ts'
import type { Message } from '../../store/messages.ts'
import type { People } from '../people/people.ts'

/**
 * Of those whom a message mentions, the ones whose names stand in its new text: for clients that edit the text alone.
 */
export async function standingMentions(
  people: Pick<People, 'faces'>,
  { atIds }: Pick<Message, 'atIds'>,
  content: string,
): Promise<number[]> {
  if (!atIds || atIds.length === 0) return []
  const faces = await people.faces(atIds.filter(id => id !== 0))
  const named = atIds.flatMap(id =>
    id === 0 ? everyoneNames.map(name => ({ id, name })) : [{ id, name: faces.get(id)?.name ?? '' }],
  )
  const find = createMentionFinder(content, { people: named })
  const standing = new Set<number>()
  for (let at = content.indexOf('@'); at >= 0; at = content.indexOf('@', at + 1)) {
    const id = find(at)?.id
    if (id !== undefined) standing.add(id)
  }
  return atIds.filter(id => standing.has(id))
}
