import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Fact } from '../sync/facts.ts'
import type { GroupChange } from './group-changes.ts'

/** What a frame 3003 says about a group; undefined for every other fact. */
export function groupChangeIn(fact: Fact): GroupChange | undefined {
  if (fact.type !== 'frame' || fact.frame.code !== frameCodes.conversationChanged) return undefined
  const data = fact.frame.data as Partial<GroupChange>
  return data.groupId === undefined ? undefined : (data as GroupChange)
}
