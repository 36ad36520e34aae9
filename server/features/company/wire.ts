import type { z } from 'zod'
import type { Invitation as WireInvitation } from '../../../contract/company.ts'
import { closedBy } from '../../store/invitations.ts'
import type { Invitation } from '../../store/invitations.ts'

/** An invitation as it is at `now` (ms). */
export const invitationWire = (invitation: Invitation, now: number): z.input<typeof WireInvitation> => ({
  id: invitation.id,
  code: invitation.code,
  uses: invitation.uses,
  used: invitation.used,
  createdAt: invitation.createdAt,
  expiresAt: invitation.expiresAt,
  closed: closedBy(invitation, now) ?? null,
})
