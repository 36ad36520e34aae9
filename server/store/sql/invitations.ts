import type { Selectable } from 'kysely'
import type { Accepted, Invitation, Invitations } from '../invitations.ts'
import { closedBy } from '../invitations.ts'
import type { PartsChanged } from '../groups.ts'
import { record } from './audit.ts'
import { subjectOf } from './audit-subjects.ts'
import type { Lines } from './group-acting.ts'
import { groupMemberWrites } from './group-members.ts'
import type { Db, Schema, Tx } from './schema.ts'
import { userWrites } from './users.ts'

const invitationOf = (row: Selectable<Schema['invitations']>): Invitation => ({
  id: row.id,
  code: row.code,
  companyId: row.company_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  uses: row.uses,
  used: row.used,
  withdrawnAt: row.withdrawn_at,
})

export const invitationReads = (db: Db): Pick<Invitations, 'find' | 'ofCompany'> => ({
  async find(code) {
    const row = await db.selectFrom('invitations').selectAll().where('code', '=', code).executeTakeFirst()
    return row && invitationOf(row)
  },

  async ofCompany(companyId, limit) {
    const rows = await db
      .selectFrom('invitations')
      .selectAll()
      .where('company_id', '=', companyId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(invitationOf)
  },
})

/** Lets people into a group as its owner does; undefined if it takes nobody. */
const letIntoGroup =
  (line: Lines) =>
  async (
    tx: Tx,
    groupId: number,
    joining: { userIds: readonly number[]; limit: number; lineId: string; at: number },
  ): Promise<PartsChanged | undefined> => {
    const group = await tx.selectFrom('groups').select('owner_id').where('id', '=', groupId).executeTakeFirst()
    if (!group) return undefined
    const { userIds, limit, lineId, at } = joining
    const added = await groupMemberWrites(line).add(
      tx,
      { groupId, by: group.owner_id, atLeast: 'member', lineId, at },
      { userIds, limit, freeFrom: 'manager', isOwn: true },
    )
    return added.outcome === 'done' ? added : undefined
  }

export const invitationWrites = (line: Lines) => ({
  async accept(
    tx: Tx,
    code: string,
    { person, from, lineId, groupLimit, at }: Parameters<Invitations['accept']>[1],
  ): Promise<Accepted> {
    const invitation = await invitationReads(tx).find(code)
    if (!invitation) return { outcome: 'unknown' }
    const closed = closedBy(invitation, at)
    if (closed) return { outcome: closed }
    const { companyId } = invitation
    const userId = await userWrites.create(tx, { ...person, companyId })
    await tx
      .updateTable('invitations')
      .set({ used: invitation.used + 1 })
      .where('id', '=', invitation.id)
      .execute()
    const company = await tx
      .selectFrom('companies')
      .select('group_id')
      .where('id', '=', companyId)
      .executeTakeFirstOrThrow()
    const joined =
      company.group_id === null
        ? undefined
        : await letIntoGroup(line)(tx, company.group_id, { userIds: [userId], limit: groupLimit, lineId, at })
    const by = { kind: 'person', id: userId, name: person.trueName, ...from } as const
    const { name } = await subjectOf(tx, 'company', companyId)
    await record(tx, by, { action: 'person.join', details: { company: name, invitation: invitation.id } })
    return { outcome: 'accepted', userId, joined }
  },
})
