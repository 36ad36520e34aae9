import type { z } from 'zod'
import { exportAudit, listAudit } from '../../../contract/audit.ts'
import { actorOf } from '../../lib/actor.ts'
import { route, type Route } from '../../lib/route.ts'
import type { AuditQuestion } from '../../store/audit.ts'
import type { Audit } from './audit.ts'

type Asked = z.output<NonNullable<typeof exportAudit.body>>

/** What was asked for, in our words. */
const questionOf = ({
  actorKind,
  actorId,
  subjectKind,
  subjectId,
  text,
  ...rest
}: Asked): Omit<AuditQuestion, 'limit'> => ({
  ...rest,
  ...(actorKind && { actor: { kind: actorKind, id: actorId } }),
  ...(subjectKind && subjectId !== undefined && { subject: { kind: subjectKind, id: subjectId } }),
  ...(text && { text }),
})

export const auditRoutes = (audit: Pick<Audit, 'list' | 'exportPart'>): Route[] => [
  route(listAudit, ({ query: { size, ...asked } }) => audit.list({ ...questionOf(asked), limit: size })),
  route(exportAudit, async ({ viewer, client, body }) => {
    const { csv, next } = await audit.exportPart(actorOf(viewer, client), questionOf(body))
    return { csv, next }
  }),
]
