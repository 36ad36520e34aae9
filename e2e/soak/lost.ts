import type { Client } from '../client.ts'
import { fullHistory } from '../full-history.ts'
import type { Written } from './honest.ts'

/**
 * What is missing, double or in another order than it was written, in each conversation; and files that are not whole.
 */
export async function lost(
  readers: readonly Client[],
  groupId: number,
  written: readonly Written[],
): Promise<string[]> {
  const wrong: string[] = []
  for (const [conversation, expected] of Map.groupBy(written, each => each.conversation)) {
    const [less, more] = conversation.split('-').map(Number)
    const reader = readers.find(client => conversation === 'group' || client.userId === less)
    if (!reader) continue
    const rows = await fullHistory(reader, conversation === 'group' ? { groupId } : { peerId: more ?? 0 })
    const known = new Map(expected.map(each => [each.id, each]))
    const found = rows.filter(row => known.has(row.id))
    if (found.length !== known.size || new Set(found.map(row => row.id)).size !== found.length)
      wrong.push(`${conversation}: ${known.size} written, ${found.length} found`)
    if (found.some(row => row.content !== known.get(row.id)?.content))
      wrong.push(`${conversation}: other words than were written`)
    if (rows.some((row, at) => row.seq !== at + 1)) wrong.push(`${conversation}: out of order`)
  }
  for (const { file } of written) {
    if (!file) continue
    const response = await fetch(file.url)
    const { length } = Buffer.from(await response.arrayBuffer())
    if (length !== file.size) wrong.push(`a file of ${file.size} bytes: ${response.status}, ${length} bytes`)
  }
  return wrong
}
