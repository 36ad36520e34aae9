import type { Acting, Joining, NewGroup } from '../groups.ts'
import { audited, did, nothing } from './audit.ts'
import { peopleNamed, personSubject, subjectOf } from './audit-subjects.ts'
import type { Lines } from './group-acting.ts'
import { groupMemberWrites } from './group-members.ts'
import { groupAppointment } from './group-owners.ts'
import type { Tx } from './schema.ts'

/** Groups in the name of their owners. */
export const administerGroups = (line: Lines) => {
  const members = groupMemberWrites(line)
  const appoint = groupAppointment(line)
  return {
    createGroup: audited(async (tx: Tx, group: NewGroup & { lineId: string; at: number }) => {
      const done = await members.create(tx, group)
      const { name: owner } = await personSubject(tx, group.ownerId)
      const details = { owner, ...(await peopleNamed(tx, group.userIds)) }
      return did(done, { action: 'group.add', subject: await subjectOf(tx, 'group', done.group.id), details })
    }),

    addToGroup: audited(async (tx: Tx, acting: Acting, joining: Joining) => {
      const added = await members.add(tx, acting, joining)
      if (added.outcome !== 'done' || added.parts.length === 0) return nothing(added)
      const details = await peopleNamed(
        tx,
        added.parts.map(part => part.userId),
      )
      return did(added, { action: 'group.letIn', subject: await subjectOf(tx, 'group', acting.groupId), details })
    }),

    removeFromGroup: audited(async (tx: Tx, acting: Acting, userIds: readonly number[]) => {
      const removed = await members.remove(tx, acting, userIds)
      if (removed.outcome !== 'done' || removed.userIds.length === 0) return nothing(removed)
      const details = await peopleNamed(tx, removed.userIds)
      return did(removed, { action: 'group.takeOut', subject: await subjectOf(tx, 'group', acting.groupId), details })
    }),

    appointOwner: audited(async (tx: Tx, appointment: Parameters<typeof appoint>[1]) => {
      const appointed = await appoint(tx, appointment)
      if (appointed.outcome !== 'done' || appointed.parts.length === 0) return nothing(appointed)
      const { id, name: owner } = await personSubject(tx, appointment.userId)
      const subject = await subjectOf(tx, 'group', appointment.groupId)
      return did(appointed, { action: 'group.appoint', subject, details: { ownerId: id, owner } })
    }),
  }
}
