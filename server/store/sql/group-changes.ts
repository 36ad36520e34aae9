import { createLines, type Say } from './group-acting.ts'
import { groupApplicationWrites } from './group-applications.ts'
import { groupMemberWrites } from './group-members.ts'
import { groupNoticeWrites } from './group-notices.ts'
import { groupOwnerWrites } from './group-owners.ts'
import { groupPartWrites } from './group-roles.ts'
import { groupSettingWrites } from './group-settings.ts'

/** Everything that changes groups, each with the line that says so: both or neither. */
export const groupChanges = (say: Say) => {
  const line = createLines(say)
  return {
    ...groupMemberWrites(line),
    ...groupSettingWrites(line),
    ...groupPartWrites(line),
    ...groupOwnerWrites(line),
    ...groupNoticeWrites(line),
    ...groupApplicationWrites(line),
  }
}
