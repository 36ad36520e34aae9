import type { NewInvitation } from '../invitations.ts'
import { audited, did, nothing } from './audit.ts'
import { companyName } from './audit-subjects.ts'
import type { Tx } from './schema.ts'

const subjectOf = (id: number, company: string | null) => ({ kind: 'invitation' as const, id, name: company ?? '' })

/** Links by which people come into a company; the log knows them by their number, never by their code. */
export const administerInvitations = {
  createInvitation: audited(async (tx: Tx, invitation: NewInvitation) => {
    const { code, companyId, createdBy, createdAt, expiresAt, uses } = invitation
    const { id } = await tx
      .insertInto('invitations')
      .values({
        code,
        company_id: companyId,
        created_by: createdBy,
        created_at: createdAt,
        expires_at: expiresAt,
        uses,
        used: 0,
        withdrawn_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const subject = subjectOf(id, await companyName(tx, companyId))
    return did(id, { action: 'invitation.add', subject, details: { uses, expiresAt } })
  }),

  withdrawInvitation: audited(async (tx: Tx, id: number, companyId: number, at: number) => {
    const own = tx.selectFrom('invitations').where('id', '=', id).where('company_id', '=', companyId)
    const before = await own.select(['withdrawn_at', 'used']).executeTakeFirst()
    if (!before) return nothing(false)
    if (before.withdrawn_at !== null) return nothing(true)
    await tx.updateTable('invitations').set({ withdrawn_at: at }).where('id', '=', id).execute()
    const subject = subjectOf(id, await companyName(tx, companyId))
    return did(true, { action: 'invitation.withdraw', subject, details: { used: before.used } })
  }),
}
